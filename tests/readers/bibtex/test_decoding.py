"""Whatever the encoding, the text is read; whatever is guessed, is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers import bibtex
from evidencebase.readers.bibtex import decode

FINE = {
    "UTF-8": "é".encode(),
    "UTF-8 with mark": "é".encode("utf-8-sig"),
    "UTF-16": "é".encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + "é".encode("utf-16-be"),
    "JabRef": "% Encoding: Cp1252\né".encode("cp1252"),
    "JabRef, ISO": "% This file was created with JabRef 2.3.\n% Encoding: ISO8859_1\né".encode("latin-1"),
    "BibDesk": "%!BIB encoding = IsoLatin\né".encode("latin-1"),
    "Emacs": "% -*- coding: latin-9-unix -*-\né".encode("iso8859-15"),
    "declared wrongly, but UTF-8": "% Encoding: Cp1252\né".encode(),
    "old Mac": "% Encoding: MacRoman\ré".encode("mac-roman"),
}
DOUBTFUL = {
    "undeclared": ("x\né".encode("cp1252"), 2, "not UTF-8, and no other encoding is declared"),
    "mixed": ("é\n".encode() + "é".encode("cp1252"), 2, "not UTF-8, and no other encoding is declared"),
    "declared, but not": (b"% Encoding: ASCII\n\xe9", 2, "declared as ascii, which it is not"),
    "no encoding of text": (b"% Encoding: rot13\n\xe9", 2, "not UTF-8, and no other encoding is declared"),
    "UTF-16 without mark": ("@a{é".encode("utf-16-le"), 1, "UTF-16-LE without a byte order mark"),
    "UTF-16 without mark, big end first": ("@a{é".encode("utf-16-be"), 1, "UTF-16-BE without a byte order mark"),
    "cut UTF-16": ("é".encode("utf-16")[:-1] + b"", 1, "begins as UTF-16-LE, but is broken"),
}


@pytest.mark.parametrize("case", FINE)
def test_fine(case: str) -> None:
    text, problem, _ = decode(FINE[case])
    assert text.split("\n")[-1] == "é"
    assert problem == ""


@pytest.mark.parametrize("case", DOUBTFUL)
def test_doubtful(case: str) -> None:
    data, line, problem = DOUBTFUL[case]
    found = decode(data)
    assert found.problem.startswith(problem)
    assert found.line == line
    assert "\ufffd" in found.text or found.text.endswith("é")


def test_finding() -> None:
    found = bibtex.read([("x.bib", b"@a{x, t = {\xe9}}\n@a{y, t = {e}}")])
    assert [entry.fields["t"] for entry in found.entries] == ["é", "e"]
    assert [(f.rule, f.line, f.row) for f in found.findings] == [("files/unreadable-file", 1, "x.bib")]
    assert found.counts == {"x.bib": (2, 2, 1)}


@given(st.binary() | st.text().map(lambda text: ("% Encoding: " + text).encode("utf-8", "replace") + b"\n\xff"))
def test_no_bytes_raise(data: bytes) -> None:
    text = decode(data).text
    assert not set(text) & set("\r\t\f\v")
