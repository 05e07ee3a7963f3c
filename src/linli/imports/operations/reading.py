"""From an uploaded file to rows of text: .xlsx, .xls, and CSV in UTF-8 or GB 18030."""

import csv
import io
import json
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from linli.imports.operations import unpack
from linli.kernel.errors import Invalid, TooMany

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_SECONDS = 60
AT_ONCE, WAIT_SECONDS = 2, 20
room = threading.BoundedSemaphore(AT_ONCE)
UNPACK = Path(unpack.__file__)
# A double holds 15 digits: an 18-digit number that a spreadsheet kept as a number has lost its end.
SAFE_DIGITS = 15
LOST = "⚠"


def rows_of(content: bytes, most_rows: int) -> list[list[str]]:
    """All rows, the first being the titles; blank rows at the end are dropped. Raises Invalid with what to do, TooMany."""
    if len(content) > MOST_BYTES:
        raise _wrong("文件太大了，最多 8 MB。请分小区导。")
    if content[:4] == b"PK\x03\x04":
        rows = _workbook(_unpackable(content))
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        rows = _workbook(content)
    else:
        rows = _text(content)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if any("\x00" in cell for row in rows for cell in row):
        raise _wrong("文件里有认不出来的字符。请在 Excel 里打开看一看，另存一份再传。")
    if len(rows) < 2:  # titles and one row
        raise _wrong("文件里没有数据。第一行写各列的名字，从第二行起一行一条。")
    if len(rows) - 1 > most_rows:
        raise _wrong(f"这份有 {len(rows) - 1:,} 行，一次最多 {most_rows:,} 行。请分小区导。")
    return rows


def _wrong(message: str) -> Invalid:
    return Invalid(message, {"file": [message]})


def _unpackable(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as failure:
        raise _wrong("这个 Excel 文件打不开，可能没存好。请在 Excel 里另存一份再传。") from failure
    if size > MOST_UNPACKED:
        raise _wrong("这个 Excel 文件解开以后太大了。请只留一张表，另存一份再传。")
    return content


def _workbook(content: bytes) -> list[list[str]]:
    """The first sheet, read by a process of its own: a forged file ends that one, not the server."""
    if not room.acquire(timeout=WAIT_SECONDS):
        raise TooMany("现在传文件的人多，过一分钟再传。", code="ledgers_busy", retry_after=60)
    try:
        return [[_cell(value) for value in row] for row in _unpacked(content)]
    finally:
        room.release()


def _unpacked(content: bytes) -> Sequence[Sequence[Any]]:
    """What the other process says; it writes to a file, which the system ends at a size."""
    command = [sys.executable, str(UNPACK)]
    with tempfile.TemporaryFile() as told:
        try:
            done = subprocess.run(command, input=content, stdout=told, stderr=subprocess.DEVNULL, timeout=MOST_SECONDS, check=False)  # noqa: S603  # our own file
        except subprocess.TimeoutExpired as failure:
            raise _wrong("这个 Excel 文件太复杂，读不完。请只留一张表，另存一份再传。") from failure
        if done.returncode == unpack.LOCKED:
            raise _wrong("这个文件设了打开密码。请去掉密码再传。")
        if done.returncode == unpack.TOO_MUCH:
            raise _wrong("这个 Excel 文件里的字太多了。请只留模板里那几列，另存一份再传。")
        if done.returncode:
            raise _wrong("这个 Excel 文件打不开，可能没存好。请在 Excel 里另存一份再传。")
        told.seek(0)
        rows: Sequence[Sequence[Any]] = json.loads(told.read())
        return rows


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        whole = float(value).is_integer()
        text = str(int(value)) if whole else repr(value)
        return LOST + text if whole and len(text.lstrip("-")) > SAFE_DIGITS else text
    return str(value).strip()


def _text(content: bytes) -> list[list[str]]:
    if b"\x00" in content:
        raise _wrong("认不出这个文件。请传 .xlsx、.xls 或 .csv。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _wrong("文件里的字认不出来。请存成 UTF-8 或 GB18030 的 CSV 再传。")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        return [
            [cell.strip().strip("\t")[: unpack.MOST_IN_CELL] for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        ]
    except csv.Error as failure:
        raise _wrong("CSV 里有一处引号没配成对。请用 Excel 打开，另存成 .xlsx 再传。") from failure
