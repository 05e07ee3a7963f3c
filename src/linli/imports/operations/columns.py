"""Which column of a file is which: by its title or one of its further names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from linli.imports.operations.importer import Column
from linli.kernel import forbidden
from linli.kernel.errors import Invalid


@dataclass(frozen=True)
class Layout:
    """Where each key stands in the file, and which titles nobody reads."""

    places: dict[str, int]
    titles: tuple[str, ...]
    unread: tuple[str, ...]


def _plain(title: str) -> str:
    return re.split("[（(]", "".join(title.split()).replace("*", "").replace("＊", ""))[0]


def layout(columns: Sequence[Column], titles: Sequence[str]) -> Layout:
    """Read the first row. Raises Invalid for a class that is never stored, a missing or a doubled column."""
    for number, title in enumerate(titles, start=1):
        label = forbidden.in_title(title)
        if label:
            raise _refused(f"第 {number} 列“{title[:20]}”不能导：{forbidden.sentence(label)}", code="forbidden_column")
    keys = {title: column for column in columns for title in (column.title, *column.names)}
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        column = keys.get(_plain(title))
        if column is None:
            continue
        if column.key in found:
            raise _refused(f"“{column.title}”有两列（第 {found[column.key] + 1} 列和第 {place + 1} 列），请留一列。")
        found[column.key] = place
    missing = [column.title for column in columns if column.needed and column.key not in found]
    if missing:
        raise _refused(f"少了这几列：{'、'.join(missing)}。请用模板，第一行是各列的名字。")
    unread = tuple(title for title in titles if title.strip() and _plain(title) not in keys)
    return Layout(found, tuple(titles), unread)


def _refused(message: str, code: str = "") -> Invalid:
    refusal = Invalid(message, {"file": [message]})
    refusal.reason = code or refusal.reason
    return refusal
