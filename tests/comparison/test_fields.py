"""What is said of one field of an entry beside a record."""

from __future__ import annotations

import pytest

from evidencebase.comparison import Person, Record, containers, fields, people, titles

LONG = "Effect of parathyroid hormone on fractures and bone mineral density in postmenopausal women"


@pytest.mark.parametrize(
    ("ours", "theirs", "grade"),
    [
        (LONG, LONG.upper() + ".", "equal"),
        ("TNF-α in bone", "TNF‐alpha in <i>bone</i>", "equal"),
        (LONG, f"RETRACTED: {LONG}", "equal"),
        (LONG, LONG.replace("fractures", "fracture"), "near"),
        (LONG, f"{LONG}: a randomised trial of daily injections for the secondary prevention", "prefix"),
        (LONG, LONG.replace("mineral density", "turnover markers"), "close"),
        (LONG, f"Reply: {LONG}", "guarded"),
        (LONG, f"{LONG} [letter]", "guarded"),
        (LONG, f"Erratum: {LONG}", "guarded"),
        (LONG, f"Correction to: {LONG}", "guarded"),
        (f"Re: {LONG}", f"Reply to: {LONG}", "guarded"),
        (f"{LONG}. Part I", f"{LONG}. Part II", "guarded"),
        (f"{LONG}. Part one", f"{LONG}. Part two", "guarded"),
        (f"{LONG}. Part 2", f"{LONG}. Part II", "near"),
        (LONG, LONG.replace("women", "men"), "guarded"),
        (LONG, LONG.replace("Effect", "No effect"), "guarded"),
        ("Bone in men", "Vertebral fractures after stroke", "far"),
        ("Osteoporosis", "Osteoporosis in men", "far"),
        ("男性骨质疏松症的治疗", "男性骨质疏松症的治疗", "equal"),
        ("男性骨质疏松症的治疗", "Treatment of osteoporosis in men", "unknown"),
        ("Остеопороз у мужчин", "Osteoporosis in men", "unknown"),
        ("Οστεοπόρωση στους άνδρες", "Osteoporosis in men", "unknown"),
        ("Étude de l'ostéoporose", "Etude de l’osteoporose", "equal"),
        ("", "Osteoporosis in men", "unknown"),
    ],
)
def test_title(ours: str, theirs: str, grade: str) -> None:
    assert titles.likeness((ours,), (theirs,)).grade == grade
    assert titles.likeness((theirs,), (ours,)).grade == grade


def test_any_form_of_a_title_counts() -> None:
    assert titles.likeness(("Остеопороз у мужчин",), ("Osteoporosis in men", "Остеопороз у мужчин")).grade == "equal"


SNYDER, KHOSLA = Person("Snyder", "Peter J."), Person("Khosla", "Sundeep")
GROUP = Person("TRAVERSE Study Investigators")


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ([SNYDER], [SNYDER, KHOSLA], "match"),
        ([Person("Snyder", "PJ")], [SNYDER], "match"),
        ([Person("SNYDER", "")], [SNYDER], "match"),
        ([Person("Snyder Jr.", "P.")], [SNYDER], "match"),
        ([Person("Snyder", "J. Peter")], [SNYDER], "match"),
        ([Person("Snyder", "Thomas")], [SNYDER], "differ"),
        ([KHOSLA], [SNYDER, KHOSLA], "differ"),
        ([Person("Sneyder", "P")], [SNYDER], "minor"),
        ([Person("Li", "P")], [Person("Lu", "P")], "differ"),
        ([Person("Müller", "A")], [Person("Mueller", "A")], "minor"),
        ([Person("van der Schueren", "D")], [Person("Schueren", "D")], "match"),
        ([Person("Falahati-Nini", "A")], [Person("Falahatinini", "A")], "match"),
        ([Person("García Márquez", "G")], [Person("Garcia", "G")], "minor"),
        ([Person("Wei", "Zhang")], [Person("Zhang", "Wei")], "minor"),
        ([Person("张", "伟")], [Person("Zhang", "Wei")], "not-comparable"),
        ([Person("Κωνσταντίνου", "Α")], [Person("Κωνσταντινου", "Α")], "match"),
        ([Person("et al.")], [SNYDER], "missing"),
        ([], [SNYDER], "missing"),
        ([SNYDER], [], "not-comparable"),
        ([SNYDER], [GROUP, SNYDER], "match"),
        ([GROUP], [SNYDER, GROUP], "minor"),
        ([GROUP], [SNYDER], "not-comparable"),
        ([Person("O’Fallon", "W")], [Person("O'Fallon", "W")], "match"),
    ],
)
def test_first_author(ours: list[Person], theirs: list[Person], agreement: str) -> None:
    assert people.first(ours, theirs) == agreement


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ("Norazlina", "Nur-Vaizura", "differ"),
        ("Azita", "Alireza", "differ"),
        ("Nur Vaizura", "Nur-Vaizura", "match"),
        ("N. V.", "Nur-Vaizura", "not-comparable"),
        ("Tom", "Thomas", "minor"),
        ("Thom", "Thomas", "match"),
        ("", "Thomas", "missing"),
        ("Thomas", "TJ", "not-comparable"),
    ],
)
def test_given_name(ours: str, theirs: str, agreement: str) -> None:
    assert people.given([Person("Mohamad", ours)], [Person("Mohamad", theirs)]) == agreement


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ([SNYDER, KHOSLA], [SNYDER, Person("Riggs", "B"), KHOSLA], "match"),
        ([SNYDER, Person("Eastell", "R")], [SNYDER, KHOSLA], "differ"),
        ([SNYDER, Person("Kosla", "S")], [SNYDER, KHOSLA], "minor"),
        ([SNYDER, Person("et al.")], [SNYDER, KHOSLA], "missing"),
        ([SNYDER, GROUP], [SNYDER, KHOSLA], "not-comparable"),
        ([SNYDER, KHOSLA], [SNYDER], "not-comparable"),
        ([SNYDER], [SNYDER], "match"),
        ([SNYDER], [], "not-comparable"),
    ],
)
def test_other_authors(ours: list[Person], theirs: list[Person], agreement: str) -> None:
    assert people.others(ours, theirs) == agreement


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ("J Clin Endocrinol Metab", "The Journal of Clinical Endocrinology &amp; Metabolism", "match"),
        ("JCEM", "The Journal of Clinical Endocrinology & Metabolism", "match"),
        ("N. Engl. J. Med.", "New England Journal of Medicine", "match"),
        ("Lancet", "Lancet (London, England)", "match"),
        ("BMJ", "BMJ (Clinical research ed.)", "match"),
        ("PNAS", "Proceedings of the National Academy of Sciences", "match"),
        ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences", "match"),
        ("Jpn J Clin Oncol", "Japanese Journal of Clinical Oncology", "match"),
        (
            "J Gerontol A Biol Sci Med Sci",
            "Journal of Gerontology Series A Biological Sciences and Medical Sciences",
            "match",
        ),
        ("Mayo Clin Proc", "Mayo Clinic Proceedings", "match"),
        ("Journla of Bone and Mineral Research", "Journal of Bone and Mineral Research", "minor"),
        ("Biochemistry and Cell Biology", "Biochemistry and Cell Biology: Reviews", "minor"),
        ("IEEE TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence", "match"),
        ("arXiv preprint arXiv:1901.07042", "arXiv (Cornell University)", "match"),
        ("Animals", "Animals : an open access journal from MDPI", "minor"),
        ("Circulation", "Circulation: Heart Failure", "differ"),
        ("Lancet", "The Lancet Oncology", "differ"),
        ("Bone", "Bone Reports", "differ"),
        ("American Journal of Physiology", "American Journal of Psychology", "differ"),
        ("Journal of Clinical Nursing", "Journal of Clinical Nutrition", "differ"),
        ("Mayo Clin Proc", "Bone", "differ"),
        ("Proc. 33rd International Conference on Machine Learning", "ICML", "not-comparable"),
        ("中华医学杂志", "Chinese Medical Journal", "not-comparable"),
    ],
)
def test_container(ours: str, theirs: str, agreement: str) -> None:
    assert containers.compare((ours,), (theirs,)) == agreement
    assert containers.compare((theirs,), (ours,)) == agreement


@pytest.mark.parametrize(
    ("field", "ours", "theirs", "agreement"),
    [
        ("years", (2016,), (2017, 2016), "match"),
        ("years", (2016,), (2017,), "minor"),
        ("years", (2016,), (2018,), "differ"),
        ("years", (), (2018,), "missing"),
        ("years", (2016,), (), "not-comparable"),
        ("volume", "91", "91", "match"),
        ("volume", "XIV", "14", "match"),
        ("volume", "12", "12 Suppl 1", "minor"),
        ("volume", "36A", "36B", "minor"),
        ("volume", "91", "19", "differ"),
        ("volume", "", "19", "missing"),
        ("issue", "5-6", "5", "match"),
        ("issue", "4", "5", "minor"),
        ("pages", "1433-1441", "1433–41", "match"),
        ("pages", "1433", "1433-41", "match"),
        ("pages", "S272-80", "S272-S280", "match"),
        ("pages", "272-80", "S272-S280", "minor"),
        ("pages", "e123", "123", "minor"),
        ("pages", "1433-1440", "1433-1441", "minor"),
        ("pages", "1-13", "4602129", "differ"),
        ("pages", "1343-1441", "1433-1441", "differ"),
        ("pages", "in press", "1433", "not-comparable"),
        ("pages", "", "1433", "missing"),
        ("doi", "10.1/ABC", "10.1/abc", "match"),
        ("doi", "10.1/abc", "10.1/abd", "differ"),
        ("pmid", "1", "2", "differ"),
        ("pmcid", "", "PMC2", "missing"),
    ],
)
def test_field(field: str, ours: object, theirs: object, agreement: str) -> None:
    entry, record = (Record("entry", "key")._replace(**{field: value}) for value in (ours, theirs))
    compared = {found.name: found.agreement for found in fields.compare(entry, [record])}
    assert compared[{"years": "year"}.get(field, field)] == agreement


def test_the_nearest_of_several_records_counts_and_is_named() -> None:
    entry = Record("entry", "key", pages="1-13", years=(2017,))
    records = [Record("pubmed", "1", pages="4602129"), Record("crossref", "10.1/x", pages="1-15", years=(2017,))]
    compared = {field.name: field for field in fields.compare(entry, records)}
    assert compared["pages"] == ("pages", "minor", "1-13", "1-15", "crossref")
    assert compared["year"].source == "crossref"


def test_the_same_issn_is_the_same_journal() -> None:
    entry = Record("entry", "key", containers=("Int J Mol Sci",), issns=("1422-0067",))
    assert (
        fields.container(entry, Record("crossref", "1", containers=("IJMS online",), issns=("1422-0067",))) == "match"
    )
