"""What the ledger of people does by itself when something happened to a house."""

from linli.kernel.actor import Actor
from linli.kernel.outbox import reacts_to
from linli.people.operations import succession
from linli.places.events import HousesMerged, HouseSplit


@reacts_to(HousesMerged, needs=("people.follow_house",))
def follow_the_merged(event: HousesMerged, actor: Actor) -> None:
    """Links go on at the house that stands now."""
    succession.follow_merge(actor, event.region_id, event.aggregate_id, event.were)


@reacts_to(HouseSplit, needs=("people.follow_house",))
def follow_the_split(event: HouseSplit, actor: Actor) -> None:
    """Owners own the parts; the rest is a task."""
    succession.follow_split(actor, event.region_id, event.aggregate_id, event.into)
