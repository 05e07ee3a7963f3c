"""演示导览: six stops in ten minutes, from a broken lamp to the auditor's proof.

The list leads to the stops; on the way a strip above each page says where one is, what to look at, and leads on.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.accounts import contract as accounts
from linli.demo.actors import key
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import OperationRecord
from linli.kernel.typed import whole
from linli.kernel.words import into_address


@dataclass(frozen=True)
class Stop:
    """One stop: whose eyes one looks through, which page, what to look for and to try."""

    title: str
    role: str
    name: str
    url: str
    look: str
    do: str


STOPS = (
    Stop(
        "楼道灯坏了", "resident", "周念慈", "/mine/{lamp}/",
        "社区说修好了，请她看一看：谁在办、到哪天、为什么算“小事”，都写着。", "点“好了”再打个分，或者点“没解决”，看它怎么重新办。",
    ),
    Stop("再说一件", "resident", "陈志强", "/say/?new=1", "四个问题，一页一个。写“我们 3 号楼 2 单元……”，它会猜是哪里，并说出为什么。", "说完一件，下一站在工作台的“新来的”里找它。"),
    Stop("今天的事", "community_worker", "罗一禾", "/desk/", "紧急的在最上面，快到期的在前面，每一件写着谁手上、到几时。", "打开“4 号楼 1 单元的楼道灯”那件：建议分成哪一类、凭什么，三户说的像同一件，由人来点“采纳”。"),
    Stop("一张图", "community_worker", "罗一禾", "/map/", "没办完的事、楼栋、界线都在图上；图下面的列表是同一份。", "点一个圆点，看是哪件事；点一栋楼，看楼盘图；画个圈，数一数圈里的事。"),
    Stop("人房卡", "community_worker", "罗一禾", "/registry/?q={邓秀英}", "姓名电话都遮着。要看先选原因，看 60 秒就遮回。", "看一次电话，再换到邓秀英的手机，看“谁看过我的信息”。"),
    Stop("有没有被动过", "district_auditor", "沈砚", "/audit/", "操作、查看、交换三本记录，每一条都能一路算到签了名的检查点。", "选一段时间点“核验”，打印核验说明，把证据包拿到别的电脑再核一遍。"),
)  # fmt: skip


COOKIE = "tour"


@require_safe
def tour(request: ActedRequest) -> HttpResponse:
    """The six stops, each with one click into the role that sees it; `?stop=3` enters the third, the list ends the walk."""
    number = whole(request.GET.get("stop", ""))
    if number and number <= len(STOPS):
        answer: HttpResponse = HttpResponseRedirect(_url(STOPS[number - 1]))
        answer.set_cookie(COOKIE, str(number), httponly=True, samesite="Lax", secure=request.is_secure())
        return answer
    stops = [_shown(number) for number in range(1, len(STOPS) + 1)]
    answer = render(request, "demo/tour.html", {"stops": stops, "back": {"url": "/", "label": "首页"}})
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def strip(request: HttpRequest) -> dict[str, object]:
    """For every template: the stop one is at, and the next; nothing outside demo mode or off the walk."""
    number = whole(request.COOKIES.get(COOKIE, "")) if settings.DEMO else None
    if not number or number > len(STOPS) or request.path == "/tour/":
        return {}
    following = _shown(number + 1) if number < len(STOPS) else None
    return {"tour": _shown(number) | {"total": len(STOPS), "next": following}}


def _shown(number: int) -> dict[str, object]:
    stop = STOPS[number - 1]
    post = next((one.grant_id for one in accounts.demo_accounts() if (one.role, one.name) == (stop.role, stop.name)), None)
    return {"stop": stop, "number": number, "post": post}


def _url(stop: Stop) -> str:
    lamp = OperationRecord.objects.filter(op_id=key("matter:lamp")).values_list("object_id", flat=True).first()
    url = stop.url.replace("{lamp}", str(lamp)) if lamp else stop.url.replace("{lamp}/", "")
    return re.sub(r"\?q=\{(\w+)\}", lambda found: f"?q={into_address(found[1])}", url)
