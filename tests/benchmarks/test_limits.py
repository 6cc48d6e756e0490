"""No statement of a page works so long that Datasette would interrupt it at 100,000 claims: in steps, not seconds."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.database import Database

import evidencebase
import generate
import part_site
from evidencebase import functions
from evidencebase.site.server import application

CLAIMS = 1_000
LIMIT = 10_000_000  # steps in the second that Datasette gives a statement, when most of them read a row
STEPS = 100  # between two counts


def test_no_statement_outlasts_datasettes_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate.main([str(tmp_path / "base"), "--claims", str(CLAIMS), "--works", str(CLAIMS // 2)])
    path = evidencebase.build(tmp_path / "base").output
    asked: dict[str, Any] = {}
    execute = Database.execute

    async def noted(self: Any, sql: str, params: Any = None, *more: Any, **options: Any) -> Any:
        if self.name == "evidence":
            asked[sql] = params or {}
        return await execute(self, sql, params, *more, **options)

    monkeypatch.setattr(Database, "execute", noted)
    asyncio.run(_ask(application(path), part_site.everything(path)))
    with closing(sqlite3.connect(path)) as connection:
        functions.register(connection)
        connection.create_function("escape_fts", 1, lambda words: f'"{words}"')
        steps = {sql: _steps(connection, sql, params) for sql, params in asked.items()}
    worse = {sql: count for sql, count in steps.items() if count * 100_000 / CLAIMS > LIMIT}
    assert len(steps) > 200 and sum(steps.values()) > 1_000_000, "something was counted"
    assert not worse, worse


async def _ask(datasette: Any, addresses: dict[str, str]) -> None:
    await datasette.invoke_startup()
    for name, address in addresses.items():
        assert (await datasette.client.get(address)).status_code == 200, name


def _steps(connection: sqlite3.Connection, sql: str, params: Any) -> int:
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += STEPS

    connection.set_progress_handler(count, STEPS)
    connection.execute(sql, params).fetchall()
    return counted
