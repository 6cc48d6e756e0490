"""Public tools that do one part of the work, measured when they happen to be installed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Peer(NamedTuple):
    """A program, the part it does, and its arguments for an evidence base and a file to write."""

    program: str
    part: str
    arguments: Callable[[Path, Path], list[str]]


def _bib(directory: Path) -> str:
    return str(next(iter(sorted(directory.glob("references/*.bib")))))


PEERS = (
    Peer(
        "sqlite-utils",
        "claims.csv into one table",
        lambda base, out: ["insert", str(out), "claims", str(base / "claims.csv"), "--csv"],
    ),
    Peer(
        "csvs-to-sqlite",
        "claims.csv into one table",
        lambda base, out: [str(base / "claims.csv"), str(out)],
    ),
    Peer(
        "csvsql",
        "claims.csv into one table",
        lambda base, out: ["--db", f"sqlite:///{out}", "--insert", str(base / "claims.csv")],
    ),
    Peer(
        "bibtool",
        "one .bib file, sorted",
        lambda base, out: ["-s", "-i", _bib(base), "-o", str(out)],
    ),
    Peer(
        "pandoc",
        "one .bib file to CSL-JSON",
        lambda base, out: ["-f", "biblatex", "-t", "csljson", _bib(base), "-o", str(out)],
    ),
    Peer(
        "biber",
        "one .bib file in tool mode",
        lambda base, out: ["--tool", "--quiet", "--output-file", str(out), _bib(base)],
    ),
)


def installed() -> list[Peer]:
    """The tools that are on the path or beside this Python, with the full path of the program."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = ((shutil.which(peer.program, path=path), peer) for peer in PEERS)
    return [peer._replace(program=where) for where, peer in found if where]
