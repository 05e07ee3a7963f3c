"""The projects of 金竹社区: one in works and half paid, one waiting for the supervisory committee, one just proposed."""

from datetime import date, timedelta
from uuid import UUID

from linli.accounts import contract as accounts
from linli.demo.actors import doing, key
from linli.demo.ground import Ground
from linli.demo.staff import Cast
from linli.kernel import clock
from linli.places import contract as places
from linli.projects import contract as projects

# name, kind, source, what for, budget in 分, compound, place, steps taken
_PLANS = (
    ("金竹苑楼道照明改造", "works", "service_fund", "老楼道灯换成声控灯，晚上回家看得见台阶。", 3_860_000, "金竹苑", "1 至 4 号楼楼道", 5),
    (
        "临溪花园电动车充电棚",
        "facility",
        "community_fund",
        "楼道里不再充电，集中到棚里，带断电保护。",
        6_200_000,
        "临溪花园",
        "北门空地",
        3,
    ),
    ("社区老年食堂设备采购", "purchase", "fiscal", "添一台蒸箱和一台消毒柜。", 1_580_050, "", "党群服务中心一楼", 0),
)
_STEPS = (  # step, days ago, votes (应到, 到会, 赞成, 反对), number of the minutes or notice
    ("discuss", 26, (9, 8, 8, 0), "两委会议记录 2026 第 14 号"),
    ("review", 24, (42, 33, 31, 1), "党员大会记录 2026 第 5 号"),
    ("decide", 21, (36, 29, 25, 2), "居民代表会议记录 2026 第 3 号"),
    ("announce", 19, None, "决议公告 2026 第 3 号"),
    ("start", 10, None, ""),
)


def propose_them(ground: Ground, cast: Cast) -> None:
    """Propose them and take the steps. Run again, nothing is done twice."""
    now = clock.now()
    for name, kind, source, aim, budget, compound, place, steps in _PLANS:
        with clock.frozen(now - timedelta(days=28)):
            project_id = _propose(ground, cast, (name, kind, source, aim, place), budget, compound)
        for step, days, votes, ref in _STEPS[:steps]:
            with clock.frozen(now - timedelta(days=days)):
                if step == "announce":
                    _agree(cast, project_id)
                told = projects.Told(clock.today(), projects.Votes(*votes) if votes else None, ref)
                _move(cast, project_id, step, told)
        if steps == len(_STEPS):
            with clock.frozen(now - timedelta(days=8)):
                _pay(cast, project_id, clock.today())


def _propose(ground: Ground, cast: Cast, said: tuple[str, str, str, str, str], budget: int, compound: str) -> UUID:
    name, kind, source, aim, place = said
    actor = accounts.actor_of_user(cast.users["worker"])
    with doing(actor):
        where = {one.name: one.id for one in places.compounds_of([ground.jinzhu])}.get(compound)
        new = projects.NewProject(
            ground.jinzhu, name, kind, source, aim, budget, compound_id=where, place_text=place, demo=True,
            contractor_id=ground.property_id if compound else None,
        )  # fmt: skip
        return projects.propose(actor, new, op_id=key(f"project:{name}"))


def _move(cast: Cast, project_id: UUID, step: str, told: projects.Told) -> None:
    actor = accounts.actor_of_user(cast.users["head"])
    with doing(actor):
        projects.move(actor, project_id, step, told, op_id=key(f"project:{project_id}:{step}"))


def _agree(cast: Cast, project_id: UUID) -> None:
    actor = accounts.actor_of_user(cast.users["supervisor"])
    with doing(actor):
        projects.inspect(actor, project_id, "agrees", "看过会议记录，比过三家价", op_id=key(f"project:{project_id}:agrees"))


def _pay(cast: Cast, project_id: UUID, day: date) -> None:
    actor = accounts.actor_of_user(cast.users["worker"])
    with doing(actor):
        new = projects.NewPayment(1_930_000, "开工预付一半", "2026-JZ-031", "金竹物业服务中心", day)
        projects.pay(actor, project_id, new, op_id=key(f"project:{project_id}:pay"))
