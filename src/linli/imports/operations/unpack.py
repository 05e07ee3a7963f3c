"""Reads one workbook in a process of its own: standard input is the file, standard output its first sheet as JSON.

A spreadsheet of a few kilobytes can claim a cell at XFD1048576; its reader then asks for hundreds of gigabytes and the whole process
ends. Here it is only this one, under a limit of memory, time and output: what a few kilobytes unfold to must not fill the server that
reads the answer either. Started by path, so it must import nothing of the project.
"""

import io
import json
import resource
import sys
from collections.abc import Sequence
from datetime import date, datetime

import python_calamine

MEMORY = 1024 * 1024 * 1024
MOST_CELLS = 4_000_000
# No column of a ledger holds more; what stands in a longer cell (a remark nobody reads here) is cut.
MOST_IN_CELL = 500
MOST_CHARACTERS = 6_000_000
MOST_OUTPUT = 64 * 1024 * 1024
LOCKED, UNREADABLE, TOO_MUCH = 3, 4, 5


class TooMuch(Exception):
    """More characters than any ledger has."""


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return value
    return str(value)[:MOST_IN_CELL]


def _bounded(sheet: Sequence[Sequence[object]]) -> list[list[object]]:
    """The sheet with short cells and without the empty ones at the end of rows. Raises TooMuch."""
    total = 0
    rows = []
    for cells in sheet:
        row = [_plain(value) for value in cells]
        while row and row[-1] == "":
            row.pop()
        total += sum(len(value) for value in row if isinstance(value, str))
        if total > MOST_CHARACTERS:
            raise TooMuch
        rows.append(row)
    return rows


def limit_me() -> None:
    """Memory, size of what is written, no core files."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Exit code: 0, LOCKED, UNREADABLE or TOO_MUCH; anything else is the end by a limit."""
    limit_me()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        return LOCKED
    except (python_calamine.CalamineError, IndexError, ValueError, OSError, MemoryError):
        return UNREADABLE
    if sum(len(row) for row in sheet) > MOST_CELLS:
        return UNREADABLE
    try:
        sys.stdout.buffer.write(json.dumps(_bounded(sheet), ensure_ascii=False).encode())
    except TooMuch:
        return TOO_MUCH
    return 0


if __name__ == "__main__":
    sys.exit(main())
