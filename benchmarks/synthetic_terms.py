"""A made-up vocabulary of two hundred populations, interventions, comparators and outcomes."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import NamedTuple

from synthetic_words import listed

COLUMNS = ("id", "label", "kind", "importance", "surrogate_for", "parent", "iri", "synonyms", "note")

_PEOPLE = ("older men", "younger men", "postmenopausal women", "adolescents", "men")
_CONDITIONS = (
    "with hypogonadism",
    "with osteoporosis",
    "with obesity",
    "with type 2 diabetes",
    "with chronic kidney disease",
    "after transplantation",
    "on glucocorticoids",
    "with prostate cancer",
)
_DRUGS = listed("""
testosterone estradiol anastrozole letrozole alendronate risedronate zoledronate ibandronate denosumab
teriparatide abaloparatide romosozumab raloxifene calcitonin calcitriol cholecalciferol calcium strontium
nandrolone oxandrolone enobosarm clomifene gonadorelin somatropin tesamorelin ipamorelin metformin semaglutide
prednisone leuprolide
""")
_FORMS = ("", "injected ")
_SITES = ("lumbar spine", "total hip", "femoral neck", "distal radius", "whole body", "tibia", "vertebrae")
_CRITICAL = ("fracture", "death after fracture", "disability from fracture")
_IMPORTANT = ("pain", "function", "mobility")
_SURROGATE = ("bone mineral density", "trabecular microarchitecture", "bone strength by finite elements")
_LABORATORY = ("sclerostin",)

CONTESTED = "people in contested studies"  # the population of planted contradictions, and of nothing else


class Term(NamedTuple):
    """One row of ``terms.csv``."""

    id: str
    label: str
    kind: str
    importance: str = ""
    surrogate_for: str = ""
    parent: str = ""
    iri: str = ""
    synonyms: str = ""
    note: str = ""


def _slug(label: str) -> str:
    return label.replace(" ", "-")


def terms(rng: Random) -> list[Term]:
    """All terms, sorted by id."""
    found: list[Term] = []
    for people, condition in product(_PEOPLE, _CONDITIONS):
        label = f"{people} {condition}"
        parent = _slug(f"men {condition}") if people in ("older men", "younger men") else ""
        found.append(Term(_slug(label), label, "population", parent=parent))
    found.append(Term(_slug(CONTESTED), CONTESTED, "population"))
    for form, drug in product(_FORMS, _DRUGS):
        label = f"{form}{drug}"
        parent = drug if form else ""
        synonyms = f"{drug} by injection; {drug} depot" if form else f"{drug} by mouth"
        found.append(Term(_slug(label), label, "intervention", parent=parent, synonyms=synonyms))
    found.append(Term("placebo", "placebo", "comparator"))
    found += [Term(f"no-{drug}", f"no {drug}", "comparator") for drug in _DRUGS[:28]]
    for site in _SITES:
        for name in _CRITICAL:
            found.append(Term(_slug(f"{site} {name}"), f"{site} {name}", "outcome", "critical"))
        for name in _IMPORTANT:
            found.append(Term(_slug(f"{site} {name}"), f"{site} {name}", "outcome", "important"))
        for name in _SURROGATE:
            of = _slug(f"{site} fracture")
            found.append(Term(_slug(f"{site} {name}"), f"{site} {name}", "outcome", "surrogate", of))
        for name in _LABORATORY:
            found.append(Term(_slug(f"{site} {name}"), f"{site} {name}", "outcome", "laboratory"))
    numbered = [term._replace(iri=f"https://example.org/term/{rng.randrange(10**6):06d}") for term in found]
    return sorted(numbered)
