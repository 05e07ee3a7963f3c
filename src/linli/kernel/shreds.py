"""Log records as found, and which of them were emptied lawfully (依法遮去). Pure: runs without Django or database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.kernel.digest import canonical, hmac_sm3

SHRED = "privacy.shred_subject"
EMPTIED = "emptied"


@dataclass(frozen=True)
class Entry:
    """A log record as found: its sealed fields, and its content unless shredded."""

    fields: tuple[Any, ...]
    payload: Any
    salt: bytes | None

    @property
    def id(self) -> str:
        return str(self.fields[0])

    @property
    def book(self) -> str:
        return str(self.fields[1])

    @property
    def at(self) -> datetime:
        """The hour the record says."""
        return datetime.fromisoformat(str(self.fields[2]))

    @property
    def written_at(self) -> datetime:
        """The hour the database wrote it."""
        return datetime.fromisoformat(str(self.fields[3]))

    @property
    def transaction(self) -> int:
        return int(self.fields[4])

    @property
    def subject_id(self) -> str | None:
        return None if self.fields[10] is None else str(self.fields[10])

    @property
    def shredded(self) -> bool:
        return self.payload is None and self.salt is None

    def content_matches(self) -> bool:
        """Whether the content is what the commitment was made for."""
        if self.salt is None or self.payload is None:
            return False
        return hmac_sm3(self.salt, canonical(self.payload)).hex() == str(self.fields[12])


class Shreds:
    """Which records were emptied lawfully: those that a line of lawful shredding names.

    Lines from before they named anything speak for the records about their person that were written before them.
    """

    def __init__(self, lines: Iterable[Entry]) -> None:
        self.lines = [line for line in lines if line.content_matches()]
        self._named: dict[str, set[str]] = {}
        self._until: dict[str, datetime] = {}
        for line in self.lines:
            person = line.subject_id or ""
            if EMPTIED in line.payload:
                self._named.setdefault(person, set()).update(line.payload[EMPTIED])
            else:
                self._until[person] = max(line.written_at, self._until.get(person, line.written_at))

    def lawful(self, entry: Entry) -> bool:
        """Whether an empty record was emptied lawfully."""
        if entry.subject_id is None or not entry.shredded:
            return False
        until = self._until.get(entry.subject_id)
        return entry.id in self._named.get(entry.subject_id, ()) or (until is not None and entry.written_at <= until)
