"""Citations in CSL styles: right, and safe whatever a title holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidencebase.finding import UsageError
from evidencebase.formats import styles

pytest.importorskip("citeproc", reason="the extra cite is not installed")

ITEM: dict[str, Any] = {
    "id": "KEY",
    "type": "article-journal",
    "title": "Bone density of men",
    "author": [
        {"family": "O'Fallon", "given": "W. Michael"},
        {"family": "van der Berg", "given": "J.", "suffix": "Jr"},
    ],
    "issued": {"date-parts": [[2000, 3, 1]]},
    "container-title": "Journal of Bone",
    "volume": "7",
    "issue": "2",
    "page": "1-13",
}
HOSTILE = 'A <script>alert(1)</script> & *b* [x](javascript:y) \ue010i\ue020 <span class="nocase"><img src=x></span>'


def test_apa_and_vancouver() -> None:
    assert styles.render([ITEM], "apa") == [
        "O'Fallon, W. M., & van der Berg, J., Jr. (2000). Bone density of men. Journal of Bone, 7(2), 1–13."
    ]
    assert styles.render([ITEM], "vancouver") == [
        "O'Fallon WM, van der Berg J Jr. Bone density of men. Journal of Bone. 2000 Mar 1;7(2):1–13."
    ]


def test_emphasis() -> None:
    assert "<i>Journal of Bone</i>, <i>7</i>(2)" in styles.render([ITEM], "apa", "html")[0]
    assert "*Journal of Bone*, *7*(2)" in styles.render([ITEM], "apa", "markdown")[0]


@pytest.mark.parametrize("style", ["apa", "vancouver", "nature"])
def test_hostile_text_is_text(style: str) -> None:
    item = {
        name: HOSTILE if isinstance(value, str) and name not in ("id", "type") else value
        for name, value in ITEM.items()
    }
    item["author"] = [{"literal": HOSTILE}]
    item["URL"] = "javascript:alert(1)"
    html = styles.render([item], style, "html")[0]
    for tag in ("<script", "<img", "<span"):
        assert tag not in html
    assert "&lt;script&gt;" in html
    assert "](javascript" not in styles.render([item], style, "markdown")[0].replace("\\]", "")


def test_others_are_et_al() -> None:
    item = {**ITEM, "author": [ITEM["author"][0], {"literal": "others"}]}
    assert styles.render([item], "apa")[0].startswith("O'Fallon, W. M., et al. (2000).")


@pytest.mark.parametrize(
    "item",
    [
        {"id": "a", "type": "document", "title": "T"},
        {"id": "a", "type": "nonesuch", "title": "T", "issued": {"literal": "in press"}},
        {"id": "a", "type": "book", "title": "T", "issued": {"date-parts": [[2000]], "season": 1, "circa": True}},
        {"id": "a", "type": "chapter", "title": "T", "issued": {"date-parts": [[2000, 1], [2001, 2]]}, "page": "x-"},
        {
            "id": "a",
            "type": "webpage",
            "title": "T",
            "URL": "https://example.org",
            "accessed": {"date-parts": [[2020, 1, 2]]},
        },
    ],
)
def test_incomplete_works(item: dict[str, Any]) -> None:
    for style in ("apa", "vancouver"):
        for form in styles.FORMS:
            (made,) = styles.render([item], style, form)
            assert "T" in made


def test_styles_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no style 'nonesuch'"):
        styles.render([ITEM], "nonesuch")
    for content, words in ((b"<x/>", "no CSL style"), (b"nothing", "no CSL style")):
        path = tmp_path / "x.csl"
        path.write_bytes(content)
        with pytest.raises(UsageError, match=words):
            styles.render([ITEM], str(path))
    with pytest.raises(UsageError, match="cannot be read"):
        styles.render([ITEM], str(tmp_path / "y.csl"))
