"""Registrations of trials, brought to one form. Forms: the primary registries of WHO's registry network, and
ClinicalTrials.gov."""

from __future__ import annotations

import re

from evidencebase.patterns import late

# By the sign that begins it: the whole registration
_FORMS = {
    "NCT": r"NCT\d{8}",
    "ISRCTN": r"ISRCTN\d{8}",
    "ACTRN": r"ACTRN\d{14}",
    "DRKS": r"DRKS\d{8}",
    "UMIN": r"UMIN\d{9}",
    "PACTR": r"PACTR\d{15,16}",
    "KCT": r"KCT\d{7}",
    "TCTR": r"TCTR\d{11}",
    "CHICTR": r"CHICTR(?:-[A-Z]{2,5}-|-)?\d{8,10}",
    "CTRI": r"CTRI/\d{4}/\d{2,3}/\d{6}",
    "IRCT": r"IRCT\d+N\d+",
    "EUCTR": r"EUCTR\d{4}-\d{6}-\d{2}(?:-[A-Z]{2})?",
}
_NCT = late(_FORMS["NCT"])  # as most are
_SPLIT = late(rf"\b({'|'.join(_FORMS)})[\s:#-]+(?=\d)", re.I)
_ADDRESS = late(r"https?://\S*?/(?=(?:NCT|ISRCTN|DRKS)\d|\d{4}-\d{6}-\d{2})", re.I)
_EUDRACT = late(r"\bEUDRA-?CT[\s:#-]*(?=\d{4}-\d{6})", re.I)
_BETWEEN = late(r"[;,\s]+")


def trials(text: str) -> list[tuple[str, int]]:
    """The registrations in a text, and whether each can be one: 0 when a known registry numbers otherwise.

    What no registry is known for is kept as it stands: a registry of one country, a name by which a trial is known.
    """
    if _NCT.fullmatch(text):
        return [(text, 1)]
    plain = _EUDRACT.sub("", _SPLIT.sub(r"\1", _ADDRESS.sub("", text)))
    return [_read(part) for part in dict.fromkeys(_BETWEEN.split(plain)) if part]


def _read(part: str) -> tuple[str, int]:
    upper = part.rstrip("/.").upper()
    sign = next((sign for sign in _FORMS if upper.startswith(sign) and upper[len(sign) :][:1] in "0123456789-/"), "")
    if not sign:
        return part, 1
    return (upper, 1) if re.fullmatch(_FORMS[sign], upper) else (part, 0)
