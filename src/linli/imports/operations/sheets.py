"""The template people fill in, and the file that marks what to change."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from linli.imports.operations.importer import Column, Importer, Row

ROWS = 5000
MOST_OFFERED = 200
# A name in the registry may begin with = or look like an address: it stays the text it is.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def template_sheet(importer: Importer[Any], offers: dict[str, list[str]]) -> bytes:
    """An empty file with data lists, text columns and a sheet that explains each column; as .xlsx."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#E5EFE9", "border": 1, "border_color": "#A8C8BB"})
        text, wrap = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet, help_sheet = book.add_worksheet(importer.sheet), book.add_worksheet("填写说明")
        for place, column in enumerate(importer.columns):
            sheet.set_column(place, place, column.width, text)
            sheet.write(0, place, column.title, head)
            options = offers.get(column.key, [])[:MOST_OFFERED] or column.options
            if options:
                _offer(book, sheet, place, options)
        sheet.freeze_panes(1, 0)
        help_sheet.set_column(0, 0, 14)
        help_sheet.set_column(1, 2, 56, wrap)
        help_sheet.write_row(0, 0, ["列", "怎么填", "例子"], head)
        for line, column in enumerate(importer.columns, start=1):
            hint = ("必填。" if column.needed else "") + column.hint
            help_sheet.write_row(line, 0, [column.title, hint, column.example])
    return out.getvalue()


def _offer(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, place: int, options: Sequence[str]) -> None:
    """A drop-down. Excel holds at most 255 characters in a list, so the options stand on a hidden sheet."""
    lists = book.get_worksheet_by_name("选项") or book.add_worksheet("选项")
    lists.hide()
    lists.write_column(0, place, options)
    column = xlsxwriter.utility.xl_col_to_name(place)
    source = f"=选项!${column}$1:${column}${len(options)}"
    sheet.data_validation(
        1, place, ROWS, place, {"validate": "list", "source": source, "error_title": "请从下拉里选", "error_type": "warning"}
    )


def error_sheet(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Only the rows to change, wrong cells coloured and commented; columns as in the template, so that it can be uploaded again."""
    titles = {column.key: column.title for column in columns}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        head = book.add_format({"bold": True, "bg_color": "#E5EFE9", "border": 1, "border_color": "#A8C8BB"})
        bad = book.add_format({"num_format": "@", "bg_color": "#FBEBDF", "border": 2, "border_color": "#A63F0C"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("要改的行")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, text)
            sheet.write(0, place, column.title, head)
        sheet.set_column(len(columns), len(columns), 60)
        sheet.write_row(0, len(columns), ["要改什么（传之前不用删）", "原来第几行"], head)
        for line, row in enumerate(rows, start=1):
            wrong = dict(reversed(row.problems))
            for place, column in enumerate(columns):
                value = row.texts.get(column.key, "")
                sheet.write_string(line, place, value, bad if column.key in wrong else text)
                if column.key in wrong:
                    sheet.write_comment(line, place, wrong[column.key], {"x_scale": 2})
            told = "；".join(f"{titles.get(key, key)}：{sentence}" for key, sentence in row.problems)
            sheet.write_string(line, len(columns), told)
            sheet.write_number(line, len(columns) + 1, row.number)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
