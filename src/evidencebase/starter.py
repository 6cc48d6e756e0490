"""A small, valid evidence base to begin with: the files that ``evidencebase init`` writes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from evidencebase import columns
from evidencebase.finding import UsageError
from evidencebase.schema import CLAIMS

_CLAIMS = (
    {
        "id": "BONE-0001",
        "claim": "Teriparatide 20 micrograms a day lowers the risk of new vertebral fractures in postmenopausal women "
        "with osteoporosis.",
        "kind": "effect",
        "population": "postmenopausal-women-with-osteoporosis",
        "intervention": "teriparatide",
        "comparator": "placebo",
        "outcome": "vertebral-fracture",
        "direction": "decreases",
        "supports": "neer2001",
        "evidence_strength": "moderate",
        "rated_down": "imprecision 1",
        "topics": "fracture; anabolic drugs",
        "note": "One trial, stopped early after a median of 21 months.",
    },
    {
        "id": "BONE-0002",
        "claim": "Bone mineral density is the amount of mineral in a given area or volume of bone.",
        "kind": "definition",
        "evidence_strength": "not-gradable",
        "topics": "bone density",
    },
)

_BIB = """\
% The works that claims are linked to: any .bib file in this folder is read, all of them as one set.
% Beyond the usual fields: x-design (rct, cohort, narrative-review ...: where GRADE starts), x-n (participants),
% x-trial (registration number), x-meant (key of the work that a wrong record probably means).

@article{neer2001,
  author   = {Neer, Robert M. and others},
  title    = {Effect of Parathyroid Hormone (1-34) on Fractures and Bone Mineral Density in Postmenopausal Women with
              Osteoporosis},
  journal  = {New England Journal of Medicine},
  year     = {2001},
  volume   = {344},
  number   = {19},
  pages    = {1434--1441},
  pmid     = {11346808},
  x-design = {rct},
  x-n      = {1637},
}
"""

_SETTINGS = """\
# Settings of this evidence base. `evidencebase rules` lists the rules, `evidencebase explain RULE` tells about one.
title = "My evidence base"
description = "What these claims are about."

# Lowest severity that makes `evidencebase check` exit with 1: error, warning, information or never.
fail-on = "error"

# Rules not to report, and severities of your own:
# ignore = ["works/unused-work"]
# [rules."claims/uncited"]
# severity = "warning"
"""


def files() -> dict[str, str]:
    """Path and text of every file of a new evidence base."""
    return {
        "claims.csv": _claims(),
        "references/works.bib": _BIB,
        "evidencebase.toml": _SETTINGS,
        "COLUMNS.md": columns.as_markdown(),
        ".gitignore": "*.db\n",
    }


def write(directory: Path) -> list[Path]:
    """Write the files; nothing that is there is overwritten.

    Raises:
        UsageError: there is an evidence base already, or the folder cannot be written.
    """
    if (directory / "claims.csv").exists():
        raise UsageError(f"{directory / 'claims.csv'} is there already: nothing was written")
    written = []
    try:
        for name, text in files().items():
            path = directory / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="")
                written.append(path)
    except OSError as error:
        raise UsageError(f"{directory} cannot be written: {error.strerror}") from None
    return written


def _claims() -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column.name for column in CLAIMS.columns if column.written], lineterminator="\n")
    writer.writeheader()
    writer.writerows(_CLAIMS)
    return text.getvalue()
