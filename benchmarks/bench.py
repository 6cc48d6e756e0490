"""The measurements, one method each; what they find is kept in the order in which it was found."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import oracle
import peers
from bases import SIZES, Base, Letter, describe
from measures import Goal, Measure, exponent, ratio
from processes import Command, ProcessError, Series, alternate, answer

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
BUILD = (0, 1)  # 1: some files could not be read in full
CHECK = (0, 1)  # 1: findings
FEW_FINDINGS = "claims/malformed-id"  # a rule with few findings, so that printing them does not count
FLOOR_GOALS = {"10k": Goal(5), "100k": Goal(5)}
NAIVE_GOALS = {"10k": Goal(8, least=True), "100k": Goal(11, least=True)}
NAIVE_ROUNDS = {"1k": 3, "10k": 2}


class Bench:
    """One session of measuring: where the bases are, how to call the tool, what was found so far."""

    def __init__(self, data: Path, command: Sequence[str], rounds: int, quick: bool, clock: str = "wall") -> None:
        self.data, self.command, self.rounds, self.quick, self.clock = data, list(command), rounds, quick, clock
        self.patience = 10.0 if quick else 60.0
        self.measures: list[Measure] = []
        self.series: dict[str, dict[str, Series]] = {}

    def say(self, text: str) -> None:
        """Tell what is going on, apart from the tables."""
        print(text, file=sys.stderr, flush=True)

    def ours(self, base: Base, *arguments: str) -> list[str]:
        """A command of ours on a base; `build` or `check` first."""
        return [*self.command, arguments[0], "--directory", str(base.directory), *arguments[1:]]

    def script(self, name: str, *arguments: object) -> list[str]:
        """One of the scripts beside this one."""
        return [PYTHON, str(HERE / name), *map(str, arguments)]

    def run(self, title: str, commands: dict[str, Command], rounds: int = 0) -> dict[str, Series]:
        """Alternate commands and keep their runs; what cannot be measured is said at once."""
        self.say(f"{title}: {', '.join(commands)}")
        found, causes = alternate(commands, rounds or self.rounds, self.patience, 10 * self.patience)
        self.series.setdefault(title, {}).update(found)
        for name, cause in causes.items():
            self.say(f"  NOT MEASURED {name}: {cause}")
        return found

    def add(self, *measures: Measure) -> None:
        """Keep measures."""
        self.measures += measures

    def add_ratio(
        self, name: str, runs: dict[str, Series], over: str, under: str, goal: Goal | None = None, clock: str = ""
    ) -> None:
        """Keep the ratio of two commands."""
        self.add(ratio(name, runs, over, under, goal, clock or self.clock))

    def whole_build(self, size: str) -> None:
        """The full build, the build without and with a change, and the check, at one size."""
        large = size == "1M"
        base = Base(self.data, size)
        base.fresh()
        elsewhere = self.data / "elsewhere.db"
        claim = Letter(base.directory / "claims.csv", b",")
        files = base.bib_files()
        entry = Letter(files[len(files) // 2], b"title = ")
        naive = 1 if self.quick else NAIVE_ROUNDS.get(size, 1)
        commands = {
            "pass": Command([PYTHON, "-c", "pass"]),
            "floor": Command(self.script("floor.py", base.directory, elsewhere)),
            "build": Command(self.ours(base, "build"), base.fresh, codes=BUILD),
            "build, nothing changed": Command(self.ours(base, "build"), codes=BUILD),
        }
        if not large:
            commands |= {
                "check, nothing changed": Command(self.ours(base, "check"), codes=CHECK),
                "check of one rule, nothing changed": Command(
                    self.ours(base, "check", "--select", FEW_FINDINGS), codes=CHECK
                ),
                "build, one claim changed": Command(self.ours(base, "build"), claim.change, codes=BUILD),
                "check, one claim changed": Command(self.ours(base, "check"), claim.change, codes=CHECK),
                "build, one .bib file changed": Command(self.ours(base, "build"), entry.change, codes=BUILD),
                "check, one .bib file changed": Command(self.ours(base, "check"), entry.change, codes=CHECK),
                "check": Command(self.ours(base, "check"), base.fresh, codes=CHECK),
                "naive": Command(
                    self.script("naive.py", base.directory, elsewhere),
                    rounds=naive,
                ),
            }
        runs = self.run(describe(size), commands, rounds=2 if large else 0)
        claim.put_back()
        entry.put_back()
        elsewhere.unlink(missing_ok=True)
        self._judge(size, runs, len(files))

    def _judge(self, size: str, runs: dict[str, Series], files: int) -> None:
        where = describe(size)
        if size == "1k":
            self.add_ratio(f"full build {where} / `python -c pass`", runs, "build", "pass", Goal(18))
        if size == "1M":
            self.add_ratio(f"full build {where} / floor", runs, "build", "floor", Goal(6.5), "cpu")
            peak = runs["build"].peak / 1e9 if "build" in runs else None
            self.add(Measure(f"memory of the full build {where}, GB", peak, Goal(2.5)))
        else:
            self.add_ratio(f"full build {where} / floor", runs, "build", "floor", FLOOR_GOALS.get(size))
            self.add_ratio(f"naive / full build {where}", runs, "naive", "build", NAIVE_GOALS.get(size))
        self.add_ratio(
            f"build, nothing changed, {where} / `python -c pass`", runs, "build, nothing changed", "pass", Goal(5)
        )
        if size == "1M":
            return
        for name, goal in (
            ("check, nothing changed", Goal(5) if size == "1k" else None),
            ("check of one rule, nothing changed", Goal(5)),
        ):
            self.add_ratio(f"{name}, {where} / `python -c pass`", runs, name, "pass", goal)
        largest = size == "100k"
        for what, goal in (("one claim", Goal(0.4)), ("one .bib file", Goal(0.5))):
            of = f" of {files}" if what == "one .bib file" else ""
            for command in ("build", "check"):
                self.add_ratio(
                    f"{command} after {what}{of} changed, {where} / full {command}",
                    runs,
                    f"{command}, {what} changed",
                    command,
                    goal if largest else None,
                )

    def accepted(self, size: str) -> None:
        """The check of an unchanged base all of whose findings somebody has accepted, so that it prints none."""
        base = Base(self.data, size)
        base.fresh()
        title = f"{describe(size)}, all findings accepted"
        commands = {
            "pass": Command([PYTHON, "-c", "pass"]),
            "check, nothing changed": Command(self.ours(base, "check")),
        }
        try:
            reason = ["--reason", "made up"]
            answer([*self.command, "baseline", "update", "--directory", str(base.directory), *reason], CHECK)
            answer(self.ours(base, "build"), BUILD)
            runs = self.run(title, commands, rounds=max(7, self.rounds))
        except ProcessError as error:
            self.say(f"  NOT MEASURED: {error}")
            runs = {}
        finally:
            (base.directory / "baseline.csv").unlink(missing_ok=True)
        name = f"check, nothing changed, {title} / `python -c pass`"
        self.add_ratio(name, runs, "check, nothing changed", "pass", Goal(5))

    def start_up(self) -> None:
        """`--version` and `--help` in units of an empty Python."""
        commands = {
            "pass": Command([PYTHON, "-c", "pass"]),
            "--version": Command([*self.command, "--version"]),
            "--help": Command([*self.command, "--help"]),
        }
        runs = self.run("start", commands, rounds=max(7, self.rounds))
        for name in ("--version", "--help"):
            self.add_ratio(f"`{name}` / `python -c pass`", runs, name, "pass", Goal(4))

    def shipped(self) -> None:
        """`build` and `check` of this repository's own evidence base, which nobody changed."""
        database = self.data / "shipped.db"
        where = ["--directory", str(HERE.parent), "--output", str(database)]
        commands = {
            "pass": Command([PYTHON, "-c", "pass"]),
            **{name: Command([*self.command, name, *where], codes=CHECK) for name in ("build", "check")},
        }
        answer([*self.command, "build", *where])
        runs = self.run("this repository", commands, rounds=max(7, self.rounds))
        for name in ("build", "check"):
            self.add_ratio(f"{name}, nothing changed, this repository / `python -c pass`", runs, name, "pass", Goal(5))

    def real(self, bib: Path) -> None:
        """A real bibliography: its .bib part, and its build when nothing changed, beside bibtexparser reading it."""
        title = f".bib part, {bib.name}"
        self.bibtex([bib], title, goals=False, rival=Goal(1, least=True))
        directory = self.data / f"real-{bib.stem}"
        (directory / "references").mkdir(parents=True, exist_ok=True)
        shutil.copy(bib, directory / "references" / bib.name)
        build = [*self.command, "build", "--directory", str(directory)]
        commands = {
            "bibtexparser": Command(self.script("part_bibtex.py", "bibtexparser", bib)),
            "build, nothing changed": Command(build, codes=BUILD),
        }
        answer(build, BUILD)
        runs = self.run(bib.name, commands)
        name = f"build of {bib.name}, nothing changed / bibtexparser"
        self.add_ratio(name, runs, "build, nothing changed", "bibtexparser", Goal(0.1))

    def bibtex(self, paths: Sequence[Path], title: str, goals: bool = True, rival: Goal | None = None) -> None:
        """CPU time of the .bib part alone, without imports; the same files for every reader."""
        readers = ("tokenise", "ours", "pybtex", "bibtexparser")
        self.say(f"{title}: {', '.join(readers)}")
        times: dict[str, list[float]] = {name: [] for name in readers}
        causes: dict[str, str] = {}
        for number in range(max(3, self.rounds)):
            for name in readers:
                if name in causes or (number and times[name][0] > self.patience / 10):
                    continue
                try:
                    times[name].append(json.loads(answer(self.script("part_bibtex.py", name, *paths)))["cpu"])
                except ProcessError as error:
                    causes[name] = str(error)
        for name, cause in causes.items():
            self.say(f"  NOT MEASURED {name}: {cause}")
        for name, over, under, goal in (
            ("to works / tokenise", "ours", "tokenise", Goal(3) if goals else None),
            ("pybtex / ours", "pybtex", "ours", Goal(10, least=True) if goals else None),
            ("bibtexparser / ours", "bibtexparser", "ours", rival),
        ):
            self.add(_of_times(f"{title}: {name}", times, causes, over, under, goal))

    def growth(self, small: str, large: str, profile: str) -> None:
        """How CPU time and stages grow from one size to a larger one, in one profile."""
        bases = {size: Base(self.data, size, profile) for size in ("tiny", small, large)}
        commands = {
            f"build {profile} {size}": Command(self.ours(base, "build"), base.fresh, codes=BUILD)
            for size, base in bases.items()
        }
        runs = self.run(f"growth, {profile}", commands, rounds=2)
        times = SIZES[large][0] / SIZES[small][0]
        name = f"growth {small} to {large}, {profile}"
        if len(runs) < len(commands):
            self.add(Measure(name, None, Goal(1.15), note="a build failed"))
            return
        start, less, more = (min(run.cpu for run in series.runs) for series in runs.values())
        self.add(Measure(name, exponent(less - start, more - start, times), Goal(1.15), note="exponent of CPU time"))
        self._stages(bases[small], bases[large], times, name, profile)

    def _stages(self, small: Base, large: Base, times: float, name: str, profile: str) -> None:
        try:
            less, more = (self._taken_apart(base) for base in (small, large))
        except ProcessError as error:
            self.add(Measure(f"{name}: the fastest growing of the stages", None, Goal(1.15), note=str(error)))
            return
        for what in ("stages", "rules"):
            worst = max(
                (
                    (power, part)
                    for part, seconds in more[what].items()
                    if seconds > 0.01 * more["seconds"]["all"]
                    and part in less[what]
                    and (power := exponent(less[what][part], seconds, times))
                ),
                default=(None, "none takes a hundredth of the build"),
            )
            self.add(Measure(f"{name}: the fastest growing of the {what}", worst[0], Goal(1.15), note=worst[1]))
        if profile == "realistic":
            share = sum(more["rules"].values()) / more["seconds"]["all"]
            self.add(Measure(f"all rules / full build, {large.directory.name.split('-')[1]}", share, Goal(0.25)))

    def _taken_apart(self, base: Base) -> dict[str, dict[str, float]]:
        """Seconds by stage and rule, the shortest of three builds each (quick: of two)."""
        builds = 2 if self.quick else 3
        found = [json.loads(answer(self.script("part_stages.py", base.directory))) for _ in range(builds)]
        return {
            "seconds": {"all": min(one["seconds"] for one in found)},
            **{
                what: {part: min(one[what][part] for one in found) for part in found[0][what]}
                for what in ("stages", "rules")
            },
        }

    def public_tools(self, size: str) -> None:
        """Tools that are installed and do one part of the work, against all of ours."""
        base = Base(self.data, size)
        out = self.data / "elsewhere.db"
        found = peers.installed()
        if not found:
            self.say("public tools: none is installed")
            return
        names = {Path(peer.program).name: peer for peer in found}
        commands = {"build": Command(self.ours(base, "build"), base.fresh, codes=BUILD)}
        for name, peer in names.items():
            arguments = [peer.program, *peer.arguments(base.directory, out)]
            commands[name] = Command(arguments, lambda: out.unlink(missing_ok=True), rounds=2)
        runs = self.run(f"public tools, {describe(size)}", commands, rounds=2)
        for name, peer in names.items():
            self.add_ratio(f"{name} ({peer.part}) / full build {describe(size)}", runs, name, "build")
        out.unlink(missing_ok=True)

    def agreement(self, size: str) -> None:
        """Whether truth, naive script and our database say the same; a wrong answer has no speed."""
        base = Base(self.data, size)
        base.fresh()
        name = f"disagreements on counts and findings, {describe(size)}"
        try:
            naive = oracle.naive(answer(self.script("naive.py", base.directory, self.data / "elsewhere.db", "--json")))
            answer(self.ours(base, "build"), BUILD)
        except ProcessError as error:
            self.add(Measure(name, None, Goal(0), note=str(error)))
            return
        ours, truth = oracle.ours(base.database), oracle.planted(base.directory)
        said = oracle.differences(ours, truth, ("evidencebase", "the planted truth"))
        said += oracle.differences(ours, naive, ("evidencebase", "naive.py"))
        for sentence in said:
            self.say(f"  DIFFERENT {sentence}")
        compared = len(ours.findings.keys() & truth.findings.keys())
        self.add(Measure(name, len(said), Goal(0), note=f"{compared} rules compared"))


def _of_times(
    name: str, times: dict[str, list[float]], causes: dict[str, str], over: str, under: str, goal: Goal | None
) -> Measure:
    for reader in (over, under):
        if reader in causes:
            return Measure(name, None, goal, note=f"{reader}: {causes[reader]}")
    one, other = (sorted(times[reader]) for reader in (over, under))
    value = one[len(one) // 2] / other[len(other) // 2]
    return Measure(name, value, goal, one[0] / other[-1], one[-1] / other[0])
