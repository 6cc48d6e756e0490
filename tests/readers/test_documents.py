"""Documents of every format -> blocks and citations."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers.documents import FORMATS, UnreadableDocumentError, read

MARKDOWN = """\
---
title: Bone
bibliography: works.bib
---
# Bone {#sec-bone}

Bone *lives* [see @doe2020, p. 3; -@{roe 2021}; @poe:2022].
Mail ada@example.org, not `@code2020`, nor \\@escaped, nor @fig-one.

- It grows, says @doi:10.1000/x.y.

> Quoted.

| Name | Found |
|------|-------|
| A    | B [@tab2020] |

```r
x <- "@code2021"
```

# References

Doe: Bones.
"""
RST = """\
.. _bone:

Bone
====

Bone *lives* :cite:`doe2020,roe2021`, says :footcite:t:`poe2022`. See
:ref:`the other page <other>` and [Old1999]_.

.. note::
   It grows.

.. figure:: bone.png
   :alt: A bone

   What is seen

Code::

    not text

* It heals.
* It breaks.
"""
LATEX = r"""
\documentclass{article}
\title{Ignored}
\begin{document}
\section{Bone\label{sec:bone}}
% a remark
Bone \emph{lives}~\citep[see][p. 3]{doe2020, roe2021}. % \cite{hidden}
It costs 5\% more, \textcite{poe2022} says.

\begin{itemize}
\item It grows.
\item It heals \autocite{moe2023}.
\end{itemize}
\begin{equation}x = 1\end{equation}
\begin{figure}\includegraphics{a.png}\caption{A bone}\end{figure}
\nocite{idle2000}
\bibliography{works}
\end{document}
"""
HTML = """\
<!doctype html><html><head><title>No</title><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav>
<main><h1>Bone</h1>
<p>Bone <em>lives</em> <span class="citation" data-cites="doe2020 roe2021">(1)</span>.
<ul><li>It grows<li><p>It heals</p></ul>
<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>1</td><td>2</td></tr></table>
<div id="refs"><div>Doe: Bones.</div></div></main><script>"<p>no</p>"</script></body></html>
"""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*paragraphs: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{''.join(paragraphs)}</w:body></w:document>")
    return data.getvalue()


def paragraph(text: str, style: str = "", code: object = None) -> str:
    field = ""
    if code is not None:
        written = json.dumps(code).replace('"', "&quot;")
        half = len(written) // 2
        while written[half - 6 : half].count("&"):  # not inside an entity
            half += 1
        instructions = f" ADDIN ZOTERO_ITEM CSL_CITATION {written[:half]}", written[half:]
        field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        field += "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in instructions)
        field += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r>{field}</w:p>"


WORD = word(
    paragraph("Bone", "Heading1"),
    paragraph("Bone lives.", code={"citationItems": [{"id": 7, "itemData": {"citation-key": "doe2020"}}, {"id": "b"}]}),
    "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>It grows.</w:t></w:r></w:p>",
    f"<w:tbl><w:tr><w:tc>{paragraph('A')}</w:tc></w:tr><w:tr><w:tc>{paragraph('1')}</w:tc></w:tr></w:tbl>",
    paragraph("References", "Heading1"),
    paragraph("Doe: Bones."),
)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "a.qmd",
            MARKDOWN,
            [
                (5, "heading", "Bone", []),
                (7, "prose", "Bone lives [see @doe2020, p. 3", ["doe2020", "poe:2022"]),
                (10, "list-item", "It grows, says @doi:10.1000/x.", ["doi:10.1000/x.y"]),
                (12, "quote", "Quoted.", []),
                (14, "table-header", "Name | Found", []),
                (16, "table-row", "A | B [@tab2020]", ["tab2020"]),
                (22, "heading", "References", []),
                (24, "reference", "Doe: Bones.", []),
            ],
        ),
        (
            "a.rst",
            RST,
            [
                (3, "heading", "Bone", []),
                (6, "prose", "Bone *lives* doe2020,roe2021, ", ["doe2020", "roe2021", "poe2022", "Old1999"]),
                (10, "prose", "It grows.", []),
                (17, "prose", "Code:", []),
                (21, "list-item", "* It heals.", []),
                (22, "list-item", "* It breaks.", []),
            ],
        ),
        (
            "a.tex",
            LATEX,
            [
                (5, "heading", "Bone", []),
                (7, "prose", "Bone lives. It costs 5% more, ", ["doe2020", "roe2021", "poe2022"]),
                (11, "list-item", "It grows.", []),
                (12, "list-item", "It heals .", ["moe2023"]),
                (15, "caption", "A bone", []),
                (16, "chrome", "idle2000", ["idle2000"]),
            ],
        ),
        (
            "a.html",
            HTML,
            [
                (2, "chrome", "Home", []),
                (3, "heading", "Bone", []),
                (4, "prose", "Bone lives (1).", ["doe2020", "roe2021"]),
                (5, "list-item", "It grows", []),
                (5, "list-item", "It heals", []),
                (6, "table-header", "A | B", []),
                (6, "table-row", "1 | 2", []),
                (7, "reference", "Doe: Bones.", []),
            ],
        ),
        (
            "a.docx",
            WORD,
            [
                (1, "heading", "Bone", []),
                (2, "prose", "Bone lives.", ["doe2020", "b"]),
                (3, "list-item", "It grows.", []),
                (4, "table-header", "A", []),
                (5, "table-row", "1", []),
                (6, "heading", "References", []),
                (7, "reference", "Doe: Bones.", []),
            ],
        ),
    ],
    ids=["markdown", "rst", "latex", "html", "word"],
)
def test_blocks(name: str, data: str | bytes, expected: list[object]) -> None:
    blocks = read(name, data if isinstance(data, bytes) else data.encode())
    assert [(block.line, block.kind, block.text[:30], list(block.cites)) for block in blocks] == expected


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.md", b"caf\xe9", "byte 0xe9 in line 1 is not UTF-8"),
        (
            "a.pdf",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            r"it is a PDF.*: Markdown \(.md, .markdown\), Quarto .*Word \(.docx\)",
        ),
        ("renamed.docx", b"%PDF-1.7\n", "it is a PDF"),
        ("a.txt", b"PK\x03\x04\x14", "it is a zip file.* end in .docx"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "save it as .docx"),
        ("a.md", b"\x89PNG\r\n\x1a\n\0", "it is an image"),
        ("a.md", "Bone".encode("utf-16"), "it is text in UTF-16: save it as UTF-8"),
        ("a.md", b"Bo\0ne", "it holds a NUL byte"),
        ("a.docx", b"no zip", "it is no Word document"),
        ("a.docx", word("<w:p>")[:-30], "it is no Word document"),
        ("a.docx", word("<w:p>"), "it is no Word document"),
    ],
)
def test_what_cannot_be_read(name: str, data: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=why):
        read(name, data)


PIECES = st.sampled_from(
    [
        *"\n\n  #*-|>`{}[]()@\\%<>=~:._$&;ab1",
        *("\\begin{itemize}", "\\item ", "\\cite{a,b}", "\\section{", "<p>", "</li>", "<table>", ".. note::"),
        *(":cite:`a`", "::\n\n  x", "[@a; @b]", "---\n", "====\n", "<!--", "]]>", "\x0c", "\x0b"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([name for name in FORMATS if name != ".docx"]))
def test_any_text_can_be_read(text: str, ending: str) -> None:
    blocks = read(f"a{ending}", text.encode())
    assert [block.line for block in blocks] == sorted(block.line for block in blocks)
    assert all(1 <= block.line <= text.count("\n") + 1 + text.count("\x0c") + text.count("\x0b") for block in blocks)
