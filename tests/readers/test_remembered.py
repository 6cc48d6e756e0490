"""What was found out about a text is found out once."""

from __future__ import annotations

from evidencebase.readers.remembered import of_text


def test_asked_once_a_text() -> None:
    asked: list[tuple[str, str]] = []

    @of_text
    def found(text: str, word: str) -> int:
        asked.append((text, word))
        return text.find(word)

    one, same = "bone heals", " ".join(["bone", "heals"])
    assert [found(one, "heals"), found(one, "heals"), found(one, "bone"), found(same, "heals")] == [5, 5, 0, 5]
    assert asked == [(one, "heals"), (one, "bone"), (same, "heals")]
