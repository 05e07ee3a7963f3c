"""A tiny context inside the tests: an event, its reactions and jobs that leave countable traces."""

from uuid import UUID

from linli.kernel import clock, permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow
from linli.kernel.jobs import job, when_given_up
from linli.kernel.models import Heartbeat, Progress
from linli.kernel.operations import operation
from linli.kernel.outbox import event, reacts_to

permissions.declare("kernel.test_mark", "测试：做记号", roles=("community_worker",))


@event
class LampMended:
    """Something happened in a region."""

    aggregate_id: UUID
    region_id: UUID
    number: int


trouble: dict[str, int] = {}


def mark(actor: Actor, region_id: UUID, kind: str) -> Progress:
    """An operation that leaves one row in the region."""
    with operation(actor, "kernel.test_mark") as op:
        op.require(region_id)
        made = Progress.objects.create(region_id=region_id, kind=kind, at=clock.now())
        op.record(made)
    return made


@reacts_to(LampMended, needs=("kernel.test_mark",))
def count_it(happened: LampMended, actor: Actor) -> None:
    """First reaction."""
    mark(actor, happened.region_id, f"count {happened.number}")


@reacts_to(LampMended, needs=("kernel.test_mark",))
def fails_at_first(happened: LampMended, actor: Actor) -> None:
    """Second reaction; fails as often as the test says."""
    mark(actor, happened.region_id, f"second {happened.number}")
    if trouble.get("times", 0):
        trouble["times"] -= 1
        message = "call 10012345678"
        raise RuntimeError(message)


@job("kernel.test_job", needs=("kernel.test_mark",))
def make_mark(actor: Actor, region_id: UUID, kind: str) -> None:
    """A job that leaves one row."""
    mark(actor, region_id, kind)


@job("kernel.test_fails", needs=("kernel.test_mark",), retry=1)
def fails(_actor: Actor, region_id: UUID) -> None:
    """A job that never ends well; what it says names a person."""
    message = f"call 10012345678, {region_id}"
    raise RuntimeError(message)


@when_given_up(fails)
def say_so(actor: Actor, region_id: UUID) -> None:
    """What it leaves when it is given up."""
    mark(actor, region_id, "given up")


@job("kernel.test_refused", needs=("kernel.test_mark",))
def refuses(_actor: Actor) -> None:
    """A job that is refused."""
    Heartbeat.objects.update_or_create(name="refused", defaults={"at": clock.now()})
    message = "现在不行"
    raise NotNow(message)
