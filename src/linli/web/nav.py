"""The sidebar of the desk: what the acting post may open, nothing else."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve

from linli.accounts import contract as accounts
from linli.kernel.actor import Actor
from linli.privacy import contract as privacy
from linli.requests import contract as requests


@dataclass(frozen=True)
class Item:
    """One line of the sidebar. Shown when the post holds a permission with one of the prefixes and the address exists.

    `unless`: a permission whose line leads there already.
    """

    key: str
    label: str
    icon: str
    url: str
    permissions: tuple[str, ...]
    only_with_count: bool = False
    note: str = ""
    unless: str = ""


_MATTERS = ("requests.accept", "requests.sign", "requests.add_note")
GROUPS: tuple[tuple[Item, ...], ...] = (
    (
        Item("desk", "工作台", "inbox", "/desk/", _MATTERS, note="要您办的、要您看的，急的在前"),
        Item("requests", "事项", "list", "/desk/requests/", _MATTERS, note="您看得到的每一件，办完的也在"),
        Item("sample", "抽查", "check", "/desk/sample/", ("requests.sample",), note="每周抽几件答复过的，看办得怎样"),
        Item("map", "一张图", "map", "/map/", ("insight.map",), note="区划、小区和没办完的事"),
        Item("registry", "人口与房屋", "house", "/registry/", ("people.view",), note="人和房，遮住的，写明原因才看得到"),
        Item("quality", "登记质量", "check", "/quality/", ("quality.view_scores",), note="台账哪里要改，得几分"),
        Item("compounds", "我的小区", "building", "/compounds/", ("organisations.see_own_compounds",), note="楼栋、户数、物业合同"),
        Item(
            "organisations",
            "组织与设施",
            "building",
            "/organisations/",
            ("organisations.view",),
            note="单位的名片、小区里的设施",
        ),
        Item(
            "facilities",
            "设施",
            "building",
            "/organisations/facilities/",
            ("places.view_facilities",),
            note="在哪里，查得怎样",
            unless="organisations.view",
        ),
    ),
    (
        Item("elections", "换届选举", "ballot", "/elections/", ("elections.",)),
        Item("deliberation", "议事与公开", "talk", "/deliberation/", ("deliberation.",)),
        Item("notices", "公告栏", "board", "/desk/notices/", ("disclosure.",), note="现在贴着的"),
        Item("affairs", "事情总表", "list", "/affairs/", ("affairs.view",), note="诉求、巡查、项目，什么事在哪里"),
        Item("projects", "项目", "list", "/projects/", ("projects.view",), note="到哪一步，钱付了多少"),
        Item("exchange", "数据比对", "group", "/exchange/", ("exchange.view",), note="部门名册和台账比对，先批后做"),
        Item("eldercare", "养老", "elder", "/eldercare/", ("eldercare.",)),
        Item("property", "物业与社会组织", "group", "/property/", ("property.", "socialorgs.")),
    ),
    (
        Item("insight", "数据", "chart", "/insight/", ("insight.",)),
        Item("audit", "核验记录", "shield-check", "/audit/", ("privacy.verify",)),
        Item("reads", "谁看过个人信息", "eye", "/audit/reads/", ("privacy.see_reads",)),
        Item("alarms", "告警", "alert", "/audit/alarms/", ("privacy.see_reads",)),
        Item("asked", "问我的", "eye", "/readings/asked/", ("people.reveal",), only_with_count=True),
        Item("review", "权限半年复核", "key", "/admin-users/review/", ("accounts.see_review",)),
    ),
    (
        Item("users", "人员和岗位", "key", "/admin-users/", ("accounts.see_users",)),
        Item("profiles", "规则版本", "ruler", "/admin-profiles/", ("accounts.publish_profile",)),
        Item("calendars", "工作日历", "calendar", "/admin-calendars/", ("kernel.load_calendar",)),
        Item("modules", "功能开关", "module", "/admin-modules/", ("accounts.switch_module",)),
        Item("regions", "区划", "layers", "/regions/", ("regions.", "accounts.see_users")),
        Item("platform", "平台状况", "module", "/staff/platform/", ("web.see_health",), note="数据库、后台任务、版本，没有任何个人信息"),
    ),
)
# What a post may do beside its lines; shown on 本岗位 only.
DEEDS = (Item("new", "替人登记", "pencil", "/desk/new/", ("requests.file_for_other",), note="邻居不用手机、打电话来、上门来，您替他说"),)
START = Item("start", "本岗位", "person", "/staff/start/", ())
BESIDE_WORK = frozenset({"map", "review", "notices"})


def exists(url: str) -> bool:
    """Whether the address is served: a context that is not built yet has no line in the sidebar."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


def _may(actor: Actor, item: Item) -> bool:
    held = {name for grant in actor.grants for name in grant.permissions}
    return item.unless not in held and any(name.startswith(item.permissions) for name in held)


def _shown(actor: Actor | None) -> list[list[Item]]:
    """What the post may open, that is built, and that its region runs."""
    if actor is None or actor.user_id is None:
        return []
    shut = accounts.shut_paths(actor.region_id) if actor.region_id else ()
    shown = [[item for item in group if _may(actor, item) and exists(item.url) and not item.url.startswith(shut)] for group in GROUPS]
    return shown if _work(shown) else [[START], *shown]


def _work(shown: list[list[Item]]) -> list[Item]:
    return [item for group in shown for item in group if not item.only_with_count and item.key not in BESIDE_WORK]


def first_page(actor: Actor) -> str:
    """Where the post starts: its first line of work, else 本岗位; the choice of posts where none is in use."""
    return _work(_shown(actor))[0].url if actor.grants else "/staff/post/"


def can(actor: Actor) -> list[Item]:
    """What the post can do today, for 本岗位."""
    shut = accounts.shut_paths(actor.region_id) if actor.region_id else ()
    lines = [item for group in _shown(actor) for item in group if not item.only_with_count and item is not START]
    deeds = [item for item in DEEDS if _may(actor, item) and not item.url.startswith(shut)]
    return [*deeds, *lines]


def _waiting(actor: Actor | None) -> dict[str, int]:
    """What the sidebar marks as waiting for the post: alarms of the auditor, questions to whoever looked."""
    if actor is None or actor.user_id is None:
        return {}
    return {"alarms": privacy.alarms_waiting(actor), "asked": privacy.questions_waiting(actor)}


def groups(actor: Actor | None, path: str) -> list[list[dict[str, object]]]:
    """Sidebar groups of the actor. Figures stand beside what waits; city-wide posts read theirs in the figures of the city."""
    waiting = _waiting(actor)
    shown = [[item for item in group if not item.only_with_count or waiting.get(item.key)] for group in _shown(actor)]
    counting = actor is not None and not actor.wide and any(item.key == "desk" for group in shown for item in group)
    counts = requests.waiting(actor) if actor and counting else {}
    nearest = max((item.url for group in shown for item in group if path.startswith(item.url)), key=len, default="")
    return [
        [
            {
                "key": item.key,
                "label": item.label,
                "icon": item.icon,
                "url": item.url,
                "current": item.url == nearest,
                "count": counts.get(item.key, 0),
                "late": waiting.get(item.key, 0),
            }
            for item in group
        ]
        for group in shown
        if group
    ]
