"""The filters of the queue as an address says them, and as the tail of one."""

from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from linli.kernel import words as sealed_words
from linli.kernel.typed import uuid_or_none
from linli.requests import queries
from linli.requests.queries import Filters
from linli.requests.rules import catalogue, states, words

ANYBODY = ("requests.add_note", "requests.sign", "requests.accept")


def filters_of(data: QueryDict, default: str = "mine") -> Filters:
    """Filters of an address. Unknown values filter nothing rather than fail."""
    known: dict[str, frozenset[str]] = {
        "sanshi": frozenset(words.SANSHI),
        "category": frozenset(catalogue.CATEGORIES),
        "status": frozenset(states.STATUSES),
        "channel": frozenset(words.CHANNELS),
    }
    said = {name: data.get(name, "") for name in known}
    tab = data.get("tab", default)
    return Filters(
        tab=tab if tab in queries.TABS else default,
        grid_id=uuid_or_none(data.get("grid", "")),
        text=sealed_words.from_address(data.get("q", "")),
        **{name: value if value in known[name] else "" for name, value in said.items()},
    )


def as_query(filters: Filters, **changes: Any) -> str:
    """The filters as the tail of an address."""
    changed = replace(filters, **changes)
    names = {"grid_id": "grid", "text": "q"}
    pairs = {names.get(one.name, one.name): getattr(changed, one.name) for one in fields(changed)}
    pairs["q"] = sealed_words.into_address(changed.text)
    return urlencode({name: value for name, value in pairs.items() if value})
