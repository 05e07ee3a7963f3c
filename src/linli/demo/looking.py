"""A few readings of personal data, so that 谁看过我的信息 and the auditor's lists have something to show."""

from datetime import datetime, time, timedelta

from linli.accounts import contract as accounts
from linli.demo.actors import doing, platform
from linli.demo.ledger import STARS
from linli.demo.staff import Cast
from linli.kernel import clock
from linli.people import contract as people
from linli.people.contract import Why
from linli.privacy import contract as privacy

# who, days ago, time of day, what, purpose, words
LOOKS: tuple[tuple[str, int, time, str, str, str], ...] = (
    ("worker", 12, time(10, 20), "phone", "contact", "约好上门看楼道灯"),
    ("worker", 5, time(15, 5), "phone", "matter", "问一问修好没有"),
    ("worker", 3, time(9, 40), "name", "check", "核对户口簿"),
    ("worker", 2, time(22, 40), "phone", "emergency", "夜里停水，逐户通知"),
)


def look(cast: Cast) -> None:
    """Play the readings of the first resident of the story; once."""
    with doing(platform()):
        person_id = accounts.actor_of_user(cast.users[STARS[0].key]).person_id
        if person_id is None or privacy.reads_of(person_id, 1):
            return
    for who, days, at, field, purpose, words in LOOKS:
        moment = datetime.combine(clock.today() - timedelta(days=days), at, clock.SHANGHAI)
        actor = accounts.actor_of_user(cast.users[who])
        with clock.frozen(moment), doing(actor):
            people.reveal(actor, person_id, field, Why(purpose, words))
