"""From answers to verdicts: every verdict, every kind of error that a bibliography was seen to have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.comparison import Answer, Person, Record, Verdict, decide, identity, verdict

JCEM = ("The Journal of Clinical Endocrinology & Metabolism", "J Clin Endocrinol Metab")


def record(doi: str, title: str, authors: str, place: str, container: tuple[str, ...], **more: Any) -> Record:
    """A record of Crossref; authors are "Family Given, Family Given", place is "year;volume:pages"."""
    year, _, rest = place.partition(";")
    volume, _, pages = rest.partition(":")
    people = tuple(Person(*name.rsplit(" ", 1)) for name in authors.split(", "))
    known = Record("crossref", doi, "article-journal", (title,), people, (int(year),), container)
    return known._replace(volume=volume, pages=pages, doi=doi, **more)


TRACZ = record(
    "10.1210/jc.2006-0036",
    "Testosterone Use in Men and Its Effects on Bone Health. A Systematic Review and Meta-Analysis of Randomized "
    "Placebo-Controlled Trials",
    "Tracz Michal, Sideras Kostandinos, Montori Victor",
    "2006;91:2011-2016",
    JCEM,
    issue="6",
)
FALAHATI = record(
    "10.1172/jci10942",
    "Relative contributions of testosterone and estrogen in regulating bone resorption and formation in normal "
    "elderly men",
    "Falahati-Nini Alireza, Riggs B, Khosla Sundeep",
    "2000;106:1553-1560",
    ("Journal of Clinical Investigation",),
)
SHIGEHARA = record(
    "10.3390/jcm10030530",
    "Testosterone and Bone Health in Men: A Narrative Review",
    "Shigehara Kazuyoshi, Izumi Kouji",
    "2021;10:530",
    ("Journal of Clinical Medicine",),
)
MOHAMAD = record(
    "10.2147/cia.s115472",
    "A concise review of testosterone and bone health",
    "Mohamad Nur-Vaizura, Soelaiman Ima-Nirwana, Chin Kok-Yong",
    "2016;Volume 11:1317-1324",
    ("Clinical Interventions in Aging",),
)
GOLDS = record(
    "10.1155/2017/4602129",
    "Male Hypogonadism and Osteoporosis: The Effects, Clinical Consequences, and Treatment of Testosterone Deficiency "
    "in Bone Health",
    "Golds Gary, Houdek Devon, Arnason Terra",
    "2017;2017:4602129",
    ("International Journal of Endocrinology",),
)
WATTS = record(
    "10.1210/jc.2011-3045",
    "Osteoporosis in Men: An Endocrine Society Clinical Practice Guideline",
    "Watts Nelson, Adler Robert, Finkelstein Joel",
    "2012;97:1802-1822",
    JCEM,
    pmid="22675062",
)
STRANGER = record(
    "10.1210/stranger",
    "Thyroid Nodules Found by Chance on Ultrasound of the Neck",
    "Stranger Ada",
    "2019;104:1-15",
    JCEM,
)
POOL = (TRACZ, FALAHATI, SHIGEHARA, MOHAMAD, GOLDS, WATTS)


def cited(known: Record, **changes: Any) -> Record:
    """An entry that cites a work, with something wrong."""
    return known._replace(source="entry", identifier="key", doi="", pmid="", issue="")._replace(**changes)


def asked(*found: Record, **states: str) -> list[Answer]:
    """Crossref and PubMed were searched; Crossref found these."""
    state = verdict.ANSWERED if found else verdict.EMPTY
    answers = [Answer("crossref", "search", state, found), Answer("pubmed", "citmatch", verdict.EMPTY)]
    return answers + [Answer(registry.replace("_", "."), "doi", state) for registry, state in states.items()]


def differing(found: Verdict) -> list[str]:
    return [field.name for field in found.differing]


@pytest.mark.parametrize(
    ("entry", "name", "meant", "fields"),
    [
        (cited(WATTS), "verified", WATTS, []),
        (cited(WATTS, years=(2013,)), "verified-minor", WATTS, []),
        (cited(WATTS, doi="10.1210/JC.2011-3045", authors=(), containers=()), "verified", WATTS, []),
        (cited(TRACZ, titles=(TRACZ.titles[0].replace("Randomized Placebo-", "Randomised "),)),
         "metadata-differs", TRACZ, ["title"]),
        (cited(MOHAMAD, authors=(Person("Mohamad", "Norazlina"), Person("et al."))),
         "metadata-differs", MOHAMAD, ["given"]),
        (cited(GOLDS, pages="1--13"), "metadata-differs", GOLDS, ["pages"]),
        (cited(SHIGEHARA, authors=(Person("Yeap", "Bu B."),), containers=("Int J Mol Sci",), volume="22", pages="1289"),
         "metadata-differs", SHIGEHARA, ["author", "container", "volume", "pages"]),
        (cited(TRACZ, authors=(Person("Trinh", "Thao"),), years=(2019,), volume="104", pages="1-15"),
         "metadata-differs", TRACZ, ["author", "year", "volume", "pages"]),
        (cited(FALAHATI, titles=("The Effects of Testosterone and Estrogen on Bone Turnover Markers in Men",),
               authors=(Person("Falahati-Nini", "Azita"),)), "metadata-differs", FALAHATI, ["title", "given"]),
        (cited(FALAHATI, titles=("The Effects of Testosterone and Estrogen on Bone Turnover Markers in Men",),
               containers=JCEM, years=(2002,), volume="87", pages="1512-1518"), "not-found", None, []),
        (cited(WATTS, titles=("The Endocrine Society’s Osteoporosis in Men Guideline: A Modern-Day Guideline",),
               containers=("Journal of the Endocrine Society",), years=(2022,), volume="6", pages="1-15"),
         "not-found", None, []),
    ],
)  # fmt: skip
def test_kinds_of_error(entry: Record, name: str, meant: Record | None, fields: list[str]) -> None:
    found = decide(entry, asked(*POOL))
    assert (found.verdict, found.meant, differing(found)) == (name, meant, fields)


def test_two_entries_of_one_work_mean_the_same_record() -> None:
    trinh = cited(TRACZ, authors=(Person("Trinh", "Thao"),), years=(2019,), volume="104", pages="1-15")
    assert decide(trinh, asked(*POOL)).meant is decide(cited(TRACZ), asked(*POOL)).meant is TRACZ


def test_a_title_in_the_place_of_another_work_is_a_mixed_record() -> None:
    trinh = cited(TRACZ, authors=(Person("Trinh", "Thao"),), years=(2019,), volume="104", pages="1-15")
    found = decide(trinh, asked(*POOL, STRANGER))
    assert (found.verdict, found.meant, found.other) == ("mixed-record", TRACZ, STRANGER)
    honest = cited(TRACZ, years=(2016,))
    assert decide(honest, asked(*POOL, STRANGER)).verdict == "metadata-differs"


def test_a_title_that_nobody_knows_in_a_taken_place() -> None:
    entry = cited(
        STRANGER, titles=("Testosterone and the Strength of the Femoral Neck",), authors=(Person("Doe", "J"),)
    )
    found = decide(entry, asked(STRANGER))
    assert (found.verdict, found.meant, found.other) == ("slot-taken", None, STRANGER)


def test_the_identifier_of_another_work() -> None:
    found = decide(cited(WATTS, doi=MOHAMAD.doi), asked(*POOL))
    assert (found.verdict, found.meant, found.other, found.identifiers) == (
        "wrong-identifier",
        WATTS,
        MOHAMAD,
        ("doi",),
    )
    assert differing(found) == ["doi"]
    unknown = cited(WATTS, titles=("A Guideline that Nobody Ever Wrote or Read",), doi=MOHAMAD.doi, pages="7")
    found = decide(unknown, asked(MOHAMAD))
    assert (found.verdict, found.meant, found.other) == ("wrong-identifier", None, MOHAMAD)


def test_an_identifier_that_is_registered_nowhere() -> None:
    entry = cited(WATTS, doi="10.1210/nowhere")
    assert decide(entry, asked(*POOL, doi_org="empty")).verdict == "dead-identifier"
    assert decide(entry, asked(*POOL, crossref="empty", datacite="empty")).verdict == "dead-identifier"
    elsewhere = decide(entry, asked(*POOL, crossref="empty", doi_org="answered"))
    assert (elsewhere.verdict, differing(elsewhere)) == ("metadata-differs", ["doi"])
    assert decide(entry, asked(*POOL, crossref="empty", doi_org="failed")).verdict == "metadata-differs"
    lost = decide(entry._replace(titles=("A Guideline that Nobody Ever Wrote",)), asked(doi_org="empty"))
    assert (lost.verdict, lost.identifiers) == ("not-found", ("doi",))


def test_silence_is_no_evidence() -> None:
    lost = cited(WATTS, titles=("A Guideline that Nobody Ever Wrote",))
    empty = Answer("crossref", "search", "empty")
    down = Answer("pubmed", "search", "failed", cause="timed out")
    assert decide(lost, [empty, Answer("pubmed", "search", "empty")]).verdict == "not-found"
    assert decide(lost, [empty, down])[0:1] == ("incomplete",)
    assert decide(lost, [empty, down]).unanswered == ("pubmed: timed out",)
    assert decide(lost, [empty]).verdict == "incomplete"
    assert decide(lost, [empty, Answer("pubmed", "doi", "empty")]).verdict == "incomplete"
    assert decide(lost, [empty, Answer("pubmed", "search", "not-asked")]).verdict == "incomplete"
    assert decide(lost, []).verdict == "incomplete"
    assert decide(cited(WATTS), [Answer("crossref", "search", "answered", (WATTS,)), down]).verdict == "verified"
    title_only = cited(
        SHIGEHARA, authors=(Person("Yeap", "B"),), containers=("Bone",), years=(1999,), volume="1", pages="7"
    )
    assert decide(title_only, [Answer("crossref", "search", "answered", (SHIGEHARA,)), down]).verdict == "incomplete"


@pytest.mark.parametrize("kind", ["webpage", "thesis", "book", "report"])
def test_what_registries_need_not_know_is_unverifiable_unless_found(kind: str) -> None:
    entry = cited(WATTS, kind=kind)
    assert decide(entry, asked()).verdict == "unverifiable"
    assert decide(entry, asked(WATTS)).verdict == "verified"
    assert decide(entry, [Answer("crossref", "search", "failed")]).verdict == "incomplete"


def test_two_works_that_fit_alike_are_ambiguous() -> None:
    other = WATTS._replace(identifier="10.1/b", doi="10.1/b", pmid="", volume="3", pages="77")
    entry = cited(WATTS, volume="", pages="")
    found = decide(entry, asked(WATTS, other))
    assert (found.verdict, found.meant) == ("ambiguous", None)
    assert {found.other, found.nearest} == {WATTS, other}
    assert decide(cited(WATTS), asked(other, WATTS)).meant == WATTS
    assert decide(entry._replace(doi="10.1/B"), asked(WATTS, other)).meant == other


def test_records_of_two_registries_are_one_work() -> None:
    pubmed = WATTS._replace(source="pubmed", identifier="22675062", doi="", pages="1802-22", years=(2012,))
    crossref = WATTS._replace(pmid="", volume="")
    found = decide(cited(WATTS, volume="79"), asked(crossref, pubmed))
    assert (found.verdict, differing(found)) == ("metadata-differs", ["volume"])
    assert next(field.source for field in found.fields if field.name == "volume") == "pubmed"


def test_the_doi_of_a_preprint_is_not_that_of_the_article() -> None:
    preprint = WATTS._replace(
        identifier="10.1101/1", doi="10.1101/1", pmid="", containers=(), volume="", pages="", years=(2011,)
    )
    found = decide(cited(WATTS, doi="10.1101/1"), asked(preprint, WATTS))
    assert (found.verdict, found.meant, found.other) == ("wrong-identifier", WATTS, preprint)
    assert decide(cited(WATTS, doi="10.1101/1", volume="", pages=""), asked(preprint, WATTS)).meant == preprint


def test_a_record_without_pages_and_one_without_doi_are_told_to_be_one_work() -> None:
    crossref = WATTS._replace(pmid="", volume="", pages="", authors=(Person("Wattz", "N"),))
    pubmed = WATTS._replace(source="pubmed", identifier="22675062", doi="")
    found = decide(cited(WATTS, doi=WATTS.doi, pages="1820"), asked(crossref, pubmed))
    assert (found.verdict, differing(found)) == ("metadata-differs", ["pages"])


@pytest.mark.parametrize(
    "change",
    [
        {"titles": (f"Reply: {WATTS.titles[0]}",), "pages": "2231"},
        {"titles": (f"Correction to: {WATTS.titles[0]}",), "pages": "2231"},
        {"titles": (f"{WATTS.titles[0]}: Part II",), "pages": "2231"},
        {"titles": (WATTS.titles[0].replace("Men", "Women"),), "pages": "2231"},
        {"titles": (WATTS.titles[0].replace("Osteoporosis", "Hypogonadism"),), "pages": "2231", "volume": "95"},
    ],
)
def test_a_neighbour_is_never_taken_for_the_work(change: dict[str, Any]) -> None:
    neighbour = WATTS._replace(identifier="10.1/n", doi="10.1/n", pmid="", **change)
    assert decide(cited(WATTS), asked(neighbour)).meant is None
    assert decide(cited(WATTS), asked(neighbour, WATTS)).meant == WATTS
    assert decide(cited(WATTS), asked(neighbour)).nearest == neighbour
    assert decide(cited(WATTS, doi="10.1/n"), asked(neighbour, WATTS)).verdict == "wrong-identifier"


def test_the_work_with_our_title_is_kept_whatever_else_is_wrong() -> None:
    entry = cited(
        TRACZ, authors=(Person("Trinh", "Thao"),), years=(2019,), containers=("Bone",), volume="1", pages="1-15"
    )
    others = [STRANGER._replace(identifier=str(at), doi=f"10.1/{at}") for at in range(5)]
    kept = identity.likest(entry, [*others, *POOL], 3)
    assert kept[0] == TRACZ
    assert kept[1] in others
    assert decide(entry, asked(*kept)).meant == TRACZ


RECORDS = st.builds(
    Record,
    source=st.just("crossref"),
    identifier=st.text(max_size=3),
    titles=st.lists(st.sampled_from([*WATTS.titles, *TRACZ.titles, "Letter", "Bone in men", "骨"]), max_size=2).map(
        tuple
    ),
    authors=st.lists(
        st.builds(Person, st.sampled_from(["Watts", "Li", "et al.", "张", ""]), st.text(max_size=3)), max_size=4
    ).map(tuple),
    years=st.lists(st.integers(-5, 3000), max_size=2).map(tuple),
    containers=st.lists(st.sampled_from([*JCEM, "Bone", "", "ICML"]), max_size=2).map(tuple),
    volume=st.sampled_from(["97", "Suppl 1", "XIV", "", "x"]),
    pages=st.sampled_from(["1802-22", "e5", "", "x"]),
    doi=st.sampled_from(["", "10.1/a", "10.1/b"]),
    pmid=st.sampled_from(["", "1", "2"]),
)  # fmt: skip
ANSWERS = st.builds(
    Answer,
    st.sampled_from(["crossref", "pubmed", "datacite", "doi.org"]),
    st.sampled_from(["doi", "pmid", "citmatch", "search"]),
    st.sampled_from(verdict.STATES),
    st.lists(RECORDS, max_size=3).map(tuple),
)


@given(RECORDS, st.lists(ANSWERS, max_size=4))
def test_every_answer_has_a_verdict_that_holds_together(entry: Record, answers: list[Answer]) -> None:
    found = decide(entry, answers)
    assert found.verdict in verdict.VERDICTS
    if found.verdict in ("verified", "verified-minor", "metadata-differs"):
        assert found.meant is not None
        assert bool(found.differing) == (found.verdict == "metadata-differs")
    if found.verdict in ("not-found", "slot-taken", "incomplete", "unverifiable", "ambiguous"):
        assert found.meant is None
    if found.verdict == "not-found":
        assert not found.unanswered
        assert len(found.searched) > 1
    if found.verdict in ("mixed-record", "slot-taken"):
        assert found.other is not None
