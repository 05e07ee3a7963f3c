"""人房关联 in two times: a link is never changed, only closed and followed by a newer version (domain/registry.md §5).

When it held: `starts_on` up to, not including, `ends_on`. When we knew it: `known_from` up to `withdrawn_at`. Versions share `link_id`.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from linli.kernel import clock
from linli.kernel.errors import Invalid
from linli.kernel.ids import new_id
from linli.kernel.scope import beyond_grids
from linli.people import rules
from linli.people.models import Person, Residence

COPIED = tuple(
    field.attname for field in Residence._meta.local_fields if field.attname not in {"id", "known_from", "withdrawn_at", "version"}
)


def revise(link: Residence, *, at: datetime | None = None, **changes: Any) -> Residence:
    """What we know of a link from now on; what we knew before stays as it was."""
    now = at or clock.now()
    link.withdrawn_at = now
    link.save(update_fields=["withdrawn_at"])
    kept = {name: getattr(link, name) for name in COPIED}
    newer = Residence(id=new_id(), known_from=now, version=link.version + 1, **{**kept, **changes})
    newer.save(force_insert=True)
    return newer


def again(link: Residence) -> Residence:
    """A version that was set aside holds again from now on."""
    kept = {name: getattr(link, name) for name in COPIED}
    newer = Residence(id=new_id(), known_from=clock.now(), version=link.version + 1, **kept)
    newer.save(force_insert=True)
    return newer


def end(link: Residence, day: date) -> Residence:
    """The link held up to a day; never before it began."""
    return revise(link, ends_on=max(day, link.starts_on) if link.starts_on else day)


def start_of(person: Person, house_id: UUID, kind: str, wanted: date | None, *, main: bool) -> date | None:
    """From when a new link holds: as wanted, today where nothing was said and there were such links before.

    Raises Invalid when an earlier link of the kind, or an earlier main residence, reaches beyond that day.
    """
    with beyond_grids():  # also a home in the next grid
        standing = list(person.residences.standing().exclude(ends_on=None))
    before = [row.ends_on for row in standing if (main and row.main) or (row.house_id == house_id and row.kind == kind)]
    last = max((day for day in before if day), default=None)
    if last is None:
        return wanted
    day = wanted or clock.today()
    if day < last:
        sentence = f"那时候登记他{'主要住在别处' if main else '已经是' + rules.LINKS[kind]}，到 {last:%Y-%m-%d} 为止。日期写晚一点。"
        raise Invalid(sentence, {"starts_on": [sentence]})
    return day
