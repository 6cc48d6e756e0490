"""CSV files of people: nothing is lost, every line number is right, no bytes raise."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers import csv_table, sheet
from evidencebase.readers.documents.block import fingerprint
from evidencebase.readers.documents.plain_text import read
from evidencebase.readers.lines import Lines
from evidencebase.schema import CLAIMS

cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cc")), max_size=20
).map(str.strip)
texts = st.lists(
    st.tuples(
        cells,
        st.one_of(
            cells, st.just('with "quotes"'), st.just("two\nlines"), st.just("odd\x0bline\u2028ends"), st.just("a;b,c")
        ),
    )
)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    csv_table.read("claims.csv", data, CLAIMS)


@given(texts, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_a_spreadsheet_writes_is_read(rows: list[tuple[str, str]], delimiter: str, end: str, bom: bool) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "claim"), *rows])
    found = csv_table.read("claims.csv", (("\ufeff" if bom else "") + buffer.getvalue()).encode(), CLAIMS)
    assert [*zip(found.column("id"), found.column("claim"), strict=True)] == rows
    assert {finding.rule for finding in found.findings} <= {"files/not-canonical", "files/spreadsheet-damage"}
    line = 2
    for number, (_, text) in zip(found.lines, rows, strict=True):
        assert number == line
        line += 1 + text.count("\n")


@given(st.text(st.sampled_from('ab",;\r\n ')), st.sampled_from([1, 2, 100]))
def test_cells_are_those_of_csv(text: str, most: int) -> None:
    whole = "id,claim\n" + text
    try:
        records = [*csv.reader(io.StringIO(whole, newline=""), strict=True)]
    except csv.Error:
        return
    rows = [[cell.strip() for cell in [*record, ""][:2]] for record in records[1:] if record]
    found = sheet.joined([*csv_table.parts("claims.csv", whole.encode(), CLAIMS, most)])
    assert [[*row] for row in zip(found.column("id"), found.column("claim"), strict=True)] == rows


lines = st.sampled_from(
    (
        "A-1,one",
        "A-2,two",
        'B-1,"over\ntwo lines"',
        "",
        "=A-3,too,many,cells",
        "A-0",
        ' A-4 , "x',
        'B-2,"y"z',
        "a-1,\u2028",
    )
)


@given(st.lists(lines, max_size=8), st.integers(1, 4))
def test_parts_are_the_whole(records: list[str], most: int) -> None:
    data = "\n".join(["id,claim", *records]).encode()
    whole = csv_table.read("claims.csv", data, CLAIMS)
    parts = [*csv_table.parts("claims.csv", data, CLAIMS, most)]
    assert all(len(part) <= most for part in parts)
    joined = sheet.joined(parts)
    assert (joined.columns, [*joined.lines]) == (whole.columns, [*whole.lines])
    assert sorted(map(repr, joined.findings)) == sorted(map(repr, whole.findings))


def places(text: str, *wanted: tuple[int, str]) -> list[tuple[int, int]]:
    return list(sheet.locate(Lines(io.BytesIO(text.encode())), wanted))


@given(
    texts,
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_a_place_is_where_the_cell_begins(rows: list[tuple[str, str]], quoting: int, end: str, bom: str) -> None:
    rows = [(identifier or "x", text if end != "\r" else text.replace("\n", " ")) for identifier, text in rows]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end, quoting=quoting).writerows([("id", "claim"), *rows])
    text = bom + buffer.getvalue()
    lines = csv_table.read("claims.csv", text.encode(), CLAIMS).lines
    physical = text.replace("\r", "\n").split("\n") if end == "\r" else text.split("\n")
    found = places(text, *((line, "claim") for line in lines))
    for line, (at_line, column), (_, cell) in zip(lines, found, rows, strict=True):
        expected = cell.split("\n")[0].replace('"', '""')
        assert physical[at_line - 1][column - 1 :].startswith(expected)
        start, stop = sheet.cell(text, line, "claim") or (0, 0)
        assert text[start:stop].replace('""', '"') == cell


def test_place_falls_back_from_item_to_cell_to_record() -> None:
    text = 'id,claim,supports\nAB-1,"a, b",one2000; two2001\n'
    assert places(text, (2, "supports/two2001"), (2, "supports/three")) == [(2, 22), (2, 13)]
    assert places(text, (2, "nothing"), (2, ""), (9, "claim")) == [(2, 1), (2, 1), (9, 1)]
    assert places("", (1, "claim")) == [(1, 1)]


def test_a_quote_that_is_never_closed_hides_no_other_place() -> None:
    text = 'id,claim\nAB-1,"a\n' + "AB-2,b\n" * 500
    assert places(text, (2, "claim"), (3, "claim"), (400, "claim")) == [(2, 6), (3, 6), (400, 6)]


@pytest.mark.parametrize(
    ("broken", "ids", "line"),
    [
        ('id,claim\nA-1,x\nA-2,"open\nA-3,y\nA-4,z\n', ["A-1", "A-3", "A-4"], 3),
        ('id,claim\nA-1,"quoted" behind\nA-2,y\n', ["A-2"], 2),
    ],
)
def test_reading_goes_on_behind_a_broken_record(broken: str, ids: list[str], line: int) -> None:
    found = csv_table.read("claims.csv", broken.encode(), CLAIMS)
    assert list(found.column("id")) == ids
    assert [(finding.rule, finding.line) for finding in found.findings] == [("files/unreadable-file", line)]


def test_plain_text_blocks() -> None:
    text = "Bone\n\nBone lives\nand grows.\n\n- one\n- two\nA | B\n---|---\nx | y\n\nReferences\n\nA book.\n"
    kinds = [(block.kind, block.line) for block in read(text)]
    assert kinds == [
        ("heading", 1),
        ("prose", 3),
        ("list-item", 6),
        ("list-item", 7),
        ("table-header", 8),
        ("table-row", 10),
        ("heading", 12),
        ("reference", 14),
    ]
    assert fingerprint("Bone “lives” — well.") == fingerprint('bone "lives" well')


def test_no_fingerprint_looks_like_a_number() -> None:
    for number in range(4000):
        digits = fingerprint(f"word {number}")
        assert set(digits) - set("0123456789e"), digits
