"""Goals, the gate, and the page that the tables are written into."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from measures import Goal, Measure, exponent, ratio, write_between_marks
from processes import Command, ProcessError, Run, Series, alternate, run


def series(*walls: float) -> Series:
    return Series([Run(wall, wall / 2, 1) for wall in walls])


@pytest.mark.parametrize(
    ("goal", "value", "verdict", "passes"),
    [
        (Goal(4), 3.9, "held", True),
        (Goal(4), 5.9, "missed", True),
        (Goal(4), 6.1, "missed", False),
        (Goal(9, least=True), 9.1, "held", True),
        (Goal(9, least=True), 6.1, "missed", True),
        (Goal(9, least=True), 5.9, "missed", False),
        (Goal(4), None, "not measured", False),
        (None, None, "not measured", True),
    ],
)
def test_gate(goal: Goal | None, value: float | None, verdict: str, passes: bool) -> None:
    measure = Measure("m", value, goal)
    assert (measure.verdict(), measure.passes()) == (verdict, passes)


def test_ratio_is_of_medians_and_ranges_over_rounds() -> None:
    found = ratio("m", {"a": series(2, 4, 9), "b": series(1, 2, 3)}, "a", "b")
    assert (found.value, found.low, found.high) == (2, 2, 3)


def test_ratio_without_runs_names_the_cause() -> None:
    assert ratio("m", {"a": series(1)}, "a", "b").note == "no run of b"


def test_exponent() -> None:
    assert exponent(1, 100, 10) == pytest.approx(2)
    assert exponent(0, 1, 10) is None


@pytest.mark.parametrize("closing", ["<!-- measured -->", "<!-- /measured -->"])
def test_text_goes_between_the_marks(tmp_path: Path, closing: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n<!-- measured -->\nold\n{closing}\nafter\n")
    write_between_marks(page, "new \\1\n")
    assert page.read_text() == f"before\n<!-- measured -->\nnew \\1\n{closing}\nafter\n"


def test_page_without_marks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("text\n")
    with pytest.raises(ValueError, match="no two lines"):
        write_between_marks(tmp_path / "page.md", "new\n")


def test_a_crash_is_no_finding() -> None:
    run([sys.executable, "-c", "raise SystemExit(1)"], codes=(0, 1))
    with pytest.raises(ProcessError, match="ZeroDivisionError"):
        run([sys.executable, "-c", "1/0"], codes=(0, 1))


def test_a_slow_process_is_ended() -> None:
    with pytest.raises(ProcessError, match="more than 0 s"):
        run([sys.executable, "-c", "import time; time.sleep(60)"], limit=0.2)


def test_alternate_leaves_out_what_fails() -> None:
    commands = {
        "good": Command([sys.executable, "-c", "pass"]),
        "once": Command([sys.executable, "-c", "pass"], rounds=1),
        "bad": Command([sys.executable, "-c", "raise SystemExit(3)"]),
    }
    found, causes = alternate(commands, rounds=2, patience=60, limit=60)
    assert {name: len(one.runs) for name, one in found.items()} == {"good": 2, "once": 1}
    assert causes == {"bad": "exit code 3: said nothing"}
