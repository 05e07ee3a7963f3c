"""What hangs on the boards of the two places, dated from the day of `up`."""

from datetime import date, timedelta

from linli.accounts import contract as accounts
from linli.demo.actors import doing, key
from linli.demo.ground import Ground
from linli.demo.staff import Cast
from linli.disclosure import contract as disclosure


def _next(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def post(ground: Ground, cast: Cast, today: date) -> None:
    """Post the notices. Run again, nothing is posted twice."""
    water, talk, lesson = _next(today, 5), _next(today, 2), _next(today, 3)
    new = disclosure.NewBulletin
    notices = (
        ("head", new(ground.jinzhu, "金竹社区居民公约修订稿，请大家看看", "公约修订稿贴在各小区公告栏和社区大厅，主要改了三处：电动车充电、遛狗牵绳、楼道堆物。有意见在这里说，或当面告诉楼长。收集意见到本月底。", signer="金竹社区居民委员会")),
        ("head", new(ground.jinzhu, "金竹苑停水 8:00–17:00", "换 1、3 号楼老水管，请提前存水。机修巷口有临时取水点。", "works", water, "8:00–17:00", "金竹苑 1、3 号楼")),
        ("worker", new(ground.jinzhu, "议一议：3 号楼加装电梯", "请 3 号楼各户来一位，听设计单位讲方案和分摊办法。来不了的可以先在网上留意见。", "event", talk, "19:30", "社区活动室")),
        ("village_head", new(ground.qinglong, "青龙村机耕道修补投工安排", "三组机耕道垫碎石，每户出一个工，出不了工的可以出钱，每个工折 120 元，账目当天公布。", signer="青龙村村民委员会")),
        ("village_head", new(ground.qinglong, "农技员来村讲椪柑防冻", "区农技站来人，讲完到三组坡上现场看。", "event", lesson, "9:30", "村便民中心")),
    )  # fmt: skip
    for who, notice in notices:
        actor = accounts.actor_of_user(cast.users[who])
        with doing(actor):
            disclosure.publish(actor, notice, op_id=key(f"bulletin:{notice.title}"))
