"""Texts that say nearly the same, found among a hundred thousand without comparing all pairs.

The words of a text are dealt into a few classes by a hash of the word. Two texts that differ in fewer words than there
are classes have one class in which they agree completely, so only texts that share a whole class are compared. What
must keep texts apart (numbers, negations, up against down) is part of what they must share.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

LIKENESS = 90  # rapidfuzz ratio from which two texts are similar; below 80 the blocking would miss many
MOST_COMPARED = 12  # texts that share a class, compared with each other; of more only neighbours are
MOST_KEPT = 5  # earlier texts that one text is said to be similar to
_SCHEMES = ((4, 2, 13), (5, 12, 2**15))  # classes for texts of so many to so many different words
WIDTH = sum(classes for classes, _, _ in _SCHEMES)  # numbers that stand for a text
_MASK, _COUNT, _ODD = 2**64 - 1, 2**15 - 1, 0x100000001B3  # a sum of hashes counts them in its last 15 bits
_POLARITY = {
    "up": "increase increases increased increasing raise raises raised raising rise rises rising higher more greater "
    "gain gains improve improves improved promote promotes enhance enhances elevate elevates stimulate stimulates "
    "activate activates upregulates upregulate",
    "down": "decrease decreases decreased decreasing reduce reduces reduced reducing lower lowers lowered lowering "
    "fall falls falling less fewer smaller loss losses worsen worsens impair impairs inhibit inhibits prevent prevents "
    "suppress suppresses block blocks downregulates downregulate",
    "not": "no not never none neither nor without cannot lack lacks fail fails unaffected unchanged unlikely",
    "start": "start starts starting before initial first pre",
    "stop": "stop stops stopping after last final post",
    "women": "women woman female females girls",
    "men": "men man male males boys",
}

_MARKS = {word: crc32(mark.encode()) for mark, words in _POLARITY.items() for word in words.split()}


def harmless(word: str) -> bool:
    """Whether a word says nothing about direction, number or negation, so that without it a text says the same."""
    return len(word) > 1 and word.casefold() not in _MARKS and not any(map(str.isdigit, word))


class Pair(NamedTuple):
    """Positions of two similar texts, the later one first, and how alike they are (100: the same words)."""

    one: int
    other: int
    ratio: float


class _Vocabulary(dict[str, tuple[int, int, int]]):
    """Of each word its class, its hash, and what of it must not differ."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.classes = classes

    def __missing__(self, word: str) -> tuple[int, int, int]:
        number = crc32(word.encode("utf-8", "surrogatepass")) * 0x9E3779B97F4A7C15 & _MASK
        apart = (len(word) == 1 and word != "a") or any(map(str.isdigit, word))
        mark = number if apart else _MARKS.get(word, 0)
        self[word] = found = ((number >> 40) % self.classes, number << 15 & _MASK | 1, mark)
        return found


def keys(texts: Iterable[str]) -> array[int]:
    """``WIDTH`` numbers for each text, one a class of words; 0 where it has too few of them to say something.

    Texts with one number in common are worth a comparison. 64 bits each: that two of a million texts share a number
    by chance, which costs a comparison, happens in one of ten million cases.
    """
    schemes = [(_Vocabulary(classes), least, most, max(1, least // classes)) for classes, least, most in _SCHEMES]
    found = array("Q")
    for text in texts:
        words = set(normal(text).split())
        for vocabulary, least, most, fewest in schemes:
            sums = [0] * vocabulary.classes
            if least <= len(words) <= most:
                marks = 0
                for word in words:
                    number, hashed, mark = vocabulary[word]
                    sums[number] += hashed
                    marks += mark
                # a class with fewer words says too little
                sums = [total * _ODD + marks & _MASK if total & _COUNT >= fewest else 0 for total in sums]
            found.extend(sums)
    return found


def similar(texts: Sequence[str], numbers: array[int] | None = None, likeness: float = LIKENESS) -> list[Pair]:
    """Pairs of texts that are alike, at most ``MOST_KEPT`` for each text. Time grows with the number of texts.

    ``numbers`` are the keys of the texts, if they are known.
    """
    plain = _Plain(texts)
    compared = _candidates(keys(texts) if numbers is None else numbers, plain)
    if not compared:
        return []
    from rapidfuzz import fuzz  # only when there is something to compare

    pairs: list[Pair] = []
    kept: dict[int, int] = defaultdict(int)
    for one, other in (divmod(number, len(texts)) for number in sorted(compared)):
        if kept[one] < MOST_KEPT and (ratio := fuzz.ratio(plain[one], plain[other], score_cutoff=likeness)):
            kept[one] += 1
            pairs.append(Pair(one, other, round(ratio, 1)))
    return pairs


class _Plain(dict[int, str]):
    """Texts by their positions as ``normal`` has them, of those that are asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, at: int) -> str:
        self[at] = text = normal(self._texts[at])
        return text


def normal(text: str) -> str:
    """The words of a text in lower case, without punctuation."""
    return " ".join(text.casefold().translate(_PUNCTUATION).split())


def differing(one: str, other: str) -> tuple[str, int]:
    """The words in which two texts differ, as ``those of one / those of the other``; and 1 when no content does.

    Endings (rise, rises), a letter too many or too few, the order and filler words carry no content.
    """
    mine, theirs = normal(one).split(), normal(other).split()
    left = [word for word in mine if word not in theirs]
    right = [word for word in theirs if word not in mine]
    open_ = [word for word in right if word not in _FILLERS]
    same = True
    for word in left:
        if word not in _FILLERS:
            match = next((other for other in open_ if _inflected(word, other)), None)
            same = same and match is not None
            if match is not None:
                open_.remove(match)
    words = f"{' '.join(left)} / {' '.join(right)}" if left or right else "the order of words"
    return words, int(same and not open_)


def _inflected(one: str, other: str) -> bool:
    """Whether two words differ by their ending or by one letter too many."""
    short, long = sorted((one, other), key=len)
    shared = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if shared >= 4 and len(long) - shared <= 3:
        return True
    return len(short) >= 5 and len(long) == len(short) + 1 and short[shared:] == long[shared + 1 :]


_FILLER_WORDS = """
a again also an and are as at been being both by clearly do does for from generally has have in indeed into is it its of
often on or really since so some that the their then there therefore these this those to typically usually very was
were which with
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
_PUNCTUATION = {ord(sign): " " for sign in '!"#$%&()*+,./:;<=>?@[]\\^_`{|}~-‐‑–—“”«»…'} | {ord(s): None for s in "'’‘"}


def _candidates(numbers: array[int], plain: _Plain) -> set[int]:
    """Pairs that agree in one class of words and in everything that keeps texts apart.

    Each is a number, the later text's position times their number plus the other's, as millions of tuples fill memory.
    """
    found: set[int] = set()
    for slot in range(WIDTH):
        column = numbers[slot::WIDTH]
        last = dict(zip(column, range(len(column)), strict=True))
        shared: dict[int, list[int]] = {}
        for at, key in enumerate(column):
            if key and last[key] != at:
                shared.setdefault(key, []).append(at)
        for key, together in shared.items():
            found.update([one * len(column) + other for one, other in _pairs([*together, last[key]], plain)])
    return found


def _pairs(together: list[int], plain: _Plain) -> Iterator[tuple[int, int]]:
    """Pairs of neighbours whose lengths do not forbid that they are alike."""
    sizes = [len(plain[at]) for at in together]
    for place, one in enumerate(together):
        shortest, longest = sizes[place] * 0.8, sizes[place] * 1.25
        start = max(0, place - MOST_COMPARED)
        for other, size in zip(together[start:place], sizes[start:place], strict=True):
            if shortest < size < longest:
                yield one, other
