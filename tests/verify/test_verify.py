"""The kinds of error that real reference lists have, asked about at registries on loopback."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import evidencebase
from evidencebase import verifying
from evidencebase.cli import main
from evidencebase.finding import UsageError
from evidencebase.verify import lock, transport
from tests.verify import corpus
from tests.verify.conftest import Asking
from tests.verify.registries import JSON, Fault, Registries, Work

ONE = """\
@article{one2006,
  author = {Trask, Michal J. and Sideris, Kostas and Bolano, Enrique R.},
  title = {Testosterone in older men and its bones. A systematic review of randomized placebo-controlled trials},
  journal = {Journal of Clinical Bone Science},
  year = {2006}, volume = {91}, number = {6}, pages = {2011--2016},
  doi = {10.1210/test.2006-0036}
}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def verdicts(report: verifying.Report) -> dict[str, str]:
    return {row["work"]: row["verdict"] for row in report.rows}


def test_the_errors_of_the_corpus_are_named(asking: Asking) -> None:
    base, _ = asking(corpus.BIB, corpus.WORKS)
    report = verifying.run(base)
    assert verdicts(report) == {
        "exact2006": "verified",
        "given2016": "metadata-differs",
        "pages2017": "metadata-differs",
        "wrongplace2019": "mixed-record",
        "wrongtitle2002": "metadata-differs",
        "nothing2014": "not-found",
        "again2006": "verified",
    }
    rows = {row["work"]: row for row in report.rows}
    differing = {
        key: {field["field"] for field in row["fields"] if field["agreement"] == "differ"} for key, row in rows.items()
    }
    assert differing["given2016"] == {"given"}
    assert differing["pages2017"] == {"pages"}
    assert differing["wrongtitle2002"] == {"given", "title"}
    assert rows["again2006"]["same_record"] == "exact2006", "one work under two records"
    assert rows["wrongplace2019"]["other"].startswith("Hart Rosa")
    findings = {(finding.row, finding.rule) for finding in evidencebase.check(base).findings}
    assert ("nothing2014", "verifications/not-found") in findings
    assert ("AB-6", "evidence/unconfirmed-support") in findings
    assert ("again2006", "works/duplicate-work") in findings
    with closing(sqlite3.connect(base / "evidence.db")) as connection:
        support = dict(connection.execute("SELECT id, support FROM claims"))
        listed = {row[0] for row in connection.execute("SELECT id FROM unconfirmed_support")}
    assert support["AB-1"] == "confirmed" and support["AB-6"] == "unconfirmed"
    assert listed == {claim for claim, said in support.items() if said != "confirmed"}


def test_a_corrected_entry_turns_right_without_network(asking: Asking) -> None:
    base, registries = asking(corpus.BIB, corpus.WORKS)
    verifying.run(base)
    asked = len(registries.requests)
    bib = base / "references/works.bib"
    bib.write_text(bib.read_text().replace("1--13", "4602129"))
    rows = {row["work"]: row for row in verifying.run(base, how="offline").rows}
    assert rows["pages2017"]["verdict"] == "verified"
    assert len(registries.requests) == asked


def test_what_is_known_is_not_asked_again(asking: Asking) -> None:
    base, registries = asking(corpus.BIB, corpus.WORKS)
    verifying.run(base)
    written, asked = (base / lock.FILE).read_bytes(), len(registries.requests)
    assert verifying.run(base).asked == 0
    assert len(registries.requests) == asked
    assert verifying.run(base, how="all").asked == 7
    assert (base / lock.FILE).read_bytes() == written, "the same answers give the same file"
    lines = [json.loads(line) for line in written.decode().splitlines()]
    assert [line["key"] for line in lines] == sorted(line["key"] for line in lines)
    assert all(len(answer.get("records", ())) <= 3 for line in lines for answer in line["answers"])
    assert b"abstract" not in written and b"verdict" not in written


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(429, {"retry-after": "0"})],
        [Fault(429, {})],
        [Fault(500, {}), Fault(503, {})],
        [Fault(body=b'{"status": "ok", "message": {"DOI": "10.12')],
        [Fault(200, {"content-type": "text/html"}, b"<html>down</html>")],
        [Fault(200, JSON, b"<html>down</html>")],
    ],
    ids=["429 with a time", "429 without", "500 and 503", "cut-off JSON", "HTML with 200", "HTML as JSON"],
)
def test_a_fault_that_passes_leaves_no_trace(asking: Asking, faults: list[Fault]) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    registries.fail("/crossref/works/", *faults, None)
    report = verifying.run(base)
    assert verdicts(report) == {"one2006": "verified"}
    assert not report.failures


@pytest.mark.parametrize(
    ("path", "fault", "cause"),
    [
        ("/crossref", Fault(503, {}), "HTTP 503"),
        ("/crossref", Fault(403, {}), "refuses"),
        ("/crossref", Fault(429, {"retry-after": "9000"}), "asks to wait"),
        ("/crossref", Fault(200, JSON, b'{"message": {"items": "none"}}'), "no list of works"),
        ("/pubmed", Fault(200, {"content-type": "text/html"}, b"<html>maintenance</html>"), "web page"),
    ],
    ids=["down", "403", "a long wait", "JSON of another form", "a web page"],
)
def test_silence_is_no_evidence(asking: Asking, path: str, fault: Fault, cause: str) -> None:
    base, registries = asking(ONE.replace("  doi = {10.1210/test.2006-0036}\n", ""), [])
    registries.fail(path, fault)
    report = verifying.run(base)
    assert verdicts(report) == {"one2006": "incomplete"}
    assert cause in report.failures[path.strip("/")]
    assert verifying.run(base).asked == 1, "it is asked again"


def test_what_was_known_survives_a_bad_day(asking: Asking) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    verifying.run(base)
    before = (base / lock.FILE).read_text()
    registries.fail("/crossref", Fault(503, {}))
    assert verdicts(verifying.run(base, how="all")) == {"one2006": "verified"}
    assert json.loads((base / lock.FILE).read_text())["answers"] == json.loads(before)["answers"]


def test_refused_once_is_refused_for_the_run(asking: Asking) -> None:
    base, registries = asking(corpus.BIB, corpus.WORKS)
    registries.fail("/crossref", Fault(403, {}))
    report = verifying.run(base)
    assert sum(path.startswith("/crossref") for path in registries.requests) <= 2
    assert "refuses" in report.failures["crossref"] and report.doubtful


def test_gzip_and_empty_lists(asking: Asking) -> None:
    base, registries = asking(ONE, [])
    registries.compressed = True
    assert verdicts(verifying.run(base))["one2006"] in ("not-found", "dead-identifier")


def test_hostile_metadata_is_text_and_has_an_end(asking: Asking) -> None:
    evil = corpus.TRACZ._replace(
        title="<script>alert(1)</script>" + corpus.TRACZ.title,
        authors=(*corpus.TRACZ.authors, *(f"Author{n}, {'x' * 300}" for n in range(4_000))),
    )
    base, _ = asking(ONE, [evil])
    verifying.run(base)
    kept = (base / lock.FILE).read_text()
    assert "<script" not in kept
    assert len(kept) < 3 * 1_000_000


def test_an_endless_answer_is_ended(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST", 10_000)
    base, registries = asking(ONE, [corpus.TRACZ])
    registries.fail("/crossref", Fault(body=b'"' + b"x" * 20_000 + b'"'))
    assert "more than" in verifying.run(base).failures["crossref"]


def test_a_slow_registry_is_not_waited_for(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SLOWEST", 0.1)
    monkeypatch.setattr(transport, "TRIES", 1)
    base, registries = asking(ONE, [corpus.TRACZ])
    registries.fail("/crossref/works/", Fault(delay=0.5))
    assert "no answer in time" in verifying.run(base).failures["crossref"]


def test_a_wrong_clock_writes_nothing(asking: Asking) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    registries.limits["date"] = "Mon, 01 Jan 2001 00:00:00 GMT"
    result = run("verify", "-C", base)
    assert result.exit_code == 2 and "set the clock" in result.output
    assert not (base / lock.FILE).exists()


@pytest.mark.parametrize("contact", ["", 'contact = "ada"', 'contact = "ada @example.org"'])
def test_no_contact_no_question(asking: Asking, contact: str) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    settings = base / "evidencebase.toml"
    settings.write_text(settings.read_text().replace('contact = "ada@example.org"', contact))
    result = run("verify", "-C", base)
    assert result.exit_code == 2
    assert "EVIDENCEBASE_CONTACT" in result.output
    assert not registries.requests


def test_nobody_answers(asking: Asking) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    registries.fail("/", Fault(503, {}))
    before = evidencebase.check(base).findings
    result = run("verify", "-C", base)
    assert result.exit_code == 2 and "no registry answered" in result.output
    assert not (base / lock.FILE).exists() and evidencebase.check(base).findings == before, "it is as if not asked"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense\n", "is no JSON"),
        ('{"key": "one2006", "version": 2}\n', "update evidencebase"),
        ('{"key": "one2006", "version": 1, "asked": []}\n', "another form"),
        ("<<<<<<< ours\n", "merge"),
        ('{"key": "one2006", "version": 1, "asked": {}, "date": "yesterday"}\n', "another form"),
    ],
)
def test_a_damaged_lock_is_left_as_it_is(asking: Asking, line: str, said: str) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    (base / lock.FILE).write_text(line)
    result = run("verify", "-C", base)
    assert result.exit_code == 2 and said in result.output and f"{lock.FILE}:1" in result.output
    assert (base / lock.FILE).read_text() == line
    assert not registries.requests
    found = [finding for finding in evidencebase.check(base).findings if finding.file == lock.FILE]
    assert [finding.rule for finding in found] == ["files/unreadable-file"]


def test_an_interrupted_run_keeps_what_it_has(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    from evidencebase.verify import run as asking_

    monkeypatch.setattr(asking_, "_TOGETHER", 1)
    monkeypatch.setattr(asking_, "_AT_ONCE", 1)
    base, _ = asking(corpus.BIB, corpus.WORKS)
    steps: Iterator[int] = iter(range(100))

    def interrupted(stage: str, share: float) -> None:
        if "of 7 works" in stage and next(steps) == 2:
            raise KeyboardInterrupt

    report = verifying.run(base, progress=interrupted)
    known = lock.load(base).lines
    assert 3 <= len(known) < 7 and report.left == 7 - len(known)
    assert verifying.run(base).asked == report.left, "the next run goes on"


def test_a_retraction_is_found_and_takes_the_support_away(asking: Asking) -> None:
    base, registries = asking(ONE, [corpus.TRACZ])
    verifying.run(base)
    retracted = corpus.TRACZ._replace(
        updates=(("retraction", "2023-05-01", "10.1210/test.notice"),),
        relations=(("RetractionIn", "J Bone. 2023 May;9(1):1", "31000000"),),
    )
    registries.works = [retracted]
    assert verifying.run(base).rows[0]["notice"] == "none-found", "what is known is young enough"
    row = verifying.run(base, how="notices-only").rows[0]
    assert row["notice"] == "retracted" and row["verdict"] == "verified"
    assert {notice["source"] for notice in row["notices"]} == {"publisher", "pubmed"}
    rules = {finding.rule for finding in evidencebase.check(base).findings if finding.severity == "error"}
    assert {"verifications/retracted", "evidence/retracted-support"} <= rules


def test_retraction_watch(asking: Asking, tmp_path: Path) -> None:
    header = (
        "\ufeffRecord ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
        "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
        "Reason,Paywalled,Notes,\n"
    )
    rows = (
        "1,,,,,,,,,Article;,8/16/2023 0:00,10.1000/n,0,1/1/2020 0:00,10.1210/TEST.2006-0036,0,Retraction,X;,No,,\n"
        "2,,,,,,,,,Article;,8/17/2023 0:00,unavailable,0,1/1/2020 0:00,unavailable,0,Retraction,X;,No,,\n"
        ",,,,,,,,,,,,,,,,,,,,\n"
    )
    export = tmp_path / "export-2026-08-01.csv"
    export.write_text(header + rows)
    base, registries = asking(ONE + "@misc{no2000,\n  title = {Without identifiers}\n}\n", [])
    report = verifying.run(base, how="offline", retraction_watch=export)
    assert {row["work"]: row["notice"] for row in report.rows} == {"one2006": "retracted", "no2000": None}
    (notice,) = report.rows[0]["notices"]
    assert (notice["date"], notice["seen"], notice["source"]) == ("2023-08-16", "2026-08-01", "retraction-watch")
    assert "2 notices" in report.export and not registries.requests
    older = tmp_path / "export-2025-08-01.csv"
    older.write_text(header + rows)
    with pytest.raises(UsageError, match="newer export"):
        verifying.run(base, how="offline", retraction_watch=older)
    with pytest.raises(UsageError, match="no export"):
        verifying.run(base, how="offline", retraction_watch=base / "claims.csv")


def test_a_bad_day_hides_no_retraction(asking: Asking, tmp_path: Path) -> None:
    header = "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n"
    export = tmp_path / "export-2026-08-01.csv"
    export.write_text(f"{header}8/16/2023 0:00,10.1000/n,0,10.1210/test.2006-0036,0,Retraction\n")
    base, registries = asking(ONE, [corpus.TRACZ])
    verifying.run(base, how="offline", retraction_watch=export)
    registries.fail("/crossref", Fault(503, {}))
    registries.fail("/pubmed", Fault(503, {}))
    (row,) = verifying.run(base).rows
    assert (row["verdict"], row["notice"]) == ("incomplete", "retracted")
    assert row["unanswered"].count("crossref") == 1, "a cause is told once a registry"


def test_a_work_may_be_named_by_its_identifier(asking: Asking) -> None:
    base, _ = asking(ONE, [corpus.TRACZ])
    assert run("verify", "-C", base, "https://doi.org/10.1210/TEST.2006-0036").output.startswith("one2006  verified")
    result = run("verify", "-C", base, "10.1210/test.2006-0037")
    assert result.exit_code == 2 and "no work has the key" in result.output


def test_who_decides_is_who_commits(asking: Asking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    base, _ = asking(ONE, [])
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\n name = Ada Doe\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    override = (
        "verify",
        "-C",
        base,
        "--override",
        "one2006",
        "--verdict",
        "verified",
        "--reason",
        "r",
        "--address",
        "a",
    )
    assert run(*override).exit_code == 0
    assert ",Ada Doe," in (base / "references/overrides.csv").read_text()
    settings.write_text("")
    assert "--override needs --by" in run(*override).output


def test_a_correction_is_shown_and_made_only_when_asked(asking: Asking) -> None:
    base, _ = asking(corpus.BIB, corpus.WORKS)
    verifying.run(base)
    bib = base / "references/works.bib"
    before = bib.read_text()
    shown = run("verify", "-C", base, "--apply", "pages2017")
    assert "-  year = {2017}, volume = {2017}, pages = {1--13}" in shown.output
    assert "+  year = {2017}, volume = {2017}, pages = {4602129}" in shown.output
    assert bib.read_text() == before
    assert run("verify", "-C", base, "--apply", "pages2017", "--write").exit_code == 0
    after = bib.read_text()
    assert "x-former = {before crossref" in after and "pages: 1--13}" in after
    assert "doi = {10.1155/test/4602129}" in after
    assert len(set(before.splitlines()) - set(after.splitlines())) == 1, "no other line changed"
    rows = {row["work"]: row["verdict"] for row in verifying.run(base, how="offline").rows}
    assert rows["pages2017"] == "verified"
    assert "which work" in run("verify", "-C", base, "--apply", "nothing2014").output


def test_a_decision_holds_until_the_entry_changes(asking: Asking) -> None:
    base, _ = asking(corpus.BIB, corpus.WORKS)
    verifying.run(base)
    lacking = run("verify", "-C", base, "--override", "nothing2014", "--verdict", "verified")
    assert lacking.exit_code == 2 and "--reason" in lacking.output
    given = (
        "--verdict",
        "verified",
        "--reason",
        "seen in print",
        "--address",
        "https://example.org/7",
        "--by",
        "A. Doe",
    )
    assert run("verify", "-C", base, "--override", "nothing2014", *given).exit_code == 0
    row = next(row for row in verifying.run(base, how="offline").rows if row["work"] == "nothing2014")
    assert (row["verdict"], row["registries"], row["person"]) == ("verified", "not-found", "A. Doe")
    bib = base / "references/works.bib"
    bib.write_text(bib.read_text().replace("29}, pages = {1--8}", "30}, pages = {1--8}"))
    checked = evidencebase.check(base)
    assert {f.rule for f in checked.findings} >= {"verifications/expired-override", "verifications/not-found"}


def test_an_identifier_of_another_work(asking: Asking) -> None:
    wrong = ONE.replace("10.1210/test.2006-0036", corpus.NEIGHBOUR.doi)
    base, _ = asking(wrong, corpus.WORKS)
    row = verifying.run(base).rows[0]
    assert row["verdict"] == "wrong-identifier" and row["wrong_ids"] == "doi"
    assert "10.1210/test.2006-0036" in row["meant"], "it is searched for although an identifier is given"


def test_agencies_other_than_crossref(asking: Asking) -> None:
    data = Work(
        "Bones of herons, measured", ("Hart, Rosa",), "Zoo of Data", 2020, doi="10.5061/test", agency="DataCite"
    )
    other = Work("A Japanese work", ("Ito, An",), "J", 2020, doi="10.1234/jalc", agency="JaLC")
    bib = (
        "@dataset{data2020,\n  author = {Hart, Rosa}, title = {Bones of herons, measured}, year = {2020},\n"
        "  publisher = {Zoo of Data}, doi = {10.5061/test}\n}\n"
        "@article{jalc2020,\n  author = {Ito, An}, title = {A Japanese work}, year = {2020}, doi = {10.1234/jalc}\n}\n"
    )
    base, registries = asking(bib, [data, other])
    rows = {row["work"]: row for row in verifying.run(base).rows}
    assert rows["data2020"]["verdict"] in ("verified", "verified-minor")
    assert rows["jalc2020"]["verdict"] not in ("verified", "dead-identifier")
    assert not [path for path in registries.requests if path.startswith("/crossref/works/10.5061")]


def test_json_and_exit_codes(asking: Asking) -> None:
    base, _ = asking(ONE, [corpus.TRACZ])
    result = run("verify", "-C", base, "--json")
    assert result.exit_code == 0 and json.loads(result.output)["rows"][0]["verdict"] == "verified"
    assert "one2006  verified" in run("verify", "-C", base, "--offline").output
    assert run("verify", "-C", base, "nobody").exit_code == 2
    for lone in (("--write",), ("--reason", "x")):
        assert run("verify", "-C", base, *lone).exit_code == 2


def test_pace_follows_the_headers(asking: Asking) -> None:
    bib = "".join(ONE.replace("one2006", f"n{n}").replace("test.2006-0036", f"test.{n}") for n in range(12))
    base, registries = asking(bib, [corpus.TRACZ._replace(doi=f"10.1210/test.{n}") for n in range(12)])
    registries.limits = {"x-rate-limit-limit": "20", "x-rate-limit-interval": "1s", "x-concurrency-limit": "1"}
    verifying.run(base)
    times = [t for path, t in zip(registries.requests, registries.times, strict=True) if "/crossref/works/" in path]
    assert len(times) == 12
    assert times[-1] - times[1] >= 9 / 20, "at most twenty a second"


@pytest.fixture
def _server() -> Iterator[Registries]:
    with Registries() as server:
        yield server


def test_the_server_fails_on_what_it_does_not_know(_server: Registries) -> None:
    client = transport.Client("ada@example.org", _server.addresses)
    with pytest.raises(transport.UnansweredError):
        client.get("crossref", "journals/0028-0836", {}, form="json", kind="work")
    client.close()
    assert _server.unknown
