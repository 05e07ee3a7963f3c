"""Each night every community's ledger is checked."""

from linli.kernel.actor import Actor
from linli.kernel.jobs import job, step
from linli.people import contract as people
from linli.quality import operations


@job("quality.check_all", needs=("quality.check",), wide=True, atomic=False, every="30 1 * * *", lock="quality.check_all")
def check_all(actor: Actor) -> None:
    """One community a transaction; run twice, it gives the same."""
    with step(actor):
        communities = sorted(people.kept_regions())
    for region_id in communities:
        with step(actor):
            operations.check_community(actor, region_id)
