"""Who works in the demo places: one account for each role, and the residents of the story."""

from dataclasses import dataclass, field
from uuid import UUID

from linli.accounts import contract as accounts
from linli.demo.actors import doing, platform
from linli.demo.ground import Ground
from linli.demo.ledger import DAUGHTER, STARS, Ledger
from linli.people import contract as people


@dataclass(frozen=True)
class Post:
    """One account of the demonstration."""

    key: str
    role: str
    where: str
    name: str
    unit: str


POSTS = (
    Post("head", "community_head", "jinzhu", "江望", "金竹社区"),
    Post("worker", "community_worker", "jinzhu", "罗一禾", "金竹社区"),
    Post("worker2", "community_worker", "jinzhu", "何见山", "金竹社区"),
    Post("grid3", "grid_worker", "第 3 网格", "覃晓岚", "第 3 网格"),
    Post("grid1", "grid_worker", "第 1 网格", "蒲春蓉", "第 1 网格"),
    Post("property", "property", "jinzhu", "卓云峰", "金竹物业服务中心"),
    Post("town", "town_officer", "jinzhu_town", "代建国", "弹子石街道平安法治岗"),
    Post("town_lead", "town_lead", "jinzhu_town", "阳丽君", "弹子石街道"),
    Post("command", "town_command", "jinzhu_town", "瞿大勇", "弹子石街道指挥中心"),
    Post("supervisor", "supervisor", "jinzhu", "游桂芳", "金竹社区监督委员会"),
    Post("village_head", "community_head", "qinglong", "石文强", "青龙村"),
    Post("village", "community_worker", "qinglong", "田小满", "青龙村"),
    Post("town_village", "town_officer", "qinglong_town", "敖世全", "广阳镇民生服务岗"),
    Post("rep", "rep", "三组", "秦天佑", "青龙村三组"),
    Post("member", "committee_member", "jinzhu", "阳若溪", "金竹社区居民委员会"),
    Post("ballot", "election_member", "jinzhu", "蓝文静", "金竹社区选举委员会"),
    Post("candidate", "candidate", "jinzhu", "童家驹", "金竹社区换届候选人"),
    Post("district", "district_lead", "district", "沈雪梅", "南岸区社会工作部"),
    Post("reviewer", "district_reviewer", "district", "覃子轩", "南岸区民政局"),
    Post("housing", "department", "district", "晏青松", "南岸区住房城乡建设委"),
    Post("owners", "owners_committee", "jinzhu", "郎德明", "金竹苑业主委员会"),
    Post("helpers", "social_org", "jinzhu", "龙玉兰", "金竹邻里互助社"),
    Post("care", "care_provider", "jinzhu", "谭欣怡", "金竹养老服务站"),
    Post("assessor", "assessor", "jinzhu_town", "瞿美玲", "南岸区能力评估服务队"),
    Post("auditor", "district_auditor", "district", "沈砚", "南岸区审计岗"),
    Post("city", "city_lead", "city", "童思雨", "重庆市社会工作部"),
    Post("city_auditor", "city_auditor", "city", "龙成渝", "重庆市安全审计"),
    Post("admin", "system_admin", "city", "甘浩然", "重庆市平台管理"),
    Post("vendor", "vendor", "city", "沈子安", "邻里平台运维组"),
)


@dataclass
class Cast:
    """User ids by key, for staff and for residents."""

    users: dict[str, UUID] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def _where(ground: Ground, name: str) -> UUID:
    found = getattr(ground, name, None) or ground.grids[name]
    return UUID(str(found))


def hire(ground: Ground) -> Cast:
    """Make the staff accounts. Run again, it finds them."""
    actor, cast = platform(), Cast()
    with doing(actor):
        for post in POSTS:
            region_id = _where(ground, post.where)
            cast.users[post.key] = accounts.create_demo_user(actor, role=post.role, region_id=region_id, name=post.name, unit=post.unit)
            cast.roles[post.key], cast.units[post.key], cast.names[post.key] = post.role, post.unit, post.name
    return cast


def settle_residents(ground: Ground, cast: Cast, ledger: Ledger) -> None:
    """Bind an account to each person of the story who uses a phone, and one to whom a daughter speaks for."""
    actor = platform()
    with doing(actor):
        for star in STARS:
            region_id = ground.qinglong if star.compound.endswith("组") else ground.jinzhu
            person_id = people.find_by_id(actor, ledger.ids[star.key])
            cast.users[star.key] = accounts.create_demo_user(
                actor, role="resident", region_id=region_id, name=star.name, unit="居民", phone=ledger.phones[star.key], person_id=person_id
            )
            cast.names[star.key] = star.name
        ward = people.find_by_id(actor, ledger.ids[DAUGHTER.ward])
        cast.users[DAUGHTER.key] = accounts.create_demo_user(
            actor, role="family", region_id=ground.jinzhu, name=DAUGHTER.name, unit=DAUGHTER.unit, phone=DAUGHTER.phone, person_id=ward
        )
