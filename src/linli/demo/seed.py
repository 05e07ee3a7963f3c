"""Seeds the demonstration, step by step; each step commits and can be run again."""

from collections.abc import Callable
from datetime import date

from linli.accounts import contract as accounts
from linli.demo import bulletins, facilities, looking, playing, quality, staff, works
from linli.demo.actors import doing, key, platform
from linli.demo.ground import Ground, lay_out
from linli.demo.ledger import Ledger
from linli.demo.playing import Play
from linli.imports import contract as imports
from linli.imports.models import ImportBatch
from linli.insight import contract as insight
from linli.kernel import clock
from linli.kernel.models import OperationRecord
from linli.kernel.relay import deliver_waiting
from linli.kernel.sealing import seal_now
from linli.regions import contract as regions

Say = Callable[[str], None]
PLACE = "金竹社区"


def seed(say: Say) -> None:
    """Lay out both places, hire, import the ledgers, post notices, play the month."""
    if _long_ago():
        say("already there")
        return
    ground = lay_out()
    say("two places laid out")
    cast = staff.hire(ground)
    say(f"{len(cast.users)} accounts")
    ledger = Ledger(_first_day())
    _import(ground, ledger, cast)
    staff.settle_residents(ground, cast, ledger)
    say(f"{ledger.folk.count} people in {ledger.households} households")
    bulletins.post(ground, cast, clock.today())
    facilities.place_them(ground, cast)
    works.propose_them(ground, cast)
    looking.look(cast)
    quality.check(ground, cast, ledger)
    played = playing.play_all(Play(ground, cast, clock.now()))
    while deliver_waiting():
        pass
    _count(ground)
    seal_now()
    say(f"{played} matters played")


def _count(ground: Ground) -> None:
    """The sums that each night makes, so that the map of the first day has them."""
    city = regions.info(ground.jinzhu)
    with doing(platform()) as actor:
        insight.count_communities(actor, [ground.jinzhu, ground.qinglong])
        if city:
            insight.sum_up(actor, city.path_ids[0])


def _long_ago() -> bool:
    """Seeded so long ago that its operation ids are purged: it must not be seeded again beside itself."""
    there = any(one.region.demo for one in regions.search(PLACE, levels=(regions.COMMUNITY,)))
    return there and not OperationRecord.objects.filter(op_id=key("unit:property")).exists()


def _first_day() -> date:
    """The day the seed began: a broken one that goes on the next day makes the same people."""
    begun = OperationRecord.objects.filter(op_id=key("unit:property")).first()
    return clock.local(begun.at).date() if begun else clock.today()


def _import(ground: Ground, ledger: Ledger, cast: staff.Cast) -> None:
    for who, region_id, content in (("worker", ground.jinzhu, ledger.community()), ("village", ground.qinglong, ledger.village())):
        actor = accounts.actor_of_user(cast.users[who])
        with doing(actor):
            batch = imports.upload(actor, "people.ledger", region_id, "社区台账.csv", content, op_id=key(f"ledger:{who}"))
        imports.check(actor, batch.pk)
        with doing(actor):
            batch.refresh_from_db()
            if batch.bad:
                message = f"{batch.bad} rows of the demo ledger are wrong: {_first_problem(batch)}"
                raise playing.BadStory(message)
            if batch.state == batch.State.READY:
                imports.start_loading(actor, batch.pk)
        imports.load(actor, batch.pk)


def _first_problem(batch: ImportBatch) -> str:
    row = batch.rows.exclude(problems=[]).order_by("number").first()
    return f"row {row.number}: {row.problems[0]}" if row else ""
