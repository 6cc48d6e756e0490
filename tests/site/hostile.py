"""An evidence base whose every cell is meant to do harm, and what must be true of whatever shows it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import evidencebase
from tests.conftest import Make
from tests.site.asking import elements

PAYLOADS = [
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    " \x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "'; DROP TABLE claims; --",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</svg><script>alert(1)</script><svg onload=alert(1)>",
    "]]><script>alert(1)</script><![CDATA[",
    "</textarea></style></title><b><i",
    "&lt;script&gt;&#x3c;img&#62;&nbsp",
    "{{ 7919*7 }}{% raw %}",
    '=HYPERLINK("http://evil.example";"x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\u202eevil\u202c\u2066\u200b\ufeff",
    "\x01\x08\x0b\x1b[31m\x7f\x85\ufffe",
    "\ud83d\ude00 \U0001f600 e\u0301\u0301\u0301".encode("utf-16", "surrogatepass").decode("utf-16"),
    "w" * 30_000,
    "../../../etc/passwd",
    "%00%2e%2e/\\..\\con",
]
_ENTRY = """@article{KEY, author={BAD}, title={BAD}, journal={BAD}, year=2020, url={BAD}, doi={10.1000/BAD},
  volume={BAD}, pages={BAD}, note={BAD}, x-design={rct}, x-record={differs}, x-record-note={BAD}, x-meant={other0}}
"""


def base(make: Make) -> Path:
    """A folder with the payloads in every place that people can write to."""
    claims, evidence, terms, works = [], [], [], []
    for number, bad in enumerate(PAYLOADS):
        item = bad.replace(";", "")[:60]
        name = f"AB-{number + 1}"
        links = f"works{number} [{item}]", f"other{number}; {item}", f"doc#s1.p1 = strong; {item}"
        question = "effect", item, f"drug{number}", item, f"bone{number}", "increases"
        claims.append([name, bad, *question, *links, bad, item, "low", "imprecision 1", item])
        evidence.append([name, f"works{number}", "supports", bad, item, "1.2", "0.5", "2", item, bad, bad, "10"])
        terms += [[f"drug{number}", bad, "intervention", ""], [f"bone{number}", bad, "outcome", "critical"]]
        braced = bad.replace("{", "").replace("}", "").replace("%", "").replace("\\", "")
        braced = braced * 4 if len(braced) > 1000 else braced
        works += [_ENTRY.replace("KEY", f"{kind}{number}").replace("BAD", braced) for kind in ("works", "other")]
    documents = [["doc", PAYLOADS[7], PAYLOADS[1], PAYLOADS[0], PAYLOADS[9], "list", "references/w.bib"]]
    documents += [[f"doc{n}", bad, bad, bad, bad, "none", ""] for n, bad in enumerate(PAYLOADS)]
    passages = [["doc#s1", "heading", PAYLOADS[9], "1", "a" * 16, ""], ["doc#s1.p1", "prose", "", "1", "b" * 16, ""]]
    return make(
        {
            "claims.csv": _csv(
                "id,claim,kind,population,intervention,comparator,outcome,direction,supports,disputes,stated_in,note,"
                "topics,evidence_strength,rated_down,waive",
                claims,
            ),
            "evidence.csv": _csv(
                "claim,work,relation,finding,measure,estimate,ci_low,ci_high,unit,note,locator,n", evidence
            ),
            "terms.csv": _csv("id,label,kind,importance", terms),
            "documents/documents.csv": _csv("id,title,url,note,licence,citations,bibliography", documents),
            "documents/passages.csv": _csv("anchor,kind,heading,words,fingerprint,no_claim", passages),
            "references/w.bib": "".join(works),
            "evidencebase.toml": f"title = {json.dumps(PAYLOADS[7])}\ndescription = {json.dumps(PAYLOADS[0])}\n",
        },
        "hostile",
    )


def database(make: Make) -> Path:
    """The database of that folder."""
    return evidencebase.build(base(make), force=True).output


def _csv(head: str, rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return f"{head}\n{text.getvalue()}"


def inert(html: str, where: str, scripts: tuple[str, ...] = ()) -> None:
    """Nothing of a page is a script, a handler, a foreign element or a link that is more than a link."""
    for element in elements(html):
        if element.tag == "script":
            assert (element.attributes.get("src") or "").endswith(scripts) and scripts, where
            continue
        assert element.tag not in ("img", "iframe", "object", "embed", "base", "style", "textarea", "b", "i") or (
            element.tag in ("style", "b", "i", "textarea") and not _foreign(element.attributes)
        ), (where, element)
        assert not [name for name in element.attributes if name.startswith("on")], (where, element)
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            address = element.attributes.get(name)
            assert address is None or _harmless(address), (where, element)
    assert "55433" not in html, where


def _foreign(attributes: dict[str, str | None]) -> bool:
    return any(name.startswith("on") or name == "src" for name in attributes)


def _harmless(address: str) -> bool:
    if address.startswith(("http://localhost/", "/", "#", "?", "data:,", "https://doi.org/", "https://pubmed.")):
        return not address.startswith("//")
    return address.partition(":")[0] in ("http", "https") or ":" not in address.partition("/")[0].partition("?")[0]


def no_formulas(text: str, where: str) -> None:
    """No cell of a CSV file starts what a spreadsheet would run."""
    csv.field_size_limit(10**7)
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r")), (where, cell)
            assert not cell.startswith(("+", "-")) or float(cell) <= 10**9, (where, cell)
