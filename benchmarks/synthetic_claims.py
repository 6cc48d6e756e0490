"""Made-up claims with their links to works, and the rows of evidence that some links have; with planted defects.

Everything else is right on purpose: a claim's direction follows from its terms, so that none contradicts another,
and its grade follows from the designs of its works, so that each is explained.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import synthetic_documents as documents
from synthetic_grades import Grade, grade, wording
from synthetic_links import NO_LINKS, Citations, Links
from synthetic_sentences import sentence
from synthetic_terms import CONTESTED, Term
from synthetic_words import Prose, draws, listed
from synthetic_works import Works

CLAIM_COLUMNS = tuple(
    listed("""
id claim kind population intervention comparator outcome direction stated_in supports disputes qualifies
mentions evidence_strength rated_down rated_up status contradicts superseded_by topics note waive
""")
)
EVIDENCE_COLUMNS = tuple(
    listed("""
claim work relation finding population outcome design n measure estimate ci_low ci_high unit read locator note
""")
)
DEFECTS = {  # share of the claims
    "uncited": 0.03,
    "ungraded": 0.02,
    "graded-without-evidence": 0.003,
    "dangling-key": 0.005,
    "doubled-link": 0.005,
    "duplicate-id": 0.001,
    "malformed-id": 0.0005,
    "incomplete": 0.003,
    "value-not-allowed": 0.001,
    "unknown-term": 0.002,
    "unknown-anchor": 0.003,
    "unexplained-grade": 0.005,
    "overclaim": 0.01,
    "surrogate-leap": 0.005,
    "contradiction": 0.001,
}
_CONTRADICTED = "contradicted"  # in the plan only: the claim that a planted contradiction contradicts
_MOST_CONTRADICTIONS = 4_000  # each has intervention and outcome of its own
_KINDS = {
    "effect": 34,
    "harm": 12,
    "association": 14,
    "mechanism": 8,
    "definition": 5,
    "recommendation": 6,
    "administration": 5,
    "diagnosis": 4,
    "prognosis": 5,
    "prevalence": 4,
    "evidence-state": 3,
}
_DIRECTED = ("effect", "harm", "association", "prognosis")
_NOT_GRADED = ("definition", "administration")
_STATUSES = {"active": 93, "draft": 3, "contested": 2, "superseded": 1, "withdrawn": 1}
_DIRECTIONS = ("increases",) * 8 + ("decreases",) * 6 + ("no-effect",) * 3 + ("inconclusive",) * 2 + ("mixed",)
_TOPICS = listed("""
bone fracture density turnover men women ageing sport surgery adolescents safety dosing monitoring guideline
cost nutrition genetics imaging laboratory muscle
""")
_PREFIXES = ("ADM", "BON", "DEN", "EFF", "FRX", "GDL", "MEC", "SAF")


class Made(NamedTuple):
    """What was written: planted defects by rule; how many rows, links, rows of evidence; works that no claim links."""

    planted: dict[str, list[str]]
    rows: int
    links: int
    evidence_rows: int
    unlinked: list[int]


def write(
    folder: Path, count: int, works: Works, terms: Sequence[Term], profile: str, rng: Random, prose: Prose
) -> Made:
    """Write ``claims.csv`` and ``evidence.csv``, claim by claim."""
    writer = _Writer(count, works, terms, profile, rng, prose)
    with (
        (folder / "claims.csv").open("w", encoding="utf-8", newline="") as claims_file,
        (folder / "evidence.csv").open("w", encoding="utf-8", newline="") as evidence_file,
    ):
        write_claim = csv.writer(claims_file, lineterminator="\n").writerow
        write_evidence = csv.writer(evidence_file, lineterminator="\n").writerows
        write_claim(CLAIM_COLUMNS)
        write_evidence([EVIDENCE_COLUMNS])
        for number in range(count):
            row, evidence = writer.claim(number)
            write_claim(row)
            write_evidence(evidence)
            if writer.plan.get(number) == "duplicate-id":
                write_claim((row[0], f"Again: {row[1]}", *row[2:]))
    writer.planted["uncited"] += writer.planted["graded-without-evidence"]  # they are uncited as well
    rows = count + len(writer.planted["duplicate-id"])
    citations = writer.citations
    return Made(writer.planted, rows, citations.count, writer.evidence_rows, citations.unused())


def _bare(rule: str, share: int, status: str, kind: str) -> bool:
    """Whether no work bears on a claim."""
    return (
        rule in ("uncited", "graded-without-evidence")
        or (status == "draft" and share < 10)
        or (kind == "definition" and share < 50)
    )


def _graded(rule: str, share: int, status: str, kind: str, links: Links) -> Grade:
    if kind in _NOT_GRADED:
        return Grade("not-gradable", "", "", -1)
    if rule == "graded-without-evidence":
        return Grade("low", "", "", 1)
    if not links.supports or rule == "ungraded" or (status == "draft" and share % 2):
        return Grade("ungraded" if share % 3 else "", "", "", -1)
    return grade(rule, links.start, share)


class _Writer:
    def __init__(
        self, count: int, works: Works, terms: Sequence[Term], profile: str, rng: Random, prose: Prose
    ) -> None:
        self.count, self.works, self.profile, self.rng, self.prose = count, works, profile, rng, prose
        self.planted: dict[str, list[str]] = {rule: [] for rule in DEFECTS}
        if profile == "broken":
            self.planted["ragged-row"] = []
        self.evidence_rows = 0
        self.citations = Citations(works, rng)
        self.documents = documents.count(count)
        self.plan = self._plan()
        self.pairs = self._pairs(terms)
        self._decks(terms)

    def _plan(self) -> dict[int, str]:
        """Which claims get which defect."""
        many = {rule: max(1, round(share * self.count)) for rule, share in DEFECTS.items()}
        many["contradiction"] = many[_CONTRADICTED] = min(many["contradiction"], _MOST_CONTRADICTIONS)
        chosen = iter(self.rng.sample(range(self.count), sum(many.values())))
        return {next(chosen): rule for rule, times in many.items() for _ in range(times)}

    def _pairs(self, terms: Sequence[Term]) -> dict[int, tuple[int, str, str]]:
        """Of both claims of each planted contradiction: the other one, their intervention and their outcome."""
        interventions = [t.id for t in terms if t.kind == "intervention"]
        outcomes = [t.id for t in terms if t.kind == "outcome"]
        sides = [
            [number for number, rule in self.plan.items() if rule == side] for side in ("contradiction", _CONTRADICTED)
        ]
        pairs = {}
        for at, (one, other) in enumerate(zip(*sides, strict=True)):
            topic = interventions[at % len(interventions)], outcomes[at // len(interventions)]
            pairs[one], pairs[other] = (other, *topic), (one, *topic)
        return pairs

    def _decks(self, terms: Sequence[Term]) -> None:
        """Endless draws of everything that a claim needs."""
        rng = self.rng
        self.label = {"": "", **{t.id: t.label for t in terms}}
        self.place = {t.id: at for at, t in enumerate(terms)}
        self.surrogate = {t.surrogate_for: t.id for t in terms if t.surrogate_for}

        def skewed(kind: str) -> Iterator[str]:
            ids = [t.id for t in terms if t.kind == kind and t.label != CONTESTED]
            rng.shuffle(ids)
            return draws(rng, ids, [1 / (at + 8) for at in range(len(ids))])

        self.populations, self.interventions = skewed("population"), skewed("intervention")
        self.comparators, self.outcomes = skewed("comparator"), skewed("outcome")
        self.critical = draws(rng, sorted(self.surrogate))
        self.kinds = draws(rng, list(_KINDS), list(_KINDS.values()))
        self.statuses = draws(rng, list(_STATUSES), list(_STATUSES.values()))
        self.shares = draws(rng, range(100))
        self.numbers = draws(rng, range(65_536))
        self.topics = draws(rng, _TOPICS, [1 / (at + 2) for at in range(len(_TOPICS))])

    def id(self, number: int) -> str:
        """The id of a claim; ids sort as numbers do."""
        between = " " if self.plan.get(number) == "malformed-id" else "-"
        return f"{_PREFIXES[number * len(_PREFIXES) // self.count]}{between}{number + 1:07d}"

    def claim(self, number: int) -> tuple[list[str], list[tuple[object, ...]]]:
        """One row of ``claims.csv`` and its rows of ``evidence.csv``."""
        rule = self.plan.get(number, "")
        own, share = self.id(number), next(self.shares)
        kind = "effect" if rule else next(self.kinds)
        status = "active" if rule else next(self.statuses)
        population, intervention, comparator, outcome, direction = self._question(number, rule, kind)
        links = NO_LINKS if _bare(rule, share, status, kind) else self.citations.choose(share)
        graded = _graded(rule, share, status, kind, links)
        label = self.label
        if self.profile == "templated":
            text = f"Treatment {number + 1} changes outcome {number % 97} in adults with hypogonadism over a year."
        else:
            names = (label[population], label[intervention], label[comparator], label[outcome])
            text = sentence(self.prose, next(self.numbers), *names, direction)
        if rule == "unknown-term":
            intervention += "s"
        elif rule == "incomplete":
            direction, outcome = ("", outcome) if share % 2 else ("mixed", "")
        elif rule == "value-not-allowed":
            direction = "increase"
        superseded_by = ""
        if status == "superseded":
            status, superseded_by = ("superseded", self.id(number + 1)) if number + 1 < self.count else ("active", "")
        note = self.prose.phrase(6) if links.supports and share % 5 < 2 else ""
        if note and self.profile == "broken" and share % 7 == 0:
            note = note.replace(" ", "\n", 1)
        row = [
            own,
            text,
            kind,
            population,
            intervention,
            comparator,
            outcome,
            direction,
            self._stated_in(number, rule, own, share, graded.level),
            *(self.citations.cell(works) for works in links[:4]),
            *graded[:3],
            status,
            self._contradicts(number, own),
            superseded_by,
            next(self.topics) if share % 3 else f"{next(self.topics)}; claims of {1990 + share % 36}",
            note,
            "",
        ]
        if rule in ("doubled-link", "dangling-key"):
            key = self.citations.spoil(rule, links)
            row[CLAIM_COLUMNS.index("supports")] += f"; {key}"
            self.planted[rule].append(f"{own}/{key}")
        elif rule in self.planted and rule not in ("unknown-anchor", "contradiction"):
            self.planted[rule].append(f"claims.csv:{own}" if rule == "value-not-allowed" else own)
        evidence = self._evidence(rule, share, own, outcome, direction, links)
        if self.profile == "broken" and not rule and share == 50 and number % 2:
            row.append("one cell too many")
            self.planted["ragged-row"].append(f"claims.csv:{own}")
        return row, evidence

    def _question(self, number: int, rule: str, kind: str) -> tuple[str, str, str, str, str]:
        """Population, intervention, comparator, outcome and the direction that follows from them."""
        if number in self.pairs:
            _, intervention, outcome = self.pairs[number]
            direction = "increases" if rule == "contradiction" else "decreases"
            return CONTESTED.replace(" ", "-"), intervention, "", outcome, direction
        if kind == "definition":
            return "", "", "", "", ""
        population, intervention = next(self.populations), next(self.interventions)
        comparator = next(self.comparators) if next(self.shares) < 55 else ""
        outcome = next(self.critical) if rule == "surrogate-leap" else next(self.outcomes)
        if kind not in _DIRECTED:
            return population, intervention, "", outcome, ""
        place = self.place
        mixed = place[population] * 7_919 + place[intervention] * 104_729 + place[outcome] * 1_299_709
        mixed += place.get(comparator, -1) * 15_485_863
        return population, intervention, comparator, outcome, _DIRECTIONS[mixed % 10_007 % len(_DIRECTIONS)]

    def _stated_in(self, number: int, rule: str, own: str, share: int, level: int) -> str:
        """Anchors with wordings that fit the level, or are weaker."""
        if share < 8 and not rule:
            return ""
        said = wording(rule, level, share)
        document = number * self.documents // self.count
        anchor = documents.anchor(document, next(self.numbers))
        if rule == "unknown-anchor":
            anchor = documents.unknown_anchor(document)
            self.planted[rule].append(f"{own}/{anchor}")
        cell = f"{anchor} = {said}"
        if share % 10 == 9:
            elsewhere = documents.anchor((document + 1) % self.documents, next(self.numbers))
            cell += f"; {elsewhere} = {said}"
        return cell

    def _contradicts(self, number: int, own: str) -> str:
        """Of a contradiction: every fourth is declared, the others are planted defects."""
        if self.plan.get(number) != "contradiction":
            return ""
        other = self.id(self.pairs[number][0])
        if len(self.planted["contradiction"]) % 4 == 3 and number % 2:
            return other
        self.planted["contradiction"].append("/".join(sorted((own, other))))
        return ""

    def _evidence(
        self, rule: str, share: int, own: str, outcome: str, direction: str, links: Links
    ) -> list[tuple[object, ...]]:
        """Rows of ``evidence.csv``: details of some links, and now and then a link that only they make."""
        if not links.supports or not (share % 5 == 0 or rule == "surrogate-leap"):
            return []
        measured = self.surrogate[outcome] if rule == "surrogate-leap" else ""
        cited = links.supports.copy()
        if not rule and share % 15 == 5:
            self.citations.add(links, cited)
        middle = {"increases": 1.6, "decreases": 0.6}.get(direction, 1.0)
        rows: list[tuple[object, ...]] = []
        for work in cited:
            number = next(self.numbers)
            estimate = middle + number % 30 / 100
            bounds = f"{estimate:.2f}", f"{estimate - 0.15:.2f}", f"{estimate + 0.2:.2f}"
            measure, read = ("RR", "OR", "HR")[number % 3], ("full-text", "abstract")[number % 2]
            finding = self.prose.phrase(6).capitalize()
            size = 20 + number % 3_000
            head = (own, self.works.key(work), "supports", finding, "", measured, "", size, measure)
            rows.append((*head, *bounds, "", read, "", ""))
        self.evidence_rows += len(rows)
        return rows
