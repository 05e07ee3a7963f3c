"""Work of 一口受理 that time itself brings."""

from linli.kernel.actor import Actor
from linli.kernel.jobs import job, step
from linli.requests import operations


@job("requests.escalate_alarms", needs=("requests.escalate",), wide=True, atomic=False, every="* * * * *", lock="requests.escalate_alarms")
def escalate_alarms(actor: Actor) -> None:
    """Each minute: emergencies nobody answered or reached in time go one step up (domain §6)."""
    with step(actor):
        due = operations.due_alarms()
    for request_id in due:
        with step(actor):
            operations.escalate(actor, request_id)


@job("requests.drop_old_drafts", needs=("requests.drop_old_drafts",), every="20 * * * *")
def drop_old_drafts(actor: Actor) -> None:
    """Each hour: unfinished forms nobody came back to."""
    operations.drop_old_drafts(actor)


@job("requests.recount_dues", needs=("requests.recount",), wide=True, atomic=False, every="40 */6 * * *", lock="requests.recount_dues")
def recount_dues(actor: Actor) -> None:
    """After a calendar was loaded: due times that were only counted by weekends are counted again."""
    with step(actor):
        due = operations.due_in_new_years()
    for request_id in due:
        with step(actor):
            operations.recount(actor, request_id)
