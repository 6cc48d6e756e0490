"""Similar texts are found without comparing all pairs, and what must keep them apart does."""

from __future__ import annotations

from random import Random

import pytest

from evidencebase import similarity

WORDS = [
    f"{a}{b}{c}" for a in ("bo", "ka", "mi", "tro", "vel") for b in ("na", "ster", "lo", "pi") for c in ("n", "x", "s")
]


def test_every_text_with_one_word_changed_is_found() -> None:
    rng = Random(5)
    texts = [" ".join(rng.choices(WORDS, k=rng.randrange(8, 24))) for _ in range(400)]
    for text in texts[:200]:
        words = text.split()
        words[rng.randrange(len(words))] = "changed"
        texts.append(" ".join(words))
    found = {(pair.one, pair.other) for pair in similarity.similar(texts, likeness=75)}
    wanted = [(400 + at, at) for at in range(200)]
    assert sum(pair in found for pair in wanted) >= 0.99 * len(wanted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Walking raises bone density in older men", "Walking lowers bone density in older men"),
        ("Walking for 12 months raises bone density", "Walking for 24 months raises bone density"),
        ("Walking changes bone density in older people", "Walking never changes bone density in older people"),
        ("Vitamin D changes bone density in older people", "Vitamin K changes bone density in older people"),
    ],
)
def test_numbers_negation_and_direction_keep_texts_apart(one: str, other: str) -> None:
    assert not similarity.similar([one, other])
    assert similarity.similar([one, one.upper() + "."]) == [(1, 0, 100.0)]


def test_a_template_of_many_texts_stays_small() -> None:
    pairs = similarity.similar(["Walking raises bone density in older men"] * 2_000)
    assert len(pairs) <= 2_000 * similarity.MOST_KEPT


ORDER = "the order of words"


@pytest.mark.parametrize(
    ("one", "other", "differing", "same"),
    [
        ("Walking raises density", "Walking raised the density", "raises / raised the", 1),
        ("Walking and running help", "Running and walking help", "the order of words", 1),
        ("It acts on osteoblasts", "It acts on osteoclasts", "osteoblasts / osteoclasts", 0),
        ("Men have a higher risk of falls than women", "Women have a higher risk of falls than men", ORDER, 0),
        ("Compared with men women fall more", "Compared with women men fall more", ORDER, 0),
        ("In men the risk is higher than in women", "In women the risk is higher than in men", ORDER, 0),
        ("Testosterone raises oestrogen", "Oestrogen raises testosterone", ORDER, 0),
        ("Walking raises density in older men", "In older men walking raises density", ORDER, 1),
        ("Compared with men women fall more", "Women fall more compared with men", ORDER, 1),
        ("Symptomatic men fall", "Asymptomatic men fall", "symptomatic / asymptomatic", 0),
        ("The etiology is known", "The aetiology is known", "etiology / aetiology", 1),
        ("Oestrogen protects bone", "Estrogen protects bone", "oestrogen / estrogen", 1),
        ("Testosteron raises density", "Testosterone raises density", "testosteron / testosterone", 1),
    ],
)
def test_differing_words(one: str, other: str, differing: str, same: int) -> None:
    assert similarity.differing(one, other) == (differing, same)
