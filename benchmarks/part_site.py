"""The site over loopback: pages a second, each kind of page when first asked and when asked again.

    python benchmarks/part_site.py DATABASE [--seconds 10] [--port 8189] [--plain]

Serves the database in a process of its own, with the Datasette of this Python. The first request of each page is
*cold*: its answers are not kept yet (that of the start page warms the pages around it, as it would for people). The
load is bounded: at most ``--seconds``, four clients, no page twice in a row.

``--plain`` serves it with ``datasette DATABASE`` alone, within the limits that Datasette has by itself (a second a
statement, 0.2 a facet), asks for every page, table, view and rule, and fails if one of them is interrupted three times:
Datasette's limits are of wall time, of which a busy machine gives less.
"""

from __future__ import annotations

import argparse
import http.client
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.parse import quote

from processes import environment

CLIENTS, REPEATS, TRIES = 4, 5, 3
# what pages say when Datasette interrupted a statement: facets, counts, the rows themselves
INTERRUPTED = (b"Took too long", b"took too long", b"Many claims", b"Many works", b"Many findings", b"Many rows")
SERVER = (
    "import sys, uvicorn\n"
    "from pathlib import Path\n"
    "from evidencebase.site.server import application\n"
    "uvicorn.run(application(Path(sys.argv[1])).app(), port=int(sys.argv[2]), log_level='error')\n"
)


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description="Measure the site of one database over loopback.")
    parser.add_argument("database", type=Path)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long the load lasts (default: 10)")
    parser.add_argument("--port", type=int, default=8189)
    parser.add_argument("--plain", action="store_true", help="every page within Datasette's own limits")
    options = parser.parse_args()
    if options.plain:
        sys.exit(walk(options.database, options.port))
    pages = addresses(options.database)
    command = [sys.executable, "-c", SERVER, str(options.database), str(options.port)]
    with served(command, options.port) as (port, server):
        timed = {name: timings(port, server, address) for name, address in pages.items()}
        rate, slowest = load(port, list(pages.values()), options.seconds)
        memory = peak(server)
    import datasette

    print(f"Datasette {datasette.__version__}, {options.database}\n")
    print("| page | first: ms | of them CPU | again: ms | of them CPU |\n|---|---:|---:|---:|---:|")
    for name, (first, again, note) in timed.items():
        cells = [f"{one:.0f}" for one in (*first, *again)]
        print(f"| {name}{f' ({note})' if note else ''} | {' | '.join(cells)} |")
    print(f"\n{rate:.0f} pages a second, {CLIENTS} clients; the slowest answer: {slowest:.0f} ms; at most {memory} MB.")


def addresses(path: Path) -> dict[str, str]:
    """One address for each kind of page, of things that are large in this database."""
    with closing(sqlite3.connect(path)) as connection:

        def first(sql: str) -> str:
            return quote(str((connection.execute(sql).fetchone() or ["none"])[0]), safe="")

        claim = first("SELECT claim FROM evidence GROUP BY claim ORDER BY count(*) DESC, claim LIMIT 1")
        work = first("SELECT work FROM evidence GROUP BY work ORDER BY count(*) DESC, work LIMIT 1")
        document = first("SELECT document FROM statements GROUP BY document ORDER BY count(*) DESC LIMIT 1")
        outcome = first("SELECT outcome FROM claims GROUP BY outcome ORDER BY count(*) DESC LIMIT 1")
        rule = first("SELECT rule FROM findings GROUP BY rule ORDER BY count(*) DESC LIMIT 1")
        word = first("SELECT coalesce(substr(label, 1, instr(label || ' ', ' ') - 1), 'bone') FROM terms LIMIT 1")
    root = f"/{quote(path.stem)}"
    return {
        "home": "/",
        "claims, all facets": f"{root}/claims",
        "claims, one filter": f"{root}/claims?evidence_strength=low",
        "claims, two filters": f"{root}/claims?evidence_strength=low&kind=effect",
        "claims of a document": f"{root}/claims?documents__arraycontains={document}",
        "claims, an outcome": f"{root}/claims?outcome={outcome}",
        "claims, a work": f"{root}/claims?_work={work}",
        "claims with a finding": f"{root}/claims?_rule={rule}",
        "claims, a frequent word": f"{root}/claims?_search=in",
        "claims, a word": f"{root}/claims?_search={word}",
        "claims, uncited": f"{root}/claims?relations__arraycontains=uncited",
        "claims, JSON": f"{root}/claims.json?_shape=array",
        "claim": f"{root}/claims/{claim}",
        "work": f"{root}/works/{work}",
        "works": f"{root}/works",
        "works, a word": f"{root}/works?_search=bone",
        "document": f"{root}/documents/{document}",
        "documents": f"{root}/-/documents",
        "evidence map": f"{root}/-/map",
        "evidence map, a document": f"{root}/-/map?document={document}",
        "evidence map, contested": f"{root}/-/map?layer=contested",
        "evidence map, one file": f"{root}/-/map/file",
        "summary of findings": f"{root}/-/summary",
        "health": f"{root}/-/health",
        "findings": f"{root}/findings",
        "retraction reach": f"{root}/-/reach",
        "reach of a work": f"{root}/-/reach/{work}",
        "graph": f"{root}/-/graph/{claim}",
        "data": root,
        "view claim_overview": f"{root}/claim_overview",
        "view uncited_claims": f"{root}/uncited_claims",
        "view overclaims": f"{root}/overclaims",
        "view contradictions": f"{root}/contradictions",
        "view surrogate_only": f"{root}/surrogate_only",
        "view work_overview": f"{root}/work_overview",
    }


def everything(path: Path) -> dict[str, str]:
    """The addresses above, those of every table and view, and every rule as a question in SQL."""
    from evidencebase.site.configuration import configuration

    root = f"/{quote(path.stem)}"
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    tables = {f"table {name}": f"{root}/{name}" for (name,) in names if "_fts" not in name and "sqlite_" not in name}
    queries = configuration(path.stem, "", "").config["databases"][path.stem]["queries"]
    asked = "/-/query?sql=" if datasette_version() >= 1 else "?sql="
    rules = {f"rule {name}": f"{root}{asked}{quote(query['sql'])}" for name, query in queries.items()}
    return addresses(path) | tables | rules


def datasette_version() -> int:
    """0 or 1."""
    from datasette import __version__

    return int(__version__[0])


def walk(path: Path, port: int) -> str | None:
    """Ask for everything once; what was interrupted or refused, if anything was."""
    found = []
    command = [sys.executable, "-m", "datasette", str(path), "--port", str(port)]
    with served(command, port) as (_, server):
        for name, address in everything(path).items():
            for _ in range(TRIES):
                worked = cpu(server)
                status, body = get(port, address)
                of_cpu = (cpu(server) - worked) * 1000
                cut = b", ".join(words for words in INTERRUPTED if words in body).decode()
                note = f"status {status}" if status != 200 else cut
                if not note:
                    break
            found.append((of_cpu, name, note))
    slowest = sorted(found, reverse=True)[:5]
    print(f"{len(found)} pages; the slowest: " + ", ".join(f"{name} {of_cpu:.0f} ms" for of_cpu, name, _ in slowest))
    return "\n".join(f"{name}: {note}" for _, name, note in found if note) or None


@contextmanager
def served(command: list[str], port: int) -> Iterator[tuple[int, int]]:
    """The server on that port of this machine; the port and the number of its process."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment(), **silent) as process:
        try:
            for _ in range(200):
                try:
                    get(port, "/-/versions.json")
                    break
                except OSError:
                    sleep(0.1)
            yield port, process.pid
        finally:
            process.terminate()


def get(port: int, address: str) -> tuple[int, bytes]:
    """Status and body of a page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read()


def cpu(process: int) -> float:
    """Seconds of CPU time that all threads of a process took; not a number where the system does not tell."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9 or float("nan")


def peak(process: int) -> int:
    """Megabytes that a process held at most; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def timings(port: int, server: int, address: str) -> tuple[tuple[float, float], tuple[float, float], str]:
    """Milliseconds of wall and CPU time of the first answer, the medians of later ones, what is wrong with the page."""
    taken, note = [], ""
    for _ in range(1 + REPEATS):
        started, worked = perf_counter(), cpu(server)
        status, body = get(port, address)
        taken.append(((perf_counter() - started) * 1000, (cpu(server) - worked) * 1000))
        if status != 200:
            note = f"status {status}"
        elif b"Took too long to count" in body:
            note = "facets lost"
    walls, cpus = zip(*taken[1:], strict=True)
    return taken[0], (median(walls), median(cpus)), note


def load(port: int, pages: list[str], seconds: float) -> tuple[float, float]:
    """Pages a second and milliseconds of the slowest answer, when a few clients ask for all pages in turn."""
    until = perf_counter() + seconds

    def client(offset: int) -> list[float]:
        taken = []
        for address in islice(cycle(pages), offset, None):
            started = perf_counter()
            if started > until:
                return taken
            get(port, address)
            taken.append((perf_counter() - started) * 1000)
        return taken

    started = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(client, range(0, len(pages), -(-len(pages) // CLIENTS))))
    answers = [one for taken in found for one in taken]
    return len(answers) / (perf_counter() - started), max(answers, default=float("nan"))


if __name__ == "__main__":
    main()
