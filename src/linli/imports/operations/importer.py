"""What a context brings so that its objects can be imported; the engine does the rest (docs/dev/imports.md)."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible


@dataclass(frozen=True)
class Column:
    """A column by its key; `names` are further titles it is known by. `options` become the template's drop-down."""

    key: str
    title: str
    hint: str
    names: tuple[str, ...] = ()
    needed: bool = False
    options: tuple[str, ...] = ()
    example: str = ""
    width: int = 12


@dataclass(frozen=True)
class Line:
    """A row of a file as it was read: its number there and the texts by column key."""

    number: int
    texts: dict[str, str]


@dataclass(frozen=True)
class Target:
    """Which batch is written where."""

    batch_id: UUID
    region_id: UUID


@dataclass
class Row:
    """A row under check. `problems` are (column key, sentence), no sentence repeats a personal value; `made` is what taking back needs."""

    number: int
    region_id: UUID
    texts: dict[str, str]
    problems: list[tuple[str, str]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    made: dict[str, Any] = field(default_factory=dict)

    def wrong(self, key: str, sentence: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append((key, sentence))

    def take(self, refusal: Invalid, keys: dict[str, str]) -> None:
        """Note what an operation would refuse; `keys` are column keys by the operation's field names."""
        for name, sentences in (refusal.fields or {"": [refusal.message]}).items():
            for sentence in sentences:
                self.wrong(keys.get(name, name), sentence)


@dataclass(frozen=True)
class Made:
    """A row that was loaded: its number in the file and what was made of it."""

    number: int
    made: dict[str, Any]


R = TypeVar("R", bound=Row)


class Importer(ABC, Generic[R]):
    """One kind of object. `needs` are the permissions of its writer; who uploads must hold them in the region."""

    key: ClassVar[str]
    title: ClassVar[str]
    sheet: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    needs: ClassVar[tuple[str, ...]]

    def offers(self, region_ids: Sequence[UUID]) -> dict[str, list[str]]:  # noqa: ARG002  # most kinds offer nothing of the community's own
        """Drop-downs of the template that depend on the community: column key → values."""
        return {}

    @abstractmethod
    def parse(self, region_id: UUID, lines: Sequence[Line]) -> list[R]:
        """Rows from texts, with a problem for each cell that is wrong in itself. May read the registry, must not write."""

    def compare(self, rows: Sequence[R]) -> None:  # most kinds compare nothing
        """Mark duplicates and contradictions inside the file; the later row is the one to change."""

    def against(self, actor: Actor, rows: Sequence[R]) -> None:  # as above
        """Mark what the registry contradicts; asked in chunks, inside an operation."""

    @abstractmethod
    def write(self, actor: Actor, target: Target, rows: Sequence[R]) -> None:
        """Write the rows of one chunk inside the engine's operation; set `made`, or a problem for what cannot be written any more."""

    @abstractmethod
    def take_back(self, actor: Actor, target: Target, rows: Sequence[Made]) -> dict[int, str]:
        """Take rows back that nobody changed since; number → why a row stays."""

    def close(self, actor: Actor, target: Target, undone: Sequence[Made]) -> dict[int, str]:  # noqa: ARG002  # as above
        """After all rows were taken back; number → what stayed although the row went."""
        return {}


_importers: dict[str, Importer[Any]] = {}


def register(importer: Importer[Any]) -> None:
    """Bring a kind of object, from a context's `apps.ready`."""
    _importers[importer.key] = importer


def get(key: str) -> Importer[Any]:
    """The importer of a kind. Raises NotVisible."""
    try:
        return _importers[key]
    except KeyError:
        raise NotVisible from None


def everything() -> list[Importer[Any]]:
    """All importers, the ledger of people first."""
    return sorted(_importers.values(), key=lambda one: (one.key != "people.ledger", one.key))
