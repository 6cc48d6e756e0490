"""LaTeX -> the Unicode text that a reader would see."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Protocol

_COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_LETTERS = {
    "i": "i",
    "j": "j",
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "ldots": "…",
    "dots": "…",
    "textendash": "–",
    "textemdash": "—",
    "textquoteright": "’",
    "textquoteleft": "‘",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "textmu": "µ",
    "textasciitilde": "\ue002",
    "textless": "<",
    "textgreater": ">",
    "textasciicircum": "^",
    "textbar": "|",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "textbackslash": "\\",
    "textunderscore": "_",
    "slash": "/",
}
_OPEN, _CLOSE, _TILDE = "\ue000", "\ue001", "\ue002"  # stand in for escaped ones while the others are replaced
_ESCAPED = {"{": _OPEN, "}": _CLOSE, " ": " ", "-": "", "/": "", ",": " ", ";": " ", ":": " ", "!": ""}
_COMMAND = re.compile(
    r"""\\(?:
      (["'`^~=.])[ ]*(?:\{[ ]*(\\[ij]|[^\W\d_])[ ]*\}|(\\[ij](?![A-Za-z])|[^\W\d_]))    # \"u  \"{u}  \'{\i}
    | ([uvHcdbkr])(?:[ ]*\{[ ]*(\\[ij]|[^\W\d_])[ ]*\}|[ ]+([^\W\d_])(?![A-Za-z]))       # \c{c}  \v s
    | ([&%_$\#{}\ \-/,;:!])                                                             # \&
    | href[ ]*\{[^{}]*\}(?=\{)
    | (?:emph|text(?:it|bf|sc|rm|tt|sl|up|sf|normal)|uppercase|mbox|url|mkbibquote|enquote)[ ]*(?=\{)
    | (ss|[oOlLij]|aa|AA|ae|AE|oe|OE|dh|DH|dj|DJ|th|TH|ng|NG|l?dots|slash|(?:La|Bib)?TeX|text[a-z]+)
      (?![A-Za-z])[ ]*(?:\{\})?
    | (?:it|bf|em|sc|rm|tt|sl|itshape|bfseries|scshape|noopsort\{[^{}]*\})(?![A-Za-z])[ ]*
    )""",
    re.X,
)
_BRACES = re.compile(r"[{}]")
_SWITCH = re.compile(r"\\(?:it|bf|em|sc|rm|tt|sl|itshape|bfseries|scshape)(?![A-Za-z]) *")
_BARE = re.compile(r"(?<!\\)[%&#]")
_DOLLAR = re.compile(r"(?<!\\)\$")
_DEEPEST = 40  # braces; deeper text is not handed to pylatexenc, which recurses
_LONGEST = 20_000  # characters


def clean(latex: str) -> str:
    """The text as it would be printed. Never raises: what is not understood stays as it is, without braces."""
    if "\\" not in latex and "$" not in latex:
        if "{" in latex or "}" in latex:
            latex = _BRACES.sub("", latex)
        if "~" in latex or "--" in latex or "``" in latex or "''" in latex:
            return _ligatures(latex)
        return latex
    text = _BRACES.sub("", _ligatures(_COMMAND.sub(_replace, latex)))
    if "\\" in text or text.count("$") > latex.count("\\$"):
        text = _ligatures(_understand(latex))
    text = text.replace(_OPEN, "{").replace(_CLOSE, "}").replace(_TILDE, "~")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _replace(match: re.Match[str]) -> str:
    accent, braced, plain, named, named_braced, named_plain, escaped, letter = match.groups()
    if accent or named:
        base = (braced or plain or named_braced or named_plain).lstrip("\\")
        return unicodedata.normalize("NFC", base + _COMBINING[accent or named])
    if escaped:
        return _ESCAPED.get(escaped, escaped)
    return _LETTERS.get(letter, match[0]) if letter else ""


def _ligatures(text: str) -> str:
    return text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”").replace("~", " ")


def _understand(latex: str) -> str:
    """What pylatexenc makes of formulas and of less common commands."""
    depth = deepest = 0
    for brace in _BRACES.findall(latex):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or len(latex) > _LONGEST:
        return _BRACES.sub("", latex)
    latex = _SWITCH.sub("", latex)
    latex = _BARE.sub(r"\\\g<0>", latex)  # people mean the character, not a comment or the cell of a table
    if len(_DOLLAR.findall(latex)) % 2:
        latex = _DOLLAR.sub(r"\\$", latex)  # money, not a formula
    try:
        return _converter().latex_to_text(latex)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):  # as it does on incomplete commands
        return _BRACES.sub("", latex)


class _Converter(Protocol):
    def latex_to_text(self, latex: str) -> str: ...


class _Macro(Protocol):
    macroname: str
    macro_post_space: str
    pos: int
    len: int
    parsing_state: Any


@cache
def _converter() -> _Converter:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    def unknown(node: _Macro) -> str:
        """The name of a command that nobody knows, unless it only dresses what follows in braces."""
        after = node.parsing_state.s[node.pos + node.len :][:1]
        return "" if after == "{" else node.macroname + node.macro_post_space

    context = get_default_latex_context_db()
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=unknown))
    converter: _Converter = LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)
    return converter
