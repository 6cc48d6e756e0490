"""What a public site needs beside its database: how to build and start it, limits, texts. Files, by name.

All follows from the database and the choices; what people may want to change lies in files of its own, which a later
run leaves as they changed them.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from evidencebase.files import open_read_only
from evidencebase.site.configuration import SETTINGS, configuration
from evidencebase.version import VERSION

DATABASE = "evidence.db"
DATASETTE = "datasette>=0.65.5,<0.66"
LIMITS: dict[str, Any] = {
    **SETTINGS,
    "default_allow_sql": False,
    "allow_facet": False,  # crawlers make facets of any column; those of the pages are not concerned
    "allow_csv_stream": False,
    "num_sql_threads": 2,
    "sql_time_limit_ms": 1000,
    "max_csv_mb": 20,
    "default_cache_ttl": 300,
}
_DOCKERFILE = """\
# Built from this folder: docker build -t evidence . && docker run --read-only -p 8001:8001 evidence
FROM python:3.13-slim
RUN useradd --create-home --uid 10001 evidence
WORKDIR /home/evidence/site
COPY requirements.txt *.whl ./
RUN pip install --no-cache-dir --find-links . --requirement requirements.txt
COPY evidence.db inspect.json metadata.json datasette.yaml serve.sh ./
USER 10001
ENV PORT=8001 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8001
CMD ["sh", "serve.sh"]
"""
_IGNORED = "*\n!requirements.txt\n!*.whl\n!evidence.db\n!inspect.json\n!metadata.json\n!datasette.yaml\n!serve.sh\n"
_SERVE = """\
#!/bin/sh
# Serves the evidence base of this folder, read-only. HOST and PORT choose where.
cd "$(dirname "$0")" || exit 1
exec datasette serve --immutable evidence.db --inspect-file inspect.json --metadata metadata.json \\
{settings}  --host "${{HOST:-0.0.0.0}}" --port "${{PORT:-8001}}"
"""
_YAML_HEAD = (
    "# For Datasette 1.0: datasette serve --immutable evidence.db --inspect-file inspect.json --metadata metadata.json "
    "--config datasette.yaml"
)


class Choices(NamedTuple):
    """What the publisher decides: SQL of visitors, what crawlers may read, the address of the site."""

    sql: bool = False
    robots: str = "pages"
    address: str = ""


class Files(NamedTuple):
    """Texts by file name: those that people may change, and those that follow from the database."""

    kept: dict[str, str]
    derived: dict[str, str]


def files(path: Path, choices: Choices) -> Files:
    """The files for the database at ``path``, which is published under the name ``evidence.db``."""
    with closing(open_read_only(path)) as connection:
        title, description = connection.execute("SELECT title, description FROM builds").fetchone()
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith("sqlite_")
        ]
        counts = {name: {"count": connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]} for name in tables}
    name = DATABASE.removesuffix(".db")
    made = configuration(name, title, description)
    settings = {**LIMITS, "default_allow_sql": choices.sql}
    plugin = {"public": True, "robots": choices.robots} | ({"address": choices.address} if choices.address else {})
    plugins = {"plugins": {"evidencebase": plugin}}
    inspected = {name: {"hash": _digest(path), "size": path.stat().st_size, "file": DATABASE, "tables": counts}}
    return Files(
        kept={
            "Dockerfile": _DOCKERFILE,
            ".dockerignore": _IGNORED,
            "requirements.txt": f"{DATASETTE}\nevidencebase=={VERSION}\n",
            "serve.sh": _SERVE.format(settings=options(settings)),
            "settings.json": _json(settings),
        },
        derived={
            "inspect.json": _json(inspected),
            "metadata.json": _json({**made.together(), **plugins}),
            "datasette.yaml": _yaml({"settings": settings, **plugins, **made.config}),
        },
    )


def options(settings: dict[str, Any]) -> str:
    """Settings as options of ``datasette serve``, a line each."""
    return "".join(f"  --setting {name} {_word(value)} \\\n" for name, value in settings.items())


def write(folder: Path, made: Files, force: bool) -> list[tuple[str, Path]]:
    """Write them; what was changed by hand stays, unless ``force``. What was done with each.

    Raises:
        OSError: a file cannot be written.
    """
    done = []
    for name, text in {**made.kept, **made.derived}.items():
        path = folder / name
        former = path.read_text("utf-8") if path.is_file() else None
        keep = name in made.kept and former not in (None, text) and not force
        if not keep:
            path.write_text(text, "utf-8", newline="\n")
        done.append(("kept" if keep else "wrote", path))
    return done


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _word(value: object) -> str:
    return {True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _yaml(value: object) -> str:
    import yaml

    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
    return f"{_YAML_HEAD}\n{text}"
