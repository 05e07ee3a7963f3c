"""Files made to hurt: a few kilobytes that claim the last cell of a sheet, and ones that are no workbook."""

import io

import pytest
import xlsxwriter

from linli.kernel.errors import Invalid
from linli.people.operations.ledger.reading import rows_of


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
