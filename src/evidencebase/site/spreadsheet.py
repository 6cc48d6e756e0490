"""A table's rows as an Excel workbook: the same rows as its CSV, every cell as text or number, none as a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

from evidencebase.site import evidence_bases

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters that a cell of a spreadsheet can hold
_LEFT_OUT = ("_size", "_stream", "_dl", "_extra", "_shape", "_labels")


def can_render(datasette: Any, database: str, table: str | None) -> bool:
    """Tables and views of evidence bases; other databases are left alone."""
    return bool(table) and evidence_bases.is_one(datasette, database)


async def render(datasette: Any, request: Any, database: str, table: str) -> Any:
    """The workbook, made from the table's own CSV, so that filters, order and limits are the same."""
    from urllib.parse import parse_qsl, urlencode

    from datasette import Response
    from datasette.utils.asgi import BadRequest

    pairs = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] not in _LEFT_OUT]
    pairs.append(("_stream", "on") if datasette.setting("allow_csv_stream") else ("_size", "max"))
    path = f"{request.path.rpartition('.')[0]}.csv?{urlencode(pairs)}"
    cookies = {"cookie": request.headers["cookie"]} if "cookie" in request.headers else {}
    answer = await datasette.client.get(path.removeprefix(datasette.setting("base_url").rstrip("/")), headers=cookies)
    if answer.status_code != 200:
        raise BadRequest("These rows cannot be read")
    return Response(
        workbook(answer.text),
        content_type=TYPE,
        headers={"Content-Disposition": f'attachment; filename="{table}.xlsx"'},
    )


def workbook(text: str) -> bytes:
    """CSV -> workbook; the first row is the head, numbers are numbers, all else is text."""
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""))):
            for column, cell in enumerate(cells):
                if cell.isascii() and cell.isdigit() and len(cell) < 16 and (cell == "0" or cell[0] != "0"):
                    sheet.write_number(row, column, int(cell))
                elif cell:
                    sheet.write_string(row, column, cell[:LONGEST])
    return made.getvalue()
