"""Reads one workbook in a process of its own: standard input is the file, standard output its first sheet as JSON.

A spreadsheet of a few kilobytes can claim a cell at XFD1048576; its reader then asks for hundreds of gigabytes and the whole process
ends. Here it is only this one, under a limit of memory and time. Started by path, so it must import nothing of the project.
"""

import io
import json
import resource
import sys
from datetime import date, datetime

import python_calamine

MEMORY = 1024 * 1024 * 1024
MOST_CELLS = 4_000_000
LOCKED, UNREADABLE = 3, 4


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)


def main() -> int:
    """Exit code: 0, LOCKED or UNREADABLE; anything else is the end by a limit."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        return LOCKED
    except (python_calamine.CalamineError, IndexError, ValueError, OSError, MemoryError):
        return UNREADABLE
    if sum(len(row) for row in sheet) > MOST_CELLS:
        return UNREADABLE
    json.dump([[_plain(value) for value in row] for row in sheet], sys.stdout, ensure_ascii=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
