"""LaTeX becomes the text that a reader would see."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evidencebase.readers.bibtex import clean

TEXTS = {
    "plain": "plain",
    "{TRT} in {{men}}": "TRT in men",
    'M{\\"u}ller, M\\"{u}ller, M\\"uller': "Müller, Müller, Müller",
    "Garc{\\'\\i}a Garc\\'{\\i}a": "García García",
    "Fran\\c{c}ois, \\v{S}imek, \\v Simek, Erd\\H{o}s": "François, Šimek, Šimek, Erdős",
    "{\\O}rsted, S{\\o}ren, \\o rsted, S\\o{}ren, {\\AA}, {\\ss}, {\\L}": "Ørsted, Søren, ørsted, Søren, Å, ß, Ł",
    "A \\& B, 50\\%, \\$5, a\\_b, \\#1, \\{x\\}": "A & B, 50%, $5, a_b, #1, {x}",
    "pages 1--2 --- ``so'' it~is": "pages 1–2 — “so” it is",
    "\\emph{in vivo} {\\em in vitro} \\textbf{{bold}}": "in vivo in vitro bold",
    "$\\beta$-blocker, Ca$^{2+}$, H$_2$O, 5$^{th}$, $10^{-3}$": "β-blocker, Ca²⁺, H₂O, 5th, 10⁻³",
    "$p < 0.05$, $x \\leq y$": "p < 0.05, x ≤y",
    "costs $5": "costs $5",
    "costs $5 \\oddity": "costs $5 oddity",
    "50% of \\ce{H2O} & more": "50% of H2O & more",
    "$\\frac{1}{2}$": "1/2",
    "\\href{https://a.org}{label}, \\url{https://a.org/x_y}": "label, https://a.org/x_y",
    "\\LaTeX{} and \\TeX": "LaTeX and TeX",
    "{\\noopsort{1973b}}1973": "1973",
    "\\unknown{x} y": "x y",
    "\\input{/etc/passwd}": "",
    "{" * 10_000 + "\\x" + "}" * 10_000: "\\x",
}


@pytest.mark.parametrize("latex", TEXTS, ids=lambda latex: latex[:40])
def test_clean(latex: str) -> None:
    assert clean(latex) == TEXTS[latex]


@given(st.text("\\{}$&%#_^~'`\"aevc []()|1 \n") | st.text())
@example("\\href{a}{b}\\href\\sqrt[\\item[\\verb|\\begin{x}\\end{y}\\char\\frac")
def test_nothing_raises(latex: str) -> None:
    clean(latex)


@given(st.text("abc ÄÖü.,:-1()"))
def test_text_without_latex_stays(text: str) -> None:
    assert clean(text).replace("–", "--").replace("—", "---") == text
