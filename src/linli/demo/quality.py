"""The ledger's quality in the demonstration: somebody entered twice, and a first check of both places."""

from linli.accounts import contract as accounts
from linli.demo.actors import doing, key
from linli.demo.ground import Ground
from linli.demo.ledger import STARS, Ledger
from linli.demo.staff import Cast
from linli.people import contract as people
from linli.quality import contract as quality

TWICE = "he"


def check(ground: Ground, cast: Cast, ledger: Ledger) -> None:
    """何永川 came to the desk without his card and was entered once more; then both ledgers are checked."""
    actor = accounts.actor_of_user(cast.users["worker"])
    star = next(one for one in STARS if one.key == TWICE)
    with doing(actor):
        again = people.NewPerson(
            ground.jinzhu, star.name, id_type="000", sex="1", phones=((ledger.phones[star.key], "本人"),), source="窗口登记", demo=True
        )
        people.add_person(actor, again, op_id=key("quality:twice"))
    for who, region_id in (("worker", ground.jinzhu), ("village", ground.qinglong)):
        actor = accounts.actor_of_user(cast.users[who])
        with doing(actor):
            quality.check_community(actor, region_id)
