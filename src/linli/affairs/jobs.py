"""Work of 事情 that time itself brings."""

from linli.affairs.rebuilding import compare_all, whole_city
from linli.kernel.actor import Actor
from linli.kernel.jobs import job


@job("affairs.compare", needs=("affairs.follow",), wide=True, atomic=False, every="10 3 * * *", lock="affairs.compare")
def compare(actor: Actor) -> None:
    """Each night: what no event told (an archive, a change of rules) is brought up to date."""
    compare_all(actor, whole_city(actor), repair=True)
