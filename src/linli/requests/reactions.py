"""What 一口受理 does by itself when something happened."""

from linli.kernel.actor import Actor
from linli.kernel.outbox import reacts_to
from linli.places.events import BuildingPutIntoGrid, FacilityFoundFaulty
from linli.requests import operations
from linli.requests.events import RequestFiled, RequestTransferred


@reacts_to(RequestFiled, needs=("requests.propose",))
def propose_after_filing(event: RequestFiled, actor: Actor) -> None:
    """The proposal stands beside the request before anybody opens it."""
    operations.propose(actor, event.aggregate_id)


@reacts_to(RequestTransferred, needs=("requests.propose",), wide=True)
def propose_after_transfer(event: RequestTransferred, actor: Actor) -> None:
    """The new community gets a proposal of its own: its earlier cases count there."""
    operations.propose(actor, event.new_request_id)


@reacts_to(BuildingPutIntoGrid, needs=("requests.follow_grid",))
def follow_the_building(event: BuildingPutIntoGrid, actor: Actor) -> None:
    """Open matters of the building are the new grid's from now on."""
    operations.follow_grid(actor, event.region_id, event.aggregate_id, event.grid_id)


@reacts_to(FacilityFoundFaulty, needs=("requests.file_for_other",))
def report_the_facility(event: FacilityFoundFaulty, actor: Actor) -> None:
    """What was found faulty on the round is a matter like any other, without anybody filling in a form."""
    operations.file_for_facility(actor, event.aggregate_id, event.check_id)
