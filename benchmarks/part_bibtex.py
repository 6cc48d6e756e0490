"""One reader of .bib files, timed inside its own process without its imports: prints seconds as JSON.

python benchmarks/part_bibtex.py tokenise|ours|pybtex|bibtexparser FILE.bib ...
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time

Reader = Callable[[Sequence[Path]], int]  # returns how many works or tokens it found


def _tokenise() -> Reader:
    from floor import TOKENS

    return lambda paths: sum(len(TOKENS.findall(path.read_text(encoding="utf-8"))) for path in paths)


def _ours() -> Reader:
    from evidencebase.readers import bibtex

    gc.disable()  # as it is while we build

    def read(paths: Sequence[Path]) -> int:
        bibliography = bibtex.read([(path.name, path.read_bytes()) for path in paths])
        return len(bibtex.rows(bibliography.entries).works)

    return read


def _pybtex() -> Reader:
    import pybtex.errors
    from pybtex.database.input.bibtex import Parser

    pybtex.errors.set_strict_mode(False)

    def read(paths: Sequence[Path]) -> int:
        parser = Parser()
        with pybtex.errors.capture():
            for path in paths:
                parser.parse_file(str(path))
        return len(parser.data.entries)

    return read


def _bibtexparser() -> Reader:
    from importlib import import_module

    bibtexparser = import_module("bibtexparser")  # if it happens to be installed
    if not hasattr(bibtexparser, "parse_file"):
        raise SystemExit("bibtexparser 2 is needed, version 1 is another program")
    return lambda paths: sum(len(bibtexparser.parse_file(str(path)).entries) for path in paths)


READERS = {"tokenise": _tokenise, "ours": _ours, "pybtex": _pybtex, "bibtexparser": _bibtexparser}


def main() -> None:
    """Import the reader, then time it."""
    read = READERS[sys.argv[1]]()
    paths = [Path(name) for name in sys.argv[2:]]
    wall, cpu = perf_counter(), process_time()
    found = read(paths)
    print(json.dumps({"wall": perf_counter() - wall, "cpu": process_time() - cpu, "found": found}))


if __name__ == "__main__":
    main()
