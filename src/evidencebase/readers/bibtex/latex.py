"""LaTeX -> the Unicode text that a reader would see.

Accents, simple commands and simple formulas are replaced here; pylatexenc, which is a hundred times slower, is asked
for the rest only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Protocol

from evidencebase.patterns import late

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
# Private characters stand in for escaped ones while the others are replaced
_OPEN, _CLOSE, _TILDE, _DOLLAR, _BACKSLASH = map(chr, range(0xE000, 0xE005))
_BACK = dict(zip((_OPEN, _CLOSE, _TILDE, _DOLLAR, _BACKSLASH), "{}~$\\", strict=True))
_STAND_IN = late(f"[{_OPEN}-{_BACKSLASH}]")
_COMMANDS = """
i=i j=j ss=ß o=ø O=Ø l=ł L=Ł aa=å AA=Å ae=æ AE=Æ oe=œ OE=Œ dh=ð DH=Ð dj=đ DJ=Đ th=þ TH=Þ ng=ŋ NG=Ŋ
ldots=… dots=… slash=/ S=§ P=¶ copyright=© pounds=£ TeX=TeX LaTeX=LaTeX BibTeX=BibTeX textless=< textgreater=>
textbar=| textasciicircum=^ textunderscore=_ textendash=– textemdash=— textquoteright=’ textquoteleft=‘
textquotedblleft=“ textquotedblright=” textquotesingle=' textregistered=® texttrademark=™ textdegree=° textmu=µ
alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ
pi=π rho=ρ sigma=σ tau=τ upsilon=υ phi=φ varphi=φ chi=χ psi=ψ omega=ω Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π
Sigma=Σ Phi=Φ Psi=Ψ Omega=Ω pm=± times=× cdot=· leq=≤ le=≤ geq=≥ ge=≥ neq=≠ approx=≈ sim=∼ infty=∞ circ=° degree=°
rightarrow=→ to=→ leftarrow=← uparrow=↑ downarrow=↓ prime=′ lt=< gt=>
"""
_NAMED = dict(word.split("=") for word in _COMMANDS.split())
_NAMED |= {"textasciitilde": _TILDE, "textbackslash": _BACKSLASH}
_ESCAPED = {"{": _OPEN, "}": _CLOSE, "$": _DOLLAR, "-": "", "/": "", "!": "", ",": " ", ";": " ", ":": " "}
_COMMAND = late(
    r"""\\(?:
      (["'`^~=.])[ ]*(?:\{[ ]*(\\[ij]|[^\W\d_])[ ]*\}|(\\[ij](?![A-Za-z])|[^\W\d_]))    # \"u  \"{u}  \'{\i}
    | ([uvHcdbkr])(?:[ ]*\{[ ]*(\\[ij]|[^\W\d_])[ ]*\}|[ ]+([^\W\d_])(?![A-Za-z]))       # \c{c}  \v s
    | ([&%_$\#{}\ \-/,;:!])                                                             # \&
    | href[ ]*\{[^{}]*\}(?=\{)
    | (?:emph|text(?:it|bf|sc|rm|tt|sl|up|sf|normal)|uppercase|mbox|url|mkbibquote|enquote|ensuremath|mathrm)[ ]*(?=\{)
    | (?:it|bf|em|sc|rm|tt|sl|itshape|bfseries|scshape|noopsort[ ]*\{[^{}]*\})(?![A-Za-z])[ ]*
    | ([A-Za-z]+)[ ]*(?:\{\})?                                                          # \ss  \alpha
    )""",
    re.X,
)
_FORMULA = late(r"\$([^$]*)\$")
_RAISED = late(r"([\^_])(?:\{([^{}]*)\}|([^\s{}]))")
RAISE = {
    "^": str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"),
    "_": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
_BRACES = late(r"[{}]")
_SWITCH = late(r"\\(?:it|bf|em|sc|rm|tt|sl|itshape|bfseries|scshape)(?![A-Za-z]) *")
_BARE = late(r"(?<!\\)[%&#]")
_BARE_DOLLAR = late(r"(?<!\\)\$")
_DEEPEST = 40  # braces; deeper text is not handed to pylatexenc, which recurses
_LONGEST = 20_000  # characters


def clean(latex: str) -> str:
    """The text as it would be printed. Never raises: what is not understood stays as it is, without braces."""
    if "\\" not in latex and "$" not in latex:
        if "-" in latex and "--" in latex:
            latex = _dashes(latex)
        if "~" in latex or "`" in latex or "'" in latex:
            latex = _quotes(latex)
        return _BRACES.sub("", latex) if "{" in latex or "}" in latex else latex  # last: they keep -{}- apart
    text = _COMMAND.sub(_replace, latex)
    if "\\" in text:
        text = _understand(latex)
    elif "$" in text:
        text = _FORMULA.sub(_formula, text)
    text = _STAND_IN.sub(_original, _BRACES.sub("", _quotes(_dashes(text))))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _replace(match: re.Match[str]) -> str:
    accent, braced, plain, named, named_braced, named_plain, escaped, command = match.groups()
    if accent or named:
        base = (braced or plain or named_braced or named_plain).lstrip("\\")
        return unicodedata.normalize("NFC", base + _COMBINING[accent or named])
    if escaped:
        return _ESCAPED.get(escaped, escaped)
    return _NAMED.get(command, match[0]) if command else ""


def _original(match: re.Match[str]) -> str:
    return _BACK[match[0]]


def _formula(match: re.Match[str]) -> str:
    return _RAISED.sub(_raised, match[1])


def _raised(match: re.Match[str]) -> str:
    """Ca$^{2+}$ -> Ca²⁺, 5$^{th}$ -> 5th, x$^{n-1}$ -> x^n-1."""
    sign, braced, plain = match.groups()
    text = braced or plain or ""
    if all(ord(character) in RAISE[sign] for character in text):
        return text.translate(RAISE[sign])
    return text if text.isalpha() and braced else sign + text


def _dashes(text: str) -> str:
    return text.replace("---", "—").replace("--", "–")


def _quotes(text: str) -> str:
    return text.replace("``", "“").replace("''", "”").replace("~", " ")


def _understand(latex: str) -> str:
    """What pylatexenc makes of the less common."""
    depth = deepest = 0
    for brace in _BRACES.findall(latex):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST or len(latex) > _LONGEST:
        return latex
    tame = _BARE.sub(r"\\\g<0>", _SWITCH.sub("", latex))  # people mean the character, not a comment or a cell
    if len(_BARE_DOLLAR.findall(tame)) % 2:
        tame = _BARE_DOLLAR.sub(r"\\$", tame)  # money, not a formula
    try:
        text = _converter().latex_to_text(tame)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):  # as it does on incomplete commands
        return latex
    return text.replace("{", _OPEN).replace("}", _CLOSE)


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
    from logging import CRITICAL, getLogger

    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    getLogger("pylatexenc").setLevel(CRITICAL)  # it would tell users of each command that it does not understand

    def unknown(node: _Macro) -> str:
        """The name of a command that nobody knows, unless it only dresses what follows in braces."""
        after = node.parsing_state.s[node.pos + node.len :][:1]
        return "" if after == "{" else node.macroname + node.macro_post_space

    context = get_default_latex_context_db()
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=unknown))
    converter: _Converter = LatexNodes2Text(latex_context=context, math_mode="text", keep_comments=True)
    return converter
