"""Work grows with the size of a file, not with its square, however broken the file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from evidencebase.readers import bibtex

from .layouts import long_file

FILES: dict[str, Callable[[int], str]] = {
    "regular": lambda n: long_file(n // 16, "regular"),
    "broken": lambda n: long_file(n // 16, "broken"),
    "parentheses": lambda n: long_file(n // 16, "parentheses"),
    "one line": lambda n: long_file(n // 16, "one line"),
    "nothing closed": lambda n: "@a{k, t = {x\n\n" * (n // 4),
    "nothing closed in one line": lambda n: "@a{k, t = {x} } @b{k,{ " * (n // 4),
    "deep": lambda n: "@a{k, t = " + "{" * n * 4 + "}" * n * 4 + "}",
    "headers in headers": lambda n: "@a{{\n" * (n // 4) + "}\n@b{}\n}" * (n // 4),
    "open quotes": lambda n: "@a{k,\n" + 't = "x,\n' * n + "}",
    "open braces": lambda n: "@a{k,\n" + "t = {x,\n" * n + "}" * n + " x }",
    "one field": lambda n: "@a{k, " + "t = {x} " * n + "}",
    "quotes and braces": lambda n: '@a{k, t = "' + "{x} y " * n * 4 + '"}',
    "at signs": lambda n: "@a" * n + "@ " * n + "@a{" * n,
    "blank": lambda n: "@a{k" + " \n" * n * 8 + ", t" + "\n" * n * 8 + "= {x}" + " " * n * 8 + "}",
    "comments": lambda n: "@comment{\n" + "@a{k,}\n" * n + "}\n" + "@comment{ x\n" * n,
    "macros": lambda n: "".join(f"@string{{m{i} = m{i + 1}}}" for i in range(n)) + f"@string{{m{n} = {{x}}}}",
    "parents": lambda n: "".join(f"@a{{k{i}, crossref = {{k{i + 1}}}}}" for i in range(n)),
    "names": lambda n: "@a{k, author = {" + " and ".join(["{A and B}", "C"] * n) + "}}",
    "one name": lambda n: "@a{k, author = {" + "a {b} " * n + "}}",
    "LaTeX": lambda n: "@a{k, title = {" + "\\'e \\& {x} $y^2$ " * n + "}}",
    "outside": lambda n: "@a{k}\n" + "x = {y},\n" * n,
}


def steps(text: str) -> int:
    """How many calls reading takes: the same on every machine, unlike time."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    data = text.encode()
    sys.setprofile(count)
    try:
        bibtex.rows(bibtex.read([("x.bib", data)]).entries)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("case", FILES)
def test_growth(case: str) -> None:
    steps(FILES[case](10))  # what is only done once
    assert steps(FILES[case](4_000)) < 6 * steps(FILES[case](1_000)) + 2_000  # its square would be 16


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from evidencebase.readers import bibtex\n"
        f"found = bibtex.rows(bibtex.read([('x', {long_file(20, 'broken').encode()!r})]).entries)\n"
        "print(len(found.works), *({'pybtex', 'pylatexenc', 'pandas', 'dataclasses'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["20"]
