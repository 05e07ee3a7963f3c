"""Files made to hurt: a few kilobytes that claim the last cell of a sheet, and ones that are no workbook."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from linli.imports.operations import reading, unpack
from linli.imports.operations.reading import rows_of
from linli.kernel.errors import Invalid, TooMany


def _sheet(*cells: tuple[int, int, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row, column, text in cells:
            sheet.write_string(row, column, text)
    return out.getvalue()


def test_a_sheet_that_claims_every_cell_is_refused_and_the_server_lives() -> None:
    with pytest.raises(Invalid):
        rows_of(_sheet((0, 0, "小区"), (1_048_575, 16_383, "x")), 5000)


def test_a_plain_sheet_is_read() -> None:
    assert rows_of(_sheet((0, 0, "小区"), (1, 0, "桂苑小区")), 5000) == [["小区"], ["桂苑小区"]]


@pytest.mark.parametrize("content", [b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0" + b"A" * 5000])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        rows_of(content, 5000)


def _repeated(text: str, rows: int) -> bytes:
    """A workbook in which one long text is used by every row: its file is small, what it unfolds to is not."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_string(row, 0, text)
    return out.getvalue()


def test_a_long_text_in_every_row_is_cut_before_it_reaches_the_server() -> None:
    content = _repeated("测" * 30_000, 1000)
    assert len(content) < 40_000
    rows = rows_of(content, 5000)
    assert {len(cell) for row in rows for cell in row} == {unpack.MOST_IN_CELL}


def test_more_characters_than_any_ledger_has_are_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for row in range(1000):
            for column in range(13):
                sheet.write_string(row, column, "测" * 500)
    with pytest.raises(Invalid, match="字太多"):
        rows_of(out.getvalue(), 5000)


def test_what_the_reader_says_is_bounded_by_the_system(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = (
        f"import resource, runpy; unpack = runpy.run_path({unpack.__file__!r}); unpack['limit_me'](); print('x' * {unpack.MOST_OUTPUT + 1})"
    )
    with told.open("wb") as out:
        done = subprocess.run([sys.executable, "-c", script], stdout=out, stderr=subprocess.DEVNULL, check=False)
    assert done.returncode
    assert told.stat().st_size <= unpack.MOST_OUTPUT


def test_only_so_many_workbooks_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WAIT_SECONDS", 0.01)
    for _ in range(reading.AT_ONCE):
        assert reading.room.acquire(timeout=1)
    try:
        with pytest.raises(TooMany, match="过一分钟再传"):
            rows_of(_sheet((0, 0, "小区"), (1, 0, "桂苑小区")), 5000)
    finally:
        for _ in range(reading.AT_ONCE):
            reading.room.release()


@pytest.mark.parametrize("place", [1, -1])
def test_a_nul_anywhere_in_a_text_is_refused(place: int) -> None:
    lines = [b"\xe5\xb0\x8f\xe5\x8c\xba,x"] + [b"a,b"] * 3000
    lines[place] = b"a\x00,b"
    with pytest.raises(Invalid):
        rows_of(b"\r\n".join(lines), 5000)
