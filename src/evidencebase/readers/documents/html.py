"""HTML: the blocks of the page's text, and citations as pandoc and Quarto write them: ``data-cites="a b"``."""

from __future__ import annotations

from html.parser import HTMLParser

from evidencebase.readers.documents.block import REFERENCES, Block

_KINDS = {
    **dict.fromkeys(("p", "dd", "dt", "pre", "div", "section", "article", "main", "body"), "prose"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "list-item",
    "tr": "table-row",
    "caption": "table-title",
    "figcaption": "caption",
    "blockquote": "quote",
}
_NO_TEXT = frozenset(("script", "style", "template", "noscript", "svg", "math", "head"))
_CHROME = frozenset(("nav", "header", "footer", "aside", "form", "button"))
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


class _Blocks(HTMLParser):
    """Collects blocks; never fails, whatever the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._open: list[tuple[str, bool]] = []  # tags, and whether what is in them is the list of references
        self._words: list[str] = []
        self._cites: list[str] = []
        self._line = 0
        self._references = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _KINDS or tag in _CHROME:
            self.flush()
        if tag in ("td", "th") and self._words:
            self._words.append(" | ")
        if tag == "br":
            self._words.append(" ")
        if cites := given.get("data-cites"):
            self._cites += cites.split()
        is_list = given.get("id") == "refs" or "doc-bibliography" in given.get("role", "")
        if tag not in _VOID:
            self._open.append((tag, is_list))

    def handle_endtag(self, tag: str) -> None:
        if tag in _KINDS or tag in _CHROME:
            self.flush()
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if any(tag in _NO_TEXT for tag, _ in self._open):
            return
        if not self._words and data.strip():
            self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        if self._words or data.strip():
            self._words.append(data)

    def flush(self) -> None:
        """End the block that is being read."""
        text = " ".join("".join(self._words).split())
        if text:
            kind = self._kind()
            if kind == "heading":
                self._references = text.casefold() in REFERENCES
            self.blocks.append(Block(kind, text, self._line, tuple(dict.fromkeys(self._cites))))
        self._words.clear()
        self._cites.clear()

    def _kind(self) -> str:
        tags = [tag for tag, _ in self._open]
        if _CHROME & set(tags):
            return "chrome"
        found = next((tag for tag in reversed(tags) if tag in _KINDS), "p")
        kind = _KINDS[found]
        if kind == "heading":
            return kind
        if self._references or any(is_list for _, is_list in self._open):
            return "reference"
        if kind == "table-row":
            return "table-header" if "thead" in tags else kind
        nearest = [_KINDS[tag] for tag in tags if tag in ("blockquote", "li")]
        return nearest[-1] if kind == "prose" and nearest else kind


def read(text: str) -> list[Block]:
    """Split a page into blocks, in order."""
    parser = _Blocks()
    parser.feed(text)
    parser.close()
    parser.flush()
    return parser.blocks
