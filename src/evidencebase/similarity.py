"""Texts that say nearly the same, found among a hundred thousand without comparing all pairs.

The words of a text are dealt into a few classes by a hash of the word. Two texts that differ in fewer words than there
are classes have one class in which they agree completely, so only texts that share a whole class are compared. What
must keep texts apart (numbers, negations, up against down) is part of what they must share.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import compress
from struct import Struct
from typing import NamedTuple, Protocol
from zlib import crc32

LIKENESS = 90  # rapidfuzz ratio from which two texts are similar; below 80 the blocking would miss many
MOST_COMPARED = 12  # texts that share a class, compared with each other; of more only neighbours are
MOST_KEPT = 5  # earlier texts that one text is said to be similar to
_SCHEMES = ((4, 2, 13), (5, 12, 2**15))  # classes for texts of so many to so many different words
WIDTH = sum(classes for classes, _, _ in _SCHEMES)  # numbers that stand for a text
_FIELD = Struct("<Q2xH")  # a sum of hashes, what it carries over, the number of words
_BITS, _MASK, _ODD = 8 * _FIELD.size, 2**64 - 1, 0x100000001B3
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


class _Vocabulary(dict[str, int]):
    """Of each word a number which has a field for every class, so that those of a text's words can be added at once.

    A field holds a hash: of the word in the field of its class, of what of the word must not differ in all of them.
    Behind it is room for what adding carries over; in the last bits, the words of the class are counted.
    """

    def __init__(self, classes: int, fewest: int) -> None:
        super().__init__()
        self._classes = classes
        self._fewest = fewest
        self._all = sum(1 << _BITS * at for at in range(classes))

    def __missing__(self, word: str) -> int:
        number = crc32(word.encode("utf-8", "surrogatepass")) * 0x9E3779B97F4A7C15 & _MASK
        apart = (len(word) == 1 and word != "a") or any(map(str.isdigit, word))
        mark = number if apart else _MARKS.get(word, 0)
        counted = 1 << _BITS - 16 | number
        self[word] = found = (counted << (number >> 40) % self._classes * _BITS) + self._all * (mark * _ODD & _MASK)
        return found

    def sums(self, words: Iterable[str]) -> list[int]:
        """For each class the hash of its words; 0 where they are too few to say something."""
        fewest = self._fewest
        total = sum(map(self.__getitem__, words)).to_bytes(self._classes * _FIELD.size, "little")
        return [number if many >= fewest else 0 for number, many in _FIELD.iter_unpack(total)]


def keys(texts: Iterable[str]) -> array[int]:
    """``WIDTH`` numbers for each text, one a class of words; 0 where it has too few of them to say something.

    Texts with one number in common are worth a comparison. 64 bits each: that two of a million texts share a number
    by chance, which costs a comparison, happens in one of ten million cases.
    """
    schemes = [
        (_Vocabulary(classes, max(1, least // classes)), range(least, most + 1), [0] * classes)
        for classes, least, most in _SCHEMES
    ]
    found = array("Q")
    for text in texts:
        words = set(_words(text))
        for vocabulary, sizes, none in schemes:
            found.extend(vocabulary.sums(words) if len(words) in sizes else none)
    return found


class Texts(Protocol):
    """Texts by their positions."""

    def __getitem__(self, at: int, /) -> str: ...


def similar(texts: Sequence[str], likeness: float = LIKENESS) -> list[Pair]:
    """Pairs of texts that are alike, at most ``MOST_KEPT`` for each text. Time grows with the number of texts."""
    return pairs(texts, keys(texts), likeness)


def pairs(texts: Texts, numbers: array[int], likeness: float = LIKENESS, only: Set[int] | None = None) -> list[Pair]:
    """The same from the keys of the texts; ``only`` are the later ones of the pairs, if not all are asked for."""
    compared = _candidates(numbers, only)
    if not compared:
        return []
    from rapidfuzz import fuzz  # only when there is something to compare

    plain = _Plain(texts)
    found: list[Pair] = []
    for one in sorted(compared):
        text, kept = plain[one], 0
        shortest, longest = len(text) * 0.8, len(text) * 1.25
        for other in sorted(set(compared[one])):
            near = plain[other]
            if shortest < len(near) < longest and (ratio := fuzz.ratio(text, near, score_cutoff=likeness)):
                found.append(Pair(one, other, round(ratio, 1)))
                kept += 1
                if kept == MOST_KEPT:
                    break
    return found


class _Plain(dict[int, str]):
    """Texts by their positions as ``normal`` has them, of those that are asked for."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, at: int) -> str:
        self[at] = text = normal(self._texts[at])
        return text


def normal(text: str) -> str:
    """The words of a text in lower case, without punctuation."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    if text.isascii():  # a fifth of the time
        return text.encode().translate(_ASCII, b"'").decode().split()
    return text.casefold().translate(_PUNCTUATION).split()


def differing(one: str, other: str) -> tuple[str, int]:
    """The words in which two texts differ, as ``those of one / those of the other``; and 1 when no content does.

    Endings (rise, rises), a letter too many or too few, filler words and mostly the order carry no content.
    """
    mine, theirs = _words(one), _words(other)
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
    return words, int(same and not open_ and not _are_exchanged(mine, theirs))


def _are_exchanged(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two texts say the same words of each other's things: what is compared with what, what does what to what.

    So it is when something else stands behind "than", or when words before a word and words behind it change places;
    when only one of them moves ("in older men" to the front), or two in a row change places, it is not.
    """
    here = {word: at for at, word in enumerate(mine) if word not in _FILLERS and mine.count(word) == 1}
    there = {word: at for at, word in enumerate(theirs) if word in here and theirs.count(word) == 1}
    order = sorted(there, key=here.__getitem__)
    if [*there] == order:
        return False
    for word in _COMPARING.intersection(there):
        one = next((other for other in mine[here[word] + 1 :] if other in there), None)
        two = next((other for other in theirs[there[word] + 1 :] if other in there), None)
        if one != two:
            return True
    return any(
        any(there[word] > there[pivot] for word in order[:at])
        and any(there[word] < there[pivot] for word in order[at + 1 :])
        for at, pivot in enumerate(order)
    )


def _inflected(one: str, other: str) -> bool:
    """Whether two words differ by their ending or by one letter too many; the Greek a- (asymptomatic) is none."""
    short, long = sorted((one, other), key=len)
    shared = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if shared >= 4 and len(long) - shared <= 3:
        return True
    if shared == 0 and long[0] == "a" and long[1] not in "aeiou":  # aetiology is etiology
        return False
    return len(short) >= 5 and len(long) == len(short) + 1 and short[shared:] == long[shared + 1 :]


_FILLER_WORDS = """
a again also an and are as at been being both by clearly do does for from generally has have in indeed into is it its of
often on or really since so some that the their then there therefore these this those to typically usually very was
were which with
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
_COMPARING = frozenset(["than", "versus", "vs", "compared", "against"])
_PUNCTUATION = {ord(sign): " " for sign in '!"#$%&()*+,./:;<=>?@[]\\^_`{|}~-‐‑–—“”«»…'} | {ord(s): None for s in "'’‘"}
_ASCII = bytes(ord(chr(at).lower().translate(_PUNCTUATION) or "'") for at in range(128)) + bytes(128)


def sharing(numbers: array[int], others: array[int]) -> set[int]:
    """Positions of the texts that have a key in common with others."""
    found: set[int] = set()
    for slot in range(WIDTH):
        column, asked_for = numbers[slot::WIDTH], {*others[slot::WIDTH]} - {0}
        found.update(compress(range(len(column)), map(asked_for.__contains__, column)))
    return found


def _candidates(numbers: array[int], only: Set[int] | None) -> dict[int, list[int]]:
    """By text, the earlier ones that agree with it in one class of words and in everything that keeps texts apart."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for slot in range(WIDTH):
        column = numbers[slot::WIDTH]
        if only is None:
            several = {key for key, times in Counter(column).items() if times > 1 and key}
        else:
            several = {column[at] for at in only} - {0}
        shared: defaultdict[int, list[int]] = defaultdict(list)
        for at in compress(range(len(column)), map(several.__contains__, column)):
            shared[column[at]].append(at)
        for together in shared.values():
            for place in range(1, len(together)):
                if only is None or together[place] in only:
                    found[together[place]] += together[max(0, place - MOST_COMPARED) : place]
    return found
