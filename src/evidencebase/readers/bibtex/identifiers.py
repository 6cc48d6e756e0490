"""Identifiers of works: brought to one form, syntax and check digits examined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from evidencebase.patterns import late
from evidencebase.readers.bibtex.trials import trials


class Identifier(NamedTuple):
    """An identifier in its normal form, or as written (with ``valid`` 0) when it is none."""

    scheme: str
    value: str
    valid: int


_new = tuple.__new__  # the class itself takes three times as long
_PREFIX = late(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/+|(?:urn:)?doi:\s*", re.I)
_DOI = late(r"10\.\d{4,9}(?:\.\d+)*/.")
_NORMAL_DOI = late(r"10\.\d{4,9}(?:\.\d+)*+/[0-9a-z._()/:<>+-]++")
# what hardly a registered DOI has: rests of the address or the sentence in which it stood, what a word processor or a
# web page made of its signs, another DOI behind it, its own beginning twice
_FAULTS = late(
    r"[.,;:'\"”’]+\Z|[?&#][a-z_]+=|&(?:[a-z]+|#\d+);|[‐-―−]|[;,|\s](?:https?:|doi:|10\.\d{4,9}/)|(10\.[\d.]+/)\1|[)\]]\Z"
)
_SUSPECT = late(r"[?&#;,|‐-―−]|/10\.|[.:'\"”’)\]]\Z")  # quickly looked for
_BEHIND = late(r"[?&#][a-z_]+=.*\Z")
_DASHES = late(r"[‐-―−]")
_LATEX = late(
    r"\{\\(?:text)?(underscore|less|greater)\}|\$([<>])\$|\\([_%&#{}$])|[{}]|\\(?:text)(underscore|less|greater) ?"
)
_SIGNS = {"underscore": "_", "less": "<", "greater": ">"}
_PMID = late(
    r"(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)?(.*?)/?", re.I
)
_PMCID = late(r"(?:.*/|pmcid:?\s*)?(?:pmc)?\s*(\d{1,9})(?:\.\d+)?/?", re.I)
_ARXIV = late(
    r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[^]]*\])?",
    re.I,
)
_SEVERAL = late(r"[,;:/()\[\]]\s*|\s+(?=\d{4}-\d{3}[\dXx]\b)")
_NOTE = late(
    r"[(\[](?![\d\s-]{9,}[\dx][)\]])[^()\[\]]*[)\]]|\b[ep]?-?(?:isbn|issn)(?:-1[03])?:?"
    r"|\bv(?:ol(?:ume)?)?\b\.? ?\d{1,2}\b|(?<![\w-])(?!x(?![\w-]))[^\W\d_]+(?:-[^\W\d_]+)*\.?(?![\w-])",
    re.I,
)  # binding, medium, volume: words in any language, which are no part of a number


def identifiers(fields: Mapping[str, str]) -> list[Identifier]:
    """The identifiers that the fields of an entry hold, each once."""
    found = usual_identifiers(fields)
    return found if OTHERS.isdisjoint(fields) else list(dict.fromkeys([*found, *_others(fields)]))


def usual_identifiers(fields: Mapping[str, str]) -> list[Identifier]:
    """DOI and PubMed id, for entries that have none of the fields in ``OTHERS``."""
    found = []
    if text := fields.get("doi"):
        found.append(doi(text))
    if text := fields.get("pmid"):
        found.append(pmid(text))
    return found


def _others(fields: Mapping[str, str]) -> Iterator[Identifier]:
    for name, read in _READERS.items():
        if value := fields.get(name):
            yield read(value)
    if value := fields.get("eprint"):
        archive = (fields.get("eprinttype") or fields.get("archiveprefix") or "").lower()
        if archive == "arxiv" or (not archive and _ARXIV.fullmatch(value)):
            yield arxiv(value)
        elif archive in ("pubmed", "pmid"):
            yield pmid(value)
        elif archive in ("pmc", "pmcid", "pubmedcentral"):
            yield pmcid(value)
    for trial, valid in trials(fields.get("x-trial", "")):
        yield Identifier("trial", trial, valid)
    for name, check in _SEVERAL_READERS.items():
        if value := fields.get(name):
            parts = [part.strip() for part in _SEVERAL.split(_NOTE.sub(" ", value))]
            for part in [part for part in parts if part.strip(" .:-")] or [value]:  # words alone are none
                yield from map(check, _isbns(part) if check is isbn else [part])


def doi(text: str) -> Identifier:
    """DOI in lower case, without the address of a resolver and without LaTeX."""
    if _NORMAL_DOI.fullmatch(text) and text[-1].isalnum() and text.find("/10.", 7) < 0:
        return _new(Identifier, ("doi", text, 1))  # as most are
    value = text
    if "\\" in value or "{" in value or "$" in value:
        value = _LATEX.sub(_unescape, value)
    if not value.startswith("10.") and (prefix := _PREFIX.match(value)):
        value = value[prefix.end() :]
        if "%" in value:
            value = unquote(value)
    value = value.strip().lower()
    valid = _DOI.match(value) and len(value.split(None, 1)) == 1 and not _is_faulty(value)
    return Identifier("doi", value, 1) if valid else Identifier("doi", text, 0)


def _is_faulty(value: str) -> bool:
    """Whether a DOI has something in or behind it that belongs to none; brackets that are closed and opened do."""
    return _SUSPECT.search(value) is not None and any(
        fault[0] not in (")", "]") or value.count(fault[0]) > value.count(_OPENING[fault[0]])
        for fault in _FAULTS.finditer(value)
    )


_OPENING = {")": "(", "]": "["}


def mended_doi(text: str) -> str:
    """The DOI that a faulty one is without doubt, else nothing; of two DOIs nobody knows which is meant."""
    from html import unescape  # a large table, for few

    value = _BEHIND.sub("", unescape(text.strip()).lower())
    value = _DASHES.sub("-", value[prefix.end() :] if (prefix := _PREFIX.match(value)) else value)
    while (last := value[-1:]) and (last in ".,;:'\"”’" or (last in _OPENING and _is_faulty(value))):
        value = value[:-1]
    first, _, rest = value.partition("/")
    if rest.startswith(f"{first}/"):
        value = rest
    return value if _DOI.match(value) and doi(value).valid else ""


def pmid(text: str) -> Identifier:
    """PubMed id: at most eight digits, not beginning with 0."""
    if len(text) == 8 and text.isascii() and text.isdigit() and text[0] != "0":
        return _new(Identifier, ("pmid", text, 1))
    value = text
    if not value.isdigit() and (match := _PMID.fullmatch(text.strip("{} "))):
        value = match[1]
    valid = value.isascii() and value.isdigit() and not value.startswith("0") and len(value) <= 8
    return Identifier("pmid", value, 1) if valid else Identifier("pmid", text, 0)


def pmcid(text: str) -> Identifier:
    """PubMed Central id: PMC and digits."""
    match = _PMCID.fullmatch(text.strip("{} "))
    return Identifier("pmcid", f"PMC{match[1]}", 1) if match else Identifier("pmcid", text, 0)


def arxiv(text: str) -> Identifier:
    """arXiv id without version."""
    match = _ARXIV.fullmatch(text.strip("{} "))
    return Identifier("arxiv", match[1].lower(), 1) if match else Identifier("arxiv", text, 0)


def isbn(text: str) -> Identifier:
    """ISBN as thirteen digits."""
    digits = _digits(text)
    if len(digits) == 10 and digits[:9].isdigit() and _eleven(digits):
        digits = "978" + digits[:9]
        return Identifier("isbn", digits + _thirteenth(digits), 1)
    valid = (
        len(digits) == 13 and digits.isdigit() and digits[:3] in ("978", "979") and digits[12] == _thirteenth(digits)
    )
    return Identifier("isbn", digits, 1) if valid else Identifier("isbn", text, 0)


def _isbns(text: str) -> Iterator[str]:
    """Numbers with spaces between them, and in them."""
    held = ""
    for word in () if isbn(text).valid else text.split():
        held = f"{held} {word}".strip()
        long = len(_digits(held))
        if isbn(held).valid or long == 13 or (long == 10 and held[:3] not in ("978", "979")):
            yield held
            held = ""
    if held or isbn(text).valid:
        yield held or text


def issn(text: str) -> Identifier:
    """ISSN as 1234-567X."""
    digits = _digits(text)
    valid = len(digits) == 8 and digits[:7].isdigit() and _eleven(digits)
    return Identifier("issn", f"{digits[:4]}-{digits[4:]}", 1) if valid else Identifier("issn", text, 0)


def _digits(text: str) -> str:
    digits = re.sub(r"[\s\-‐‑–—{}~]", "", text).upper()
    return digits if digits.isascii() else ""


def _eleven(digits: str) -> bool:
    """Check digit of ISBN-10 and ISSN: weights from the right, 1 for the last, X is ten."""
    last = 10 if digits[-1] == "X" else int(digits[-1]) if digits[-1].isdigit() else -1
    return last >= 0 and (last + sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), 2))) % 11 == 0


def _thirteenth(digits: str) -> str:
    """Check digit of ISBN-13."""
    return str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits[:12])) % 10)


def _unescape(match: re.Match[str]) -> str:
    named, formula, escaped, bare = match.groups()
    return formula or escaped or _SIGNS.get(named or bare, "")


_READERS: dict[str, Callable[[str], Identifier]] = {"pmcid": pmcid, "pmc": pmcid, "arxiv": arxiv, "arxivid": arxiv}
_SEVERAL_READERS: dict[str, Callable[[str], Identifier]] = {"isbn": isbn, "issn": issn, "eissn": issn}
OTHERS = frozenset((*_READERS, *_SEVERAL_READERS, "eprint", "x-trial"))
FIELDS = OTHERS | {"doi", "pmid"}
