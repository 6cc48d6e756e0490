"""Made-up entries in the layouts of people and programs: strategies for hypothesis, and long files for timing."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from evidencebase.readers.bibtex.inheritance import LINKS

_TITLE = "bone mineral {TRT} density in older men: a trial, 50\\% of {\\'E}tudes & Müller's ``gain''"
WORDS = _TITLE.split()
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

names = st.text(_LETTERS, min_size=1, max_size=8).filter(lambda name: name not in LINKS)
keys = st.text(_LETTERS + "ABC0123456789:_-./+", min_size=1, max_size=12).filter(lambda key: not key.startswith("-"))
texts = st.recursive(
    st.sampled_from([*WORDS, "", "2020", "a=b", "x@y.org", "(see)", "#1", "~", "é", "1, 2"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(" ".join),
        inner.map(lambda text: "{" + text + "}"),
        inner.map(lambda t: "\\" + t),
    ),
    max_leaves=6,
).map(lambda text: " ".join(text.split()))


class Made(NamedTuple):
    """An entry as it should be read, and one way of writing it."""

    key: str
    type: str
    fields: dict[str, str]
    written: str


@st.composite
def entries(draw: Callable[..., str]) -> Made:
    """One entry in a random layout that BibTeX accepts."""
    key, type_ = draw(keys), draw(names.filter(lambda name: name not in ("string", "comment", "preamble")))
    blank = st.sampled_from(["", " ", "\n", "\n  ", " \n\n "])
    fields: dict[str, str] = {}
    written = []
    for name in draw(st.lists(names, max_size=5, unique=True)):
        text, value = draw(_values())
        fields[name] = text
        case = draw(st.sampled_from([str.lower, str.upper, str.title]))
        written.append(f"{draw(blank)}{case(name)}{draw(blank)}={draw(blank)}{value}{draw(blank)}")
    opening, closing = draw(st.sampled_from(["{}", "()"]))
    comma = draw(st.sampled_from(["", ","])) if written else ""
    body = ",".join([key + draw(blank), *written])
    case = draw(st.sampled_from([str.lower, str.upper, str.title]))
    return Made(key, type_, fields, f"@{case(type_)}{opening}{draw(blank)}{body}{comma}{draw(blank)}{closing}")


@st.composite
def _values(draw: Callable[..., object]) -> tuple[str, str]:
    """The text of a value, and one way of writing it."""
    text = str(draw(texts))
    ways = ["{" + text + "}", "{ " + text.replace(" ", "\n   ") + "\n}"]
    if '"' not in text:
        ways.append(f'"{text}"')
    if text.isascii() and text.isdigit():
        ways.append(text)
    parts = text.split(" ")
    if len(parts) > 1 and all(part.count("{") == part.count("}") for part in parts) and '"' not in text:
        ways.append(f'"{parts[0]} " # ' + "{" + " ".join(parts[1:]) + "}")
    return text, str(draw(st.sampled_from(ways)))


def long_file(entries_: int, profile: str) -> str:
    """A file of so many entries: regular, or in one of the ways that make readers slow."""
    rng = Random(1)
    made = [_entry(rng, number) for number in range(entries_)]
    if profile == "broken":  # every tenth is cut off
        made = [text[: -rng.randrange(1, 90)] if number % 10 == 3 else text for number, text in enumerate(made)]
    if profile == "parentheses":
        made = [text.replace("{", "(", 1)[:-1] + ")" for text in made]
    if profile == "one line":
        return " ".join(" ".join(text.split()) for text in made)
    return "\n\n".join(made) + "\n"


def _entry(rng: Random, number: int) -> str:
    people = " and ".join(
        f"{rng.choice(WORDS[:5]).title().strip('{}')}{rng.randrange(900)}, A. B." for _ in range(rng.randrange(1, 7))
    )
    title = " ".join(rng.choice(WORDS) for _ in range(12))
    return (
        f"@article{{key{number},\n  author = {{{people}}},\n  title = {{{title}}},\n  journal = {{Bone}},\n"
        f"  year = {rng.randrange(1970, 2026)},\n  pages = {{1--{number + 2}}},\n  month = jan,\n"
        f'  note = "a {{b}} c",\n  doi = {{10.1000/x.{number}}}\n}}'
    )
