"""Words, sentences and endless weighted draws for made-up evidence bases."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from random import Random
from typing import TypeVar

T = TypeVar("T")

_SLOTS = 65_536  # one 16-bit number a draw
_BLOCK = 65_536  # bytes drawn at once


def listed(text: str) -> list[str]:
    """The words of a text, for lists that are easier to read without quotes and commas."""
    return text.split()


FUNCTION_WORDS = listed("""
the of in and with to for after by on from than as or at during between among but not over within without per
through before under against
""")

SUBJECT_WORDS = listed("""
bone density fracture risk men women older adults testosterone treatment trial patients dose serum levels
months years randomised placebo spine hip lumbar mineral estradiol hypogonadism therapy clinical markers
turnover resorption formation vitamin calcium weight muscle lean mass fat strength follow-up baseline change
increase decrease effect estimate interval outcome study cohort registry mortality cardiovascular events
incidence prevalence cortical trabecular femoral neck radius tibia microarchitecture stiffness volumetric
areal peak accrual loss age receptor androgen aromatase inhibitor anastrozole bisphosphonate alendronate
zoledronate denosumab teriparatide romosozumab peptide growth hormone factor insulin glucose prostate
haematocrit sleep apnoea mood libido quality life score questionnaire ultrasound tomography absorptiometry
assay immunoassay spectrometry threshold cut-off sensitivity specificity screening diagnosis guideline
recommendation monitoring injection gel transdermal oral implant pellet adherence discontinuation adverse
reaction withdrawal recovery gonadotropin luteinising follicle hypothalamic pituitary testicular ovarian
klinefelter syndrome obesity diabetes kidney disease glucocorticoid transplantation cancer deprivation
remission relapse exercise resistance training diet protein supplement smoking alcohol ethnicity sex
adolescence puberty menopause ageing frailty falls balance grip gait speed activity pain function disability
hospital admission cost utility model simulation bias heterogeneity subgroup sensitivity-analysis imputation
missing protocol registration allocation concealment blinding intention-to-treat per-protocol hazard ratio
odds difference standardised mean median range quartile percentile confidence credible prior posterior
association causal mendelian genotype polymorphism expression pathway osteoblast osteoclast osteocyte
sclerostin collagen crosslinked propeptide telopeptide osteocalcin phosphatase marrow adiposity stem cell
culture mouse rat orchiectomy ovariectomy knockout transgenic daily weekly monthly long-term short-term early
late high low moderate severe mild small large greater lower higher similar different significant stable
transient sustained partial complete combined sequential additional primary secondary exploratory prespecified
observed expected reported measured adjusted crude annual cumulative
""")

_ONSETS = listed("b br c ch cl cr d dr f fl fr g gl gr h j k l m n p ph pl pr qu r s sc sh sl sp st t th tr v w z")
_VOWELS = listed("a e i o u ai ea ie io oa ou")
_ENDINGS = listed("n l r s m x tin line mab nib zole pril statin ide ine ol one ate osis itis emia gen ase ic al ous")


def draws(rng: Random, values: Sequence[T], weights: Sequence[float] | None = None) -> Iterator[T]:
    """Endless draws of values, by weight, made in blocks: some fifty nanoseconds each."""
    cumulative = list(accumulate(weights or [1.0] * len(values)))
    bounds = [0, *(round(upto / cumulative[-1] * _SLOTS) for upto in cumulative)]
    table = [value for value, (low, high) in zip(values, pairwise(bounds), strict=True) for _ in range(low, high)]

    def blocks() -> Iterator[Iterator[T]]:
        while True:
            numbers = array("H", rng.randbytes(_BLOCK))
            if sys.byteorder == "big":  # the same base on every machine
                numbers.byteswap()
            yield map(table.__getitem__, numbers)

    return chain.from_iterable(blocks())


def coined(rng: Random, count: int, taken: set[str]) -> list[str]:
    """So many pronounceable words that are not taken yet: rare drugs, genes, places."""
    words: list[str] = []
    while len(words) < count:
        syllables = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.randint(1, 3)))
        word = syllables + rng.choice(_ENDINGS)
        if word not in taken:
            taken.add(word)
            words.append(word)
    return words


class Prose:
    """Sentences whose words follow Zipf's law: few function words, a few hundred of the subject, a long tail."""

    def __init__(self, rng: Random, tail: int = 7_000) -> None:
        known = list(dict.fromkeys(FUNCTION_WORDS + SUBJECT_WORDS))
        vocabulary = known + coined(rng, tail, set(known))
        self._words = draws(rng, vocabulary, [(rank + 4) ** -1.2 for rank in range(len(vocabulary))])
        self._lengths = draws(rng, range(8))

    def words(self, count: int) -> str:
        """So many words, joined by spaces."""
        return " ".join(islice(self._words, count))

    def phrase(self, least: int) -> str:
        """Between ``least`` and ``least + 7`` words."""
        return " ".join(islice(self._words, least + next(self._lengths)))

    def title(self) -> str:
        """A title of 7 to 14 words."""
        text = self.phrase(7)
        return text[0].upper() + text[1:]

    def paragraph(self, words: int) -> str:
        """Sentences of 10 to 17 words, about ``words`` in all."""
        sentences = []
        for _ in range(max(1, words // 13)):
            text = self.phrase(10)
            sentences.append(text[0].upper() + text[1:] + ".")
        return " ".join(sentences)
