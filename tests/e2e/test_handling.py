"""From a phone to a desk and back (J17, J19): accepted, handled, answered, reopened, rated; merged, transferred, kept secret."""

import time

import pytest
from playwright.sync_api import Page, expect

from linli.demo.pictures import photo
from tests.e2e.people import MATTER, Visitors, path_of, say

pytestmark = pytest.mark.browser
ADOPT = "#decide button:has-text('采纳')"


def _open(page: Page, matter: str, *, until: str = "main") -> None:
    """Open a matter at the desk; the rules propose in the worker process, a moment after the filing."""
    for _ in range(40):
        answer = page.goto(f"/desk/requests/{matter}/")
        assert answer is not None
        assert answer.status == 200, f"{answer.status} for {matter}"
        if page.locator(until).count():
            return
        time.sleep(0.5)
    pytest.fail(f"{until} does not come on {page.url}")


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _dispatch(worker: Page, matter: str, name: str) -> None:
    """改一改再派: the proposed class, but somebody else's hands."""
    _open(worker, matter, until=ADOPT)
    worker.locator("#decide").get_by_role("link", name="改一改再派").click()
    receiver = worker.locator("#d-to option", has_text=name).first
    worker.locator("#d-to").select_option(value=receiver.get_attribute("value"))
    _press(worker, "按这个分，派单")
    expect(worker.locator("main")).to_contain_text("分好类，派好了")


def _handle(visitors: Visitors, matter: str, reply: str, *, first: bool = True, phone: bool = False) -> None:
    """The property's handler signs and finishes, the head of the community lets the answer go out."""
    handler = visitors.staff("卓云峰", phone=phone)
    _open(handler, matter)
    if first:
        _press(handler, "签收，开始办")
        expect(handler.locator("main")).to_contain_text("签收了，期限接着算")
    handler.get_by_label("给居民的答复").fill(reply)
    _press(handler, "办好了，报审")
    expect(handler.locator("main")).to_contain_text("报审了")
    head = visitors.staff("江望", phone=phone)
    _open(head, matter)
    expect(head.locator("main")).to_contain_text(reply)
    _press(head, "审核通过，答复居民")
    expect(head.locator("main")).to_contain_text("答复发给居民了")


@pytest.mark.parametrize("phone_at_the_desk", [False, True], ids=["phone-to-desk", "desk-to-phone"])
def test_a_lamp_from_the_phone_to_the_rating(visitors: Visitors, *, phone_at_the_desk: bool) -> None:
    resident = visitors.resident("文佳宁", phone=not phone_at_the_desk)
    floor = "7" if phone_at_the_desk else "8"
    matter = say(resident, f"金竹苑 5 号楼 1 单元 {floor} 楼的楼道灯不亮了，晚上黑得看不见路。", photo=photo("dark_passage").read())
    worker = visitors.staff("罗一禾", phone=phone_at_the_desk)
    _open(worker, matter, until=ADOPT)
    expect(worker.locator("main")).to_contain_text("照片 1 张，位置信息已去掉")
    expect(worker.locator("#decide")).to_contain_text("小事")
    expect(worker.locator("#decide")).to_contain_text("金竹物业服务中心")
    _dispatch(worker, matter, "卓云峰")
    _handle(visitors, matter, "8 楼换了感应灯，昨晚试过，亮的。", phone=phone_at_the_desk)

    resident.goto("/mine/")
    expect(resident.locator("main")).to_contain_text("请您看看")
    resident.goto(f"/mine/{matter}/")
    expect(resident.locator("main")).to_contain_text("8 楼换了感应灯")
    resident.get_by_role("link", name="没解决").click()
    resident.locator("textarea").fill("今天晚上又不亮了。")
    _press(resident, "没解决，重新办")
    expect(resident.locator("main")).to_contain_text("重办")

    _handle(visitors, matter, "换了 8 楼的线路，今晚又试过，亮的。", first=False, phone=phone_at_the_desk)
    resident.goto(f"/mine/{matter}/")
    _press(resident, "好了")
    _press(resident, "很满意")
    expect(resident.locator("main")).to_contain_text("您打的分：很满意")
    _open(worker, matter)
    expect(worker.locator("main")).to_contain_text("今天晚上又不亮了")
    expect(worker.locator("main")).to_contain_text("打分")


FIVE = {
    "何永川": "临溪花园 4 号楼 2 单元三楼的楼道灯坏了，黑得很。",
    "向成渝": "临溪花园 4 号楼 2 单元楼道灯坏了，上楼要打手电。",
    "穆丽君": "临溪花园 4 号楼 2 单元三楼的楼道灯不亮，坏了。",
    "冉光福": "临溪花园 4 号楼 2 单元的楼道灯坏了好几天，黑。",
    "谭雪梅": "临溪花园 4 号楼 2 单元楼道灯坏了，三楼黑得看不见。",
}


def test_the_same_lamp_said_five_times_is_one_matter_with_five_answers(visitors: Visitors) -> None:
    people = {name: visitors.resident(name) for name in FIVE}
    said = {name: say(people[name], text) for name, text in FIVE.items()}
    *followers, main = said.values()
    worker = visitors.staff("罗一禾")
    for follower in followers:
        _open(worker, main, until=f"#do-merge input[value='{follower}']")
    expect(worker.locator("#do-merge")).to_contain_text("像在")
    worker.locator("#do-merge input[name=others]").evaluate_all("(boxes) => boxes.forEach((box) => (box.checked = false))")
    for follower in followers:
        worker.locator(f"#do-merge input[value='{follower}']").check()
    _press(worker, "合并勾上的")
    expect(worker.locator("main")).to_contain_text("合并了")
    expect(worker.locator("main")).to_contain_text("5 户说了同一件")
    _dispatch(worker, main, "卓云峰")
    _handle(visitors, main, "三楼换了声控灯，几户都看过，亮的。")
    for name, matter in said.items():
        _wait_for_answer(people[name], matter, "三楼换了声控灯")
        _press(people[name], "好了")
        _press(people[name], "很满意" if name != "冉光福" else "不满意")
        expect(people[name].locator("main")).to_contain_text("您打的分")


def _wait_for_answer(page: Page, matter: str, words: str) -> None:
    """Each household's own page carries the answer; those merged get theirs by an event, a moment later."""
    for _ in range(30):
        page.goto(f"/mine/{matter}/")
        if page.get_by_text(words).count():
            break
        time.sleep(0.5)
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_matter_of_another_place_goes_there(visitors: Visitors) -> None:
    resident = visitors.resident("龚大勇")
    resident.goto("/say/?new=1")
    resident.locator("#id_text").fill("青龙村三组的水渠堵了，水漫到路上。")
    _press(resident, "下一步：在哪里")
    resident.get_by_text("说不清，请社区打电话问我").click()
    _press(resident, "下一步：谁能看到")
    _press(resident, "下一步：看一看再交")
    _press(resident, "交给社区")
    resident.wait_for_url(MATTER)
    matter = path_of(resident).split("/")[2]
    worker = visitors.staff("罗一禾")
    _open(worker, matter)
    worker.get_by_role("link", name="转到该办的社区").click()
    worker.locator("#id_region_q").press_sequentially("广阳镇青龙村")
    worker.locator("label.choice").filter(has_text="广阳镇").get_by_role("radio").check()
    worker.locator("#t-reason").fill("事情在青龙村。")
    _press(worker, "转过去")
    worker.wait_for_url(lambda url: "transfer" not in url)
    village = visitors.staff("田小满")
    village.goto("/desk/requests/?tab=new")
    village.get_by_role("link", name="青龙村三组的水渠堵了").first.click()
    expect(village.locator("main")).to_contain_text("水漫到路上")
    resident.goto("/mine/")
    expect(resident.get_by_role("link").filter(has_text="水渠堵了").first).to_be_visible()


def test_a_quarrel_is_private_and_the_proposal_can_be_overridden(visitors: Visitors) -> None:
    resident = visitors.resident("穆丽君")
    matter = say(resident, "临溪花园 5 号楼 1 单元，两口子为了娃儿读书天天吵架，想请社区来劝一劝。")
    worker = visitors.staff("罗一禾")
    _open(worker, matter, until=ADOPT)
    card = worker.locator("#decide")
    expect(card.locator("input[name=sanshi]:checked")).to_have_value("private")
    expect(card.locator("ol li").first).to_be_visible()
    card.get_by_role("link", name="改一改再派").click()
    worker.locator("#d-ground").wait_for()
    worker.locator("#decide input[name=sanshi][value=small]").check()
    _press(worker, "按这个分，派单")
    expect(worker.locator("[role=alert]").first).to_be_visible()
    worker.locator("#d-ground").fill("吵到整栋楼，几户都来说过，由社区牵头调解。")
    receiver = worker.locator("#d-to option", has_text="罗一禾").first
    worker.locator("#d-to").select_option(value=receiver.get_attribute("value"))
    _press(worker, "按这个分，派单")
    expect(worker.locator("main")).to_contain_text("分好类，派好了")
    resident.goto(f"/mine/{matter}/")
    expect(resident.locator("main")).to_contain_text("为什么是“小事”")
    expect(resident.locator("main")).to_contain_text("吵到整栋楼")


def test_violence_is_seen_by_few_and_told_without_content(visitors: Visitors) -> None:
    resident = visitors.resident("谭雪梅")
    resident.goto("/say/?new=1")
    resident.locator("#id_text").fill("临溪花园 3 号楼 1 单元有人拿刀砍人，男的在打老婆，娃儿在哭。")
    _press(resident, "下一步：在哪里")
    _press(resident, "马上报给社区和街道值班")
    resident.wait_for_url(MATTER)
    matter = path_of(resident).split("/")[2]
    head = visitors.staff("江望")
    _open(head, matter, until=".desk-alarm")
    expect(head.locator("main")).to_contain_text("限制查看")
    expect(head.locator("main")).to_contain_text("不上图")
    assert "谭雪梅" not in head.content()
    head.goto("/desk/")
    alerts = head.locator(".desk-alerts, [class*=alert]").all_inner_texts()
    assert not [told for told in alerts if "拿刀" in told or "打老婆" in told], "an alert tells what happened"
    for name in ("罗一禾", "卓云峰"):
        other = visitors.staff(name)
        answer = other.goto(f"/desk/requests/{matter}/")
        assert answer is not None
        assert answer.status == 404
        for address in ("/desk/", "/desk/requests/", "/map/"):
            other.goto(address)
            assert matter not in other.content(), f"{name} sees it on {address}"
            assert "拿刀" not in other.content(), f"{name} reads of it on {address}"
            if name == "卓云峰":
                break
    head.goto("/map/")
    assert matter not in head.content(), "it is on the map"
    answer = head.goto(f"/map/card/?request={matter}")
    assert answer is not None
    assert answer.status == 404, "the map has a card of it"
    _open(head, matter)
    _press(head, "我应了，正赶去")
    _press(head, "已到场")
    card = head.locator("#decide")
    expect(card.locator("input[name=sanshi][value=private]")).to_be_disabled()
    expect(card).to_contain_text("不能当私事")
    resident.goto(f"/mine/{matter}/")
    expect(resident.locator('main a[href="tel:110"]').first).to_be_visible()


def test_the_desk_works_with_keys_only(visitors: Visitors) -> None:
    resident = visitors.resident("向成渝")
    matter = say(resident, "临溪花园 5 号楼 2 单元二楼的楼道灯坏了。")
    resident.goto(f"/mine/{matter}/")
    number = resident.get_by_text("编号").first.inner_text().split()[-1]
    worker = visitors.staff("罗一禾")
    _open(worker, matter, until=ADOPT)
    worker.goto("/desk/requests/")
    worker.keyboard.press("/")
    worker.keyboard.insert_text(number)
    worker.keyboard.press("Enter")
    expect(worker.locator("tr[data-row]")).to_have_count(1)
    worker.keyboard.press("j")
    worker.keyboard.press("Enter")
    worker.wait_for_url(f"**/desk/requests/{matter}/**")
    worker.keyboard.press("a")
    expect(worker.locator("main")).to_contain_text("采纳了建议，派好了")
