"""The records of a file without their cells are those that ``csv`` finds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencebase.readers import csv_table, raw
from evidencebase.schema import TERMS

CELLS = st.text(st.sampled_from('ab",;\n\r 字'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1), st.sampled_from(["\n", "\r\n"]))
def test_records_begin_where_csv_finds_them(rows: list[list[str]], end: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    found = list(raw.records(written.getvalue().encode()))
    assert [next(csv.reader(io.StringIO(record.data.decode(), newline=""))) for record in found] == rows
    reader, lines = (
        csv.reader(io.StringIO(written.getvalue().replace("\r\n", "\n").replace("\r", "")), strict=True),
        [1],
    )
    lines += [reader.line_num + 1 for _ in reader]
    assert [record.line for record in found] == lines[:-1]


def digests(text: str, keep: bool = True) -> list[bytes]:
    data = text.encode()
    found = raw.Digests(data)
    for sheet in csv_table.parts(TERMS.file, data, TERMS, most=2):
        found.add(sheet, [keep] * len(sheet))
    joined = found.joined()
    return [joined[at : at + raw.SIZE] for at in range(0, len(joined), raw.SIZE)]


@pytest.mark.parametrize("text", ["id,label\na,b\nc,d\ne,f\n", 'id,label\r\n\r\n"a","b\r\nc"\r\n\r\nd,e\r\nf,g'])
def test_each_record_has_a_digest(text: str) -> None:
    assert digests(text) == [record.digest for record in raw.records(text.encode())]
    assert len(set(digests(text))) == 4


@pytest.mark.parametrize(
    "text",
    ['id,label\na"b,"c\n",d"e\nf,g\n', "id,label\ra,b\rc,d\n", 'id,label\na,"b\n', ""],
    ids=["quotes inside cells", "CR", "never closed", "empty"],
)
def test_records_that_are_other_ones_for_csv_have_none(text: str) -> None:
    assert digests(text) == []


def test_a_record_that_became_no_row_is_left_out() -> None:
    assert digests("id,label\na,b\n", keep=False)[1:] == [raw.LEFT_OUT]


def test_where_a_record_stands_does_not_matter() -> None:
    (_, one, other, last) = raw.records(b"id\na\na\r\na")
    assert one.digest == other.digest == last.digest
    assert (one.line, other.line, last.line) == (2, 3, 4)
    assert raw.digests([one, other, last]) == [one.digest, raw.LEFT_OUT, raw.LEFT_OUT]


def test_a_quote_that_is_never_closed_is_read_through() -> None:
    lines = b"id,label\n" + b'a,"b\n' + b"c,d\n" * 300_000
    assert [record.line for record in raw.records(lines)] == [1, 2]
