"""Where 说件事 is open: the module runs and somebody takes requests on; elsewhere the number to call instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linli.accounts import contract as accounts
from linli.regions import contract as regions

HOTLINE, HOTLINE_LABEL = "12345", "政务热线"


@dataclass(frozen=True)
class Closed:
    """A community that is not open yet, and whom to call."""

    name: str
    phone: str
    label: str

    @property
    def words(self) -> str:
        """The sentence for the page."""
        return f"{self.name}还没有开通“说件事”，在这里交了没有人收。请打 {self.phone}（{self.label}）。"


def open_communities(region_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those where a request filed now is read by somebody."""
    return accounts.open_in("requests", "requests.accept", region_ids)


def closed(region_id: UUID) -> Closed | None:
    """None where the community is open."""
    if region_id in open_communities([region_id]):
        return None
    found = regions.info(region_id)
    contact = regions.committee_contact(region_id)
    phone, label = (contact.phone, contact.title) if contact else (HOTLINE, HOTLINE_LABEL)
    return Closed(found.name if found else "这里", phone, label)
