"""Pages of the desk through the middleware: who sees what, refusals that keep what was typed, bounded queries."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.accounts.models import Grant, Role, User
from linli.kernel import clock, permissions
from linli.kernel.actor import Actor
from linli.kernel.actor import Grant as Post
from linli.kernel.errors import NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.requests import operations, queries
from linli.requests.models import Request, StaffAlert, StaffNote
from linli.requests.queries import desk_more
from linli.requests.tests.conftest import World

_who: dict[str, Actor] = {}
VIOLENCE = "隔壁男的喝了酒在打老婆，娃儿在哭，快来人"


def actor_here(_request: HttpRequest) -> Actor:
    return _who["now"]


@pytest.fixture
def desk(world: World, client: Client, settings: Settings) -> Client:
    settings.LINLI_ACTOR_OF_REQUEST = f"{__name__}.actor_here"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    _who["now"] = world.worker
    return client


@pytest.fixture
def holder(world: World) -> str:
    """The worker's account with its running post: the key a dispatch form carries."""
    role = Role.objects.create(code="community_worker", label="社区工作者", rank=50, levels=["community"])
    user = User.objects.create(pk=world.worker.user_id, username="luo", name="罗一禾", kind=User.Kind.STAFF)
    today = clock.today()
    Grant.objects.create(
        user=user, role=role, region_id=world.community, unit="金竹社区", starts_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=99), giver_name="江望", reason="到岗", given_at=clock.now(),
    )  # fmt: skip
    return next(one.key for one in desk_more.receivers(world.community) if one.to.user_id == user.pk)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def be(actor: Actor) -> None:
    _who["now"] = actor


def url(request: Request, tail: str = "") -> str:
    return f"/desk/requests/{request.pk}/{tail}"


def auditor(world: World) -> Actor:
    grant = Post(new_id(), "district_auditor", "审计岗", world.district, frozenset({world.community}), wide=False,
                 permissions=permissions.of_role("district_auditor"))  # fmt: skip
    return Actor(user_id=new_id(), name="沈砚", unit="审计岗", door="desk", grants=(grant,))


def test_the_queue_groups_and_counts(desk: Client, world: World) -> None:
    filed = world.file()
    page = text(desk.get("/desk/"))
    assert "新来的" in page
    assert filed.number not in page  # a queue line carries the title
    assert "建议 小事" in page
    assert str(filed.pk) in page


def test_filters_hold_and_unknown_ones_do_not_fail(desk: Client, world: World) -> None:
    filed = world.file()
    assert str(filed.pk) not in text(desk.get("/desk/requests/?sanshi=big"))
    assert "没有合这些条件的事" in text(desk.get("/desk/requests/?sanshi=big"))
    assert str(filed.pk) in text(desk.get("/desk/requests/?sanshi=x&grid=y&status=z&tab=q&after=nonsense"))
    assert str(filed.pk) in text(desk.post("/search/", {"q": filed.number, "in": "matters"}, follow=True))


def test_the_sidebar_counts_what_the_post_sees_and_hides_what_it_may_not_open(desk: Client, world: World) -> None:
    world.file()
    world.file("3 号楼的垃圾桶满了没人清")
    page = text(desk.get("/desk/requests/"))
    side = page[page.index("desk-nav") : page.index("</nav>")]
    assert 'href="/desk/requests/" aria-current="page"' in side
    assert side.count("aria-current") == 1
    assert re.findall(r'class="count">(\d+)<', side) == ["2", "2"]
    assert "/admin-users/" not in side
    be(auditor(world))
    assert "/desk/requests/" not in text(desk.get("/audit/"))


def test_another_community_and_an_auditor_see_nothing(desk: Client, world: World) -> None:
    filed = world.file()
    be(world.outsider)
    assert desk.get(url(filed)).status_code == 404
    assert desk.post(url(filed, "do/accept/"), {"version": filed.version}).status_code == 404
    assert str(filed.pk) not in text(desk.get("/desk/requests/"))
    be(auditor(world))
    assert desk.get("/desk/").status_code == 403
    assert desk.get(url(filed)).status_code == 403


def test_forged_ids_and_verbs_are_not_there(desk: Client, world: World) -> None:
    filed = world.file()
    assert desk.get(f"/desk/requests/{uuid4()}/").status_code == 404
    assert desk.post(url(filed, "do/delete/")).status_code == 404
    assert desk.post(url(filed, "do/dismiss/"), {"other": "x"}).status_code == 422


def test_property_sees_only_its_own(desk: Client, world: World) -> None:
    other, own = world.file(), world.classified()
    operations.dispatch(world.worker, own.pk, to=operations.To("property", "桂苑物业"))
    be(world.property)
    assert desk.get(url(other)).status_code == 404
    page = text(desk.get(url(own)))
    assert "签收，开始办" in page
    assert "三事分流" not in page
    assert "周小满" not in page
    assert desk.get(url(own, "reveal/")).status_code in {200, 403}
    assert desk.post(url(own, "reveal/"), {"purpose": "matter"}).status_code == 403


def test_a_restricted_matter_is_invisible_to_worker_and_property(desk: Client, world: World) -> None:
    filed = world.file(VIOLENCE, "help")
    assert filed.restricted
    for actor in (world.worker, world.property, world.grid):
        be(actor)
        assert desk.get(url(filed)).status_code == 404
        assert str(filed.pk) not in text(desk.get("/desk/?tab=all"))
    be(world.head)
    page = text(desk.get(url(filed)))
    assert "限制查看" in page
    assert "mini-map" not in page
    assert "还没人应" in page
    assert "三事分流" not in page


def test_an_alert_is_seen_then_the_emergency_is_answered(desk: Client, world: World) -> None:
    filed = world.file("6 号楼 1 单元敲门没人应，屋里有煤气味", "help")
    alert = StaffAlert.objects.get(request=filed, role="community_worker")
    assert alert.text in text(desk.get("/desk/"))
    answer = desk.post(f"/desk/alerts/{alert.pk}/", {"matter": str(filed.pk)})
    assert answer["Location"] == url(filed)
    assert desk.post(url(filed, "do/acknowledge/"), {}).status_code == 302
    be(world.colleague)
    again = desk.post(url(filed, "do/acknowledge/"), {})
    assert again.status_code == 409
    assert "罗一禾已经应了" in text(again)
    assert "已到场" in text(again)


def test_adopting_takes_one_click(desk: Client, world: World, holder: str) -> None:
    filed = world.file()
    page = text(desk.get(url(filed)))
    assert "采纳，派给罗一禾" in page
    assert "<mark>楼道灯</mark>" in page
    answer = desk.post(url(filed, "do/adopt/"), {"to": holder, "sanshi": "small", "version": filed.version})
    assert answer.status_code == 302
    filed.refresh_from_db()
    assert (filed.status, filed.sanshi, filed.owner_name) == ("working", "small", "罗一禾")


def test_another_class_wants_a_ground_and_keeps_what_was_typed(desk: Client, world: World, holder: str) -> None:
    filed = world.file()
    said = {"to": holder, "sanshi": "big", "ground": "短", "category": "light", "version": filed.version}
    answer = desk.post(url(filed, "do/adopt/"), said)
    assert answer.status_code == 422
    page = text(answer)
    assert "写一句为什么这样分" in page
    assert ">短</textarea>" in page
    assert 'value="big" checked' in page
    filed.refresh_from_db()
    assert filed.status == "received"
    assert desk.post(url(filed, "do/decide/"), said | {"ground": "灯杆在市政道路上，归城管"}).status_code == 302
    filed.refresh_from_db()
    assert (filed.status, filed.sanshi) == ("working", "big")


def test_a_receiver_outside_the_list_is_refused(desk: Client, world: World, holder: str) -> None:
    filed = world.file()
    answer = desk.post(url(filed, "do/adopt/"), {"to": f"u-{uuid4()}-town_lead", "version": filed.version})
    assert answer.status_code == 422
    filed.refresh_from_db()
    assert filed.status == "received"


def test_a_stale_form_shows_the_conflict_and_loses_nothing(desk: Client, world: World) -> None:
    row = world.working()
    stale = row.version
    operations.tell(world.colleague, row.pk, text="师傅明天上午来换灯")
    answer = desk.post(url(row, "do/finish/"), {"reply": "5 到 7 楼换了 3 盏灯", "version": stale})
    assert answer.status_code == 409
    page = text(answer)
    assert "有人先改了" in page
    assert "告诉您进展" in page
    assert "5 到 7 楼换了 3 盏灯</textarea>" in page


def test_a_template_is_put_in_and_refused_unchanged(desk: Client, world: World) -> None:
    row = world.working()
    page = text(desk.post(url(row, "do/finish/"), {"canned": "3", "reply": "换了灯", "version": row.version}))
    assert "换了灯\n已处理，请知悉。</textarea>" in page
    answer = desk.post(url(row, "do/finish/"), {"reply": "已处理，请知悉。", "version": row.version})
    assert answer.status_code == 422
    assert "套话" in text(answer)


def test_the_whole_way_to_the_call_back(desk: Client, world: World) -> None:
    row = world.working()
    assert desk.post(url(row, "do/finish/"), {"reply": "5 到 7 楼换了 3 盏感应灯，试过都亮。", "version": row.version}).status_code == 302
    be(world.head)
    row.refresh_from_db()
    page = text(desk.get(url(row)))
    assert "审核通过，答复居民" in page
    assert desk.post(url(row, "do/approve/"), {"version": row.version}).status_code == 302
    row.refresh_from_db()
    assert desk.post(url(row, "do/call-back/"), {"result": "", "version": row.version}).status_code == 422
    assert desk.post(url(row, "do/call-back/"), {"result": "solved", "how": "phone", "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.status == "solved"


def test_who_is_late_owes_the_resident_a_word(desk: Client, world: World) -> None:
    row = world.working()
    owed = "要跟居民说一声为什么"
    assert owed not in text(desk.get(url(row)))
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert owed in text(desk.get(url(row)))
        operations.tell(world.worker, row.pk, text="灯座缺货，厂家周五到货，周六上午来装。")
        assert owed not in text(desk.get(url(row)))


def test_the_head_is_not_asked_about_a_complaint_about_the_community(desk: Client, world: World) -> None:
    row = world.file("社区窗口的人态度很差，不给办", "complaint", about="community")
    operations.accept(world.officer, row.pk)
    be(world.officer)
    assert "请书记定" not in text(desk.get(url(row)))
    with pytest.raises(NotPermitted):
        operations.ask_head(world.officer, row.pk)


def test_declining_needs_the_right_door(desk: Client, world: World) -> None:
    filed = world.file()
    answer = desk.post(url(filed, "do/decline/"), {"ground": "court", "text": "短", "version": filed.version})
    assert answer.status_code == 422
    assert "该找谁" in text(answer)
    said = {"ground": "court", "text": "请到司法所问法律援助，电话 12348。", "version": filed.version}
    assert desk.post(url(filed, "do/decline/"), said).status_code == 302


def test_name_and_phone_show_after_a_reason_and_leave_a_line(desk: Client, world: World) -> None:
    filed = world.file(privacy="open")
    page = text(desk.get(url(filed)))
    assert "10000001234" not in page
    assert "周小满" not in page
    assert desk.post(url(filed, "reveal/"), {"purpose": ""}).status_code == 422
    shown = text(desk.post(url(filed, "reveal/"), {"purpose": "matter"}, headers={"HX-Request": "true"}))
    assert "10000001234" in shown
    assert LogEntry.objects.filter(book="read", object_id=filed.pk).count() == 1
    assert "看过居民称呼和电话的：罗一禾" in text(desk.get(url(filed)))


def test_notes_stay_among_staff(desk: Client, world: World) -> None:
    filed = world.file()
    desk.post(url(filed, "do/note/"), {"text": "昨晚去看了，三盏都不亮"})
    assert StaffNote.objects.get(request=filed).author == "罗一禾"
    assert desk.post(url(filed, "do/note/"), {"text": " "}).status_code == 422


def _call(world: World, **changes: object) -> dict[str, object]:
    return {
        "channel": "phone", "name": "邓婆婆", "phone": "100 0000 9001", "text": "楼道灯坏了三天，黑得很", "type": "tip",
        "privacy": "hidden", "op_id": str(new_id()), "region": str(world.community),
    } | changes  # fmt: skip


def test_filing_for_a_caller_twice_is_one_request_and_gives_a_slip(desk: Client, world: World) -> None:
    said = _call(world)
    first, second = desk.post("/desk/new/", said), desk.post("/desk/new/", said)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    row = Request.objects.get()
    assert row.filed_by_name == "罗一禾"
    page = text(desk.get(first["Location"]))
    assert row.query_code in page
    assert "<svg" in page
    assert "style=" not in page
    be(world.outsider)
    assert desk.get(url(row, "slip/")).status_code == 404


def test_a_bad_form_comes_back_with_its_words(desk: Client, world: World) -> None:
    answer = desk.post("/desk/new/", _call(world, text="灯", phone="abc"))
    assert answer.status_code == 422
    page = text(answer)
    assert "邓婆婆" in page
    assert "电话只写数字" in page
    nameless = desk.post("/desk/new/", _call(world, name="", phone=""))
    assert nameless.status_code == 422
    assert "怎么称呼" in text(nameless)
    assert not Request.objects.exists()


def test_a_matter_goes_to_the_community_it_belongs_to(desk: Client, world: World) -> None:
    filed = world.file()
    assert desk.post(url(filed, "transfer/"), {"reason": "地点在青龙村，归那边管"}).status_code == 422
    said = {"region": str(world.neighbour), "reason": "地点在青龙村，归那边管", "version": filed.version}
    assert desk.post(url(filed, "transfer/"), said).status_code == 302
    filed.refresh_from_db()
    assert filed.status == "transferred"
    be(world.outsider)
    assert desk.get(f"/desk/requests/{filed.moved_to_id}/").status_code == 200


def test_several_are_merged_by_a_person(desk: Client, world: World) -> None:
    first, second = world.file(), world.file(who=world.stranger)
    picked = [str(first.pk), str(second.pk)]
    assert "哪一件当主件" in text(desk.get("/desk/bulk/", {"do": "merge", "pick": picked}))
    assert desk.post("/desk/bulk/", {"do": "merge", "pick": picked, "main": str(uuid4())}).status_code == 422
    assert desk.post("/desk/bulk/", {"do": "merge", "pick": picked, "main": str(first.pk)}).status_code == 302
    second.refresh_from_db()
    assert second.merged_into_id == first.pk


def test_paper_masks(desk: Client, world: World) -> None:
    filed = world.file(privacy="open")
    page = text(desk.get(url(filed, "paper/")))
    assert filed.number in page
    assert "周小满" not in page
    assert "10000001234" not in page


def test_who_holds_no_post_is_sent_to_sign_in(desk: Client, world: World) -> None:
    filed: UUID = world.file().pk
    be(Actor.anonymous())
    assert desk.get(f"/desk/requests/{filed}/")["Location"].startswith("/staff/sign-in/")
    be(replace(world.resident))
    assert desk.get("/desk/").status_code == 403


@pytest.mark.parametrize("verb", ["settle-pause", "settle-extension"])
def test_what_nobody_asked_for_is_settled_with_a_sentence(desk: Client, world: World, verb: str) -> None:
    be(world.head)
    working = world.working()
    answer = desk.post(url(working, f"do/{verb}/"), {"granted": "1", "version": working.version})
    assert answer.status_code == 409
    assert "现在是“办理中”" in text(answer)


def test_too_long_a_ground_is_refused_and_not_lost(desk: Client, world: World) -> None:
    filed = world.classified()
    ground = "换个看法" * 90
    said = {"sanshi": "big", "category": "light", "ground_kind": "interest", "text": ground, "version": filed.version}
    answer = desk.post(url(filed, "do/reclassify/"), said)
    assert answer.status_code == 422
    assert "300 字以内" in text(answer)
    assert ground in text(answer)


@pytest.mark.parametrize("version", ["²", "9" * 5000, "x", ""])
def test_a_version_that_is_no_number_is_none(desk: Client, world: World, version: str) -> None:
    filed = world.file()
    data = {"region": str(world.neighbour), "region_chosen": str(world.neighbour), "reason": "", "version": version}
    assert desk.post(url(filed, "transfer/"), data).status_code < 500
    assert desk.post(url(filed, "place/"), {"address": "某处", "version": version}).status_code < 500


def test_a_leader_presses_for_a_matter_and_everybody_concerned_reads_it(desk: Client, world: World) -> None:
    row = world.working()
    due = row.due_at
    assert "督办" not in text(desk.get(url(row)))
    be(world.lead)
    assert desk.post(url(row, "do/supervise/"), {"text": "快", "version": row.version}).status_code == 422
    assert desk.post(url(row, "do/supervise/"), {"text": "周五前换好灯，换好了回我一声。", "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert (row.due_at, row.status, row.owner_user_id) == (due, "working", world.worker.user_id)
    be(world.worker)
    assert "督办 1 次" in text(desk.get("/desk/requests/?tab=all"))
    assert "周五前换好灯" in text(desk.get(url(row)))
    assert queries.notices(world.resident)[0].title == "临江街道在督办您说的事"
    be(world.resident)
    assert "督办，第 1 次" in text(desk.get(f"/mine/{row.pk}/"))
    with pytest.raises(NotPermitted):
        operations.supervise(world.head, row.pk, text="周五前换好灯，换好了回我一声。")
    with pytest.raises(NotVisible):
        operations.supervise(world.outsider, row.pk, text="周五前换好灯，换好了回我一声。")
