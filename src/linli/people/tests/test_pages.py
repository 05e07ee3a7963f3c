"""Pages of 人口与房屋, through the middleware and under the actor's scope."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.imports import jobs
from linli.imports import operations as imports
from linli.imports.models import ImportBatch
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.words import into_address
from linli.people import contract as people
from linli.people.models import Person, Residence
from linli.people.tests.conftest import World
from linli.people.tests.factories import id_number, resident, worker
from linli.people.tests.test_ledger import csv_file, good, line
from linli.places import contract as places

HTMX = {"HX-Request": "true"}
_who: dict[str, Actor] = {}


def actor_here(_request: HttpRequest) -> Actor:
    return _who["now"]


@pytest.fixture
def desk(world: World, client: Client, settings: Settings) -> Client:
    settings.LINLI_ACTOR_OF_REQUEST = f"{__name__}.actor_here"
    _who["now"] = world.worker
    return client


@pytest.fixture
def wang(world: World) -> UUID:
    return resident(world.worker, world.place)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_home_counts_compounds(desk: Client, wang: UUID) -> None:
    page = text(desk.get("/registry/"))
    assert "桂苑小区" in page
    assert "1 人" in page


@pytest.mark.parametrize("words", ["王秀英", "秀英", "wxy", "WX"])
def test_search_finds_by_name_and_initials_and_masks(desk: Client, wang: UUID, words: str) -> None:
    page = text(desk.get("/registry/", {"q": into_address(words)}))
    assert str(wang) in page
    assert "王**" in page
    assert "10000001201" not in page


@pytest.mark.parametrize("words", ["桂苑 3-2-501", "3号楼2单元501", "501"])
def test_search_finds_doors(desk: Client, world: World, words: str) -> None:
    assert f"/registry/houses/{world.place.rooms[0]}/" in text(desk.get("/registry/", {"q": into_address(words)}))


@pytest.mark.parametrize("number", [id_number(1), id_number(1).lower(), "10000001201", "100 0000 1201"])
def test_numbers_are_posted_and_match_exactly(desk: Client, wang: UUID, number: str) -> None:
    answer = desk.post("/registry/", {"q": number})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/registry/people/{wang}/")
    assert "没有查到这个号码" in text(desk.post("/registry/", {"q": number[:-1] + "7"}))
    assert str(wang) not in text(desk.get("/registry/", {"q": number}))


def test_words_in_the_search_box_become_an_address(desk: Client) -> None:
    onward = desk.post("/registry/", {"q": "王秀英"}).headers["Location"]
    assert re.fullmatch(r"/registry/\?q=[\w-]+", onward, re.ASCII), "the words stand sealed, neither plain nor quoted"
    assert "王秀英" in text(desk.get(onward))


def test_the_list_goes_on_by_key(desk: Client, world: World) -> None:
    ledger_rows = good(35)
    batch = imports.upload(world.worker, "people.ledger", world.place.id, "x.csv", csv_file(ledger_rows))
    imports.check(world.worker, batch.pk)
    imports.start_loading(world.worker, batch.pk)
    imports.load(world.worker, batch.pk)
    first = text(desk.get("/registry/?class="))
    found = re.search(r'href="(/registry/\?[^"]*after=[^"]*)"', first)
    assert found is not None
    second = text(desk.get(found[1].replace("&amp;", "&")))
    people = [set(re.findall(r"person=([0-9a-f-]{36})", page)) for page in (first, second)]
    assert [len(one) for one in people] == [30, 5]
    assert not people[0] & people[1]


def test_the_card_masks_and_names_sources(desk: Client, world: World, wang: UUID) -> None:
    page = text(desk.get(f"/registry/houses/{world.place.rooms[0]}/"))
    for shown in ("王**", "100****1201", "只给核验对错", "您的岗位看不到", "什么时候谁在这里", "社区登记"):
        assert shown in page
    assert id_number(1) not in page
    assert "王秀英" not in page
    assert desk.get(f"/registry/people/{wang}/").headers["Location"].endswith(f"?person={wang}")


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_value_is_shown_after_a_reason(desk: Client, world: World, wang: UUID, headers: dict[str, str]) -> None:
    address = f"/registry/people/{wang}/reveal/phone/?house={world.place.rooms[0]}&phone={Person.objects.get().phones.get().pk}"
    asked = text(desk.get(address, headers=headers))
    assert "查看原因" in asked
    assert "她本人能在手机上看到" in asked
    without = desk.post(address, {"purpose": "other", "note": ""}, headers=headers)
    assert without.status_code == 422
    shown = desk.post(address, {"purpose": "contact"}, headers=headers)
    assert "10000001201" in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert "10000001201" not in text(desk.get(address + "&hide=1", headers=headers))
    assert LogEntry.objects.filter(book=LogEntry.Book.READ).count() == 1
    assert "看了电话" in text(desk.get(f"/registry/houses/{world.place.rooms[0]}/"))


def test_the_sixth_in_a_minute_is_refused_in_place(desk: Client, wang: UUID) -> None:
    address = f"/registry/people/{wang}/reveal/name/"
    answers = [desk.post(address, {"purpose": "check"}, headers=HTMX) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "到上限了" in text(answers[-1])


def test_a_certificate_is_verified_not_shown(desk: Client, wang: UUID) -> None:
    assert "对，和登记的一样" in text(desk.post(f"/registry/people/{wang}/verify/", {"number": id_number(1)}))
    assert "不对" in text(desk.post(f"/registry/people/{wang}/verify/", {"number": id_number(2)}))
    assert desk.post(f"/registry/people/{wang}/verify/", {"number": "12"}).status_code == 422


def test_pages_of_another_community_are_not_there(desk: Client, world: World, wang: UUID) -> None:
    place = world.place
    _who["now"] = worker(world.other_id)
    for address in (
        f"/registry/houses/{place.rooms[0]}/", f"/registry/buildings/{place.building_id}/", f"/registry/compounds/{place.compound_id}/",
        f"/registry/people/{wang}/", f"/registry/people/{wang}/reveal/phone/", f"/registry/people/{wang}/verify/",
        f"/registry/houses/{place.rooms[0]}/move-in/", f"/registry/people/{wang}/phone/",
    ):  # fmt: skip
        assert desk.get(address).status_code == 404, address
    assert str(wang) not in text(desk.get("/registry/", {"q": into_address("wxy")}))
    assert "没有查到这个号码" in text(desk.post("/registry/", {"q": id_number(1)}))


def test_a_post_without_the_ledger_is_refused(desk: Client, world: World, wang: UUID) -> None:
    _who["now"] = worker(world.place.id, "town_command")
    assert desk.get(f"/registry/buildings/{world.place.building_id}/").status_code == 200
    assert desk.get(f"/registry/houses/{world.place.rooms[0]}/").status_code == 403
    assert str(wang) not in text(desk.get("/registry/?class="))


def test_the_wall_counts_and_marks_the_room_in_focus(desk: Client, world: World, wang: UUID) -> None:
    page = text(desk.get(f"/registry/buildings/{world.place.building_id}/?house={world.place.rooms[0]}"))
    assert "机修巷侧入口，平街层" in page
    assert "登记住 1 人" in page
    assert 'aria-current="true"' in page


def test_moving_in_by_form_finds_who_is_registered(desk: Client, world: World, wang: UUID) -> None:
    address = f"/registry/houses/{world.place.rooms[1]}/move-in/"
    said = {"name": "王秀英", "id_type": "111", "id_number": id_number(1), "kind": "owner"}
    assert desk.post(address, said | {"name": "王大英"}).status_code == 422
    assert desk.post(address, said).status_code == 302
    assert Person.objects.count() == 1
    wrong = desk.post(address, said | {"id_number": id_number(2)[:17]})
    assert wrong.status_code == 422
    assert "少了 1 位" in text(wrong)
    assert Person.objects.count() == 1


def test_the_same_form_for_somebody_else_is_no_second_press(desk: Client, world: World) -> None:
    """Back in the browser, another name: the hidden id is that of the first, who must not move in again in the other's place."""
    once, kind = {"op_id": str(new_id())}, {"id_type": "111", "kind": "owner"}
    first = {"name": "赵六", "id_number": id_number(9)} | kind | once
    second = {"name": "钱七", "id_number": id_number(8)} | kind | once
    assert desk.post(f"/registry/houses/{world.place.rooms[0]}/move-in/", first).status_code == 302
    refused = desk.post(f"/registry/houses/{world.place.rooms[1]}/move-in/", second)
    assert refused.status_code == 422
    assert "这一件还没有交" in text(refused)
    assert Residence.objects.count() == Person.objects.count() == 1
    fresh = re.search(r'name="op_id" value="([^"]+)"', text(refused))
    assert fresh is not None
    assert desk.post(f"/registry/houses/{world.place.rooms[1]}/move-in/", second | {"op_id": fresh[1]}).status_code == 302


@pytest.mark.parametrize("address", ["/registry/", "move-in"])
def test_numbers_are_not_tried_until_one_fits(desk: Client, world: World, wang: UUID, address: str) -> None:
    if address == "move-in":
        address = f"/registry/houses/{world.place.rooms[0]}/move-in/"
    said = {"name": "王秀英", "id_type": "111", "kind": "living"}
    answers = [desk.post(address, said | {"q": id_number(n), "id_number": id_number(n)}) for n in range(20, 31)]
    assert all(answer.status_code in {200, 302} for answer in answers[:10])
    assert answers[10].status_code in {422, 429}
    assert "试得太频繁" in text(answers[10])
    assert desk.post("/registry/", {"q": "王秀英"}).status_code == 302


def test_a_refused_link_leaves_no_half_registered_person(desk: Client, world: World) -> None:
    said = {"name": "赵六", "id_type": "111", "id_number": id_number(9), "kind": "living", "starts_on": "2099-01-01"}
    assert desk.post(f"/registry/houses/{world.place.rooms[1]}/move-in/", said).status_code == 422
    assert not Person.objects.exists()


def test_the_other_forms(desk: Client, world: World, wang: UUID) -> None:
    room = world.place.rooms[0]
    assert desk.get(f"/registry/houses/{room}/change/").status_code == 200
    state = f"/registry/houses/{room}/state/"
    assert desk.post(state, {"state": "rented", "checked_on": "2026-11-01", "version": 1}).status_code == 302
    late = desk.post(state, {"state": "vacant", "checked_on": "2026-11-02", "version": 1})
    assert late.status_code == 422
    assert "有人先改过" in text(late)
    assert desk.post(f"/registry/people/{wang}/phone/", {"phone": "10000009999", "label": "本人"}).status_code == 302
    assert desk.post(f"/registry/people/{wang}/move-out/", {"on": "2026-11-02"}).status_code == 302


def test_a_compound_and_its_building_are_registered_by_form(desk: Client, world: World) -> None:
    new = f"/registry/communities/{world.place.id}/compounds/new/"
    assert desk.post(new, {"name": "桂苑小区", "kind": "old", "property_mode": "none"}).status_code == 422
    answer = desk.post(new, {"name": "溪畔家园", "aliases": "溪畔、安置房", "kind": "old", "property_mode": "none"})
    there = answer.headers["Location"]
    said = {"number": "1", "units": 2, "floors_above": 7, "entrance_floor": 4, "entrance_name": "滨江路侧入口"}
    assert desk.post(there, said).status_code == 302
    assert desk.post(there, said).status_code == 422
    assert "1 号楼" in text(desk.get(there.removesuffix("buildings/new/")))
    assert desk.get(new.replace(str(world.place.id), str(world.other_id))).status_code == 404


def test_a_ledger_walks_from_upload_to_roll_back(desk: Client, world: World) -> None:
    file = SimpleUploadedFile("台账.csv", csv_file([*good(20), line(1, 证件号码="5")]))
    answer = desk.post("/registry/import/", {"file": file, "region": world.place.id})
    batch = ImportBatch.objects.get()
    here = f"/registry/import/{batch.pk}/"
    assert answer.headers["Location"] == here
    assert "hx-get" in text(desk.get(here))
    assert text(desk.get(here, headers=HTMX)).startswith('<div id="progress"')
    imports.check(world.worker, batch.pk)
    ready = text(desk.get(here))
    assert "20 行可以导，1 行要改" in ready
    assert "少了 17 位" in ready
    assert desk.get(here + "errors/").content[:2] == b"PK"
    assert desk.post(here + "load/").status_code == 302
    imports.load(world.worker, batch.pk)
    assert "导入了 20 行" in text(desk.get(here))
    assert desk.post(here + "undo/").status_code == 302
    imports.undo(world.worker, batch.pk)
    assert "撤回了 20 行" in text(desk.get(here))
    assert desk.post(here + "undo/").status_code == 409
    assert "台账.csv" in text(desk.get("/registry/import/"))
    assert desk.get("/registry/import/template/").content[:2] == b"PK"


def test_a_file_that_cannot_be_read_comes_back_with_the_form(desk: Client, world: World) -> None:
    answer = desk.post("/registry/import/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04no"), "region": world.place.id})
    assert answer.status_code == 422
    assert "打不开" in text(answer)


def test_old_uploads_are_erased(world: World) -> None:
    batch = imports.upload(world.worker, "people.ledger", world.place.id, "x.csv", csv_file([line(1)]))
    imports.check(world.worker, batch.pk)
    ImportBatch.objects.update(uploaded_at="2026-01-01T00:00Z")
    keeper = Actor.system("erase", frozenset({"imports.erase"}), frozenset({world.place.id}))
    assert imports.erase(keeper) == 1
    assert imports.erase(keeper) == 0
    assert batch.rows.get().values is None
    assert jobs.erase.every


def test_special_groups_are_shown_behind_a_purpose(desk: Client, wang: UUID) -> None:
    address = f"/registry/people/{wang}/tags/"
    said = {"kind": "minimum", "basis": "list", "source": "区民政局名册", "expires_on": "2020-01-01", "op_id": str(new_id())}
    refused = desk.post(f"{address}new/", said)
    assert refused.status_code == 422
    assert "区民政局名册" in text(refused), "the form is kept"
    said["expires_on"] = (clock.today() + timedelta(days=30)).isoformat()
    assert desk.post(f"{address}new/", said).status_code == 302
    assert "低保" not in text(desk.get(f"/registry/people/{wang}/", follow=True))
    assert "低保" not in text(desk.get(address))
    assert desk.post(address, {"purpose": ""}).status_code == 422
    assert not LogEntry.objects.filter(book=LogEntry.Book.READ).exists()
    seen = text(desk.post(address, {"purpose": "check"}))
    assert "低保" in seen
    assert LogEntry.objects.filter(book=LogEntry.Book.READ, subject_id=wang).count() == 1
    in_place = text(desk.post(address, {"purpose": "check"}, headers=HTMX))
    assert "低保" in in_place
    assert "<html" not in in_place
    tag = re.findall(r"tag=([0-9a-f-]{36})", seen)[0]
    assert desk.post(f"{address}withdraw/", {"tag": tag, "reason": ""}).status_code == 422
    assert desk.post(f"{address}withdraw/", {"tag": tag, "reason": "名册里没有了"}).status_code == 302
    assert "低保" not in text(desk.post(address, {"purpose": "check"}))


def test_no_list_map_or_export_is_chosen_by_a_special_group(desk: Client, world: World, wang: UUID) -> None:
    """Words and parameters that name a kind change nothing: whoever is tagged stands beside whoever is not."""
    other = resident(world.worker, world.place, 2, "李明")
    people.put_tag(world.worker, wang, "minimum", source="区民政局名册", expires_on=clock.today() + timedelta(days=30))
    whole = text(desk.get("/registry/?class="))
    assert str(wang) in whole
    assert str(other) in whole
    for name in ("tag", "kind", "group", "tags", "special"):
        page = text(desk.get("/registry/", {"class": "", name: "minimum"}))
        assert str(wang) in page
        assert str(other) in page
    for words in ("低保", "minimum", "残疾"):
        assert str(wang) not in text(desk.get("/registry/", {"q": into_address(words)}))
    page = text(desk.get("/registry/groups/"))
    assert str(wang) not in page
    assert "低保" in page


@pytest.mark.parametrize("words", ["吸毒", "社区 矫正", "艾滋", "精神病人", "刑释人员"])
def test_what_is_not_stored_is_not_searched_for(desk: Client, words: str) -> None:
    answer = desk.post("/registry/", {"q": words})
    assert answer.status_code == 422
    assert "本系统不登记、不导入、不查找" in text(answer)
    assert desk.get("/registry/", {"q": into_address(words)}).status_code == 422


def test_remarks_are_no_way_round(desk: Client, world: World, wang: UUID) -> None:
    said = {"phone": "10000001299", "label": "吸毒人员", "op_id": str(new_id())}
    answer = desk.post(f"/registry/people/{wang}/phone/", said)
    assert answer.status_code == 422
    assert "不登记" in text(answer)
    with pytest.raises(Invalid, match="不登记"):
        people.add_link(world.worker, wang, people.NewLink(world.place.rooms[1], "owner", note="刑满释放回来的"))
    with pytest.raises(Invalid, match="不登记"):
        places.doubt_house(world.worker, world.place.rooms[0], "住着社区矫正对象")
