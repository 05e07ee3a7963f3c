"""The gallery in a real Chromium: accessible, keyed, and drawn without a sideways scroll."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

pytestmark = pytest.mark.browser
SHELLS = ["/gallery/", "/gallery/home/", "/gallery/step/", "/gallery/matter/", "/gallery/queue/", "/reading/", "/offline/", "/phones/"]


@pytest.mark.parametrize("held", ["", "?theme=dark", "?size=xlarge"])
@pytest.mark.parametrize("address", SHELLS[:5])
def test_pages_are_accessible(desk_page: Page, assert_accessible: Callable[[Page], None], address: str, held: str) -> None:
    desk_page.goto(address + held)
    assert_accessible(desk_page)


@pytest.mark.parametrize("address", SHELLS)
def test_nothing_scrolls_sideways_on_a_small_phone(phone_page: Page, assert_accessible: Callable[[Page], None], address: str) -> None:
    phone_page.set_viewport_size({"width": 320, "height": 640})
    for size in ("", "?size=xlarge"):
        phone_page.goto(address + size)
        assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address}{size} scrolls sideways"
    assert_accessible(phone_page)


def test_keys_work_at_the_desk(desk_page: Page) -> None:
    desk_page.goto("/gallery/queue/")
    desk_page.keyboard.press("j")
    desk_page.keyboard.press("j")
    expect(desk_page.locator("tr[data-row]").nth(1)).to_have_class("is-selected")
    desk_page.keyboard.press("x")
    expect(desk_page.locator("tr.is-selected input[type=checkbox]")).to_be_checked()
    desk_page.keyboard.press("/")
    expect(desk_page.locator("#desk-search")).to_be_focused()
    desk_page.keyboard.press("Escape")
    desk_page.keyboard.press("?")
    expect(desk_page.get_by_role("dialog")).to_contain_text("下一行")
    desk_page.keyboard.press("Escape")
    expect(desk_page.get_by_role("dialog")).to_have_count(0)
    desk_page.keyboard.press("n")
    assert desk_page.url.endswith("#new")


def test_a_photo_is_shown_made_smaller_and_can_be_taken_out(phone_page: Page) -> None:
    phone_page.goto("/gallery/step/")
    big = phone_page.evaluate(
        """async () => { const c = document.createElement('canvas'); c.width = 4000; c.height = 3000;
        const b = await new Promise((d) => c.toBlob(d, 'image/png')); return [...new Uint8Array(await b.arrayBuffer())]; }"""
    )
    box = phone_page.locator("input[type=file]")
    photo = FilePayload(name="lamp.png", mimeType="image/png", buffer=bytes(big))
    box.set_input_files([photo])
    expect(phone_page.locator(".photo-item img")).to_have_count(1)
    size = "async (i) => { const b = await createImageBitmap(i.files[0]); return [i.files.length, b.width, i.files[0].type]; }"
    assert box.evaluate(size) == [1, 1920, "image/jpeg"]
    phone_page.get_by_role("button", name="不要照片 1").click()
    expect(phone_page.locator(".photo-item")).to_have_count(0)
    assert box.evaluate("(i) => i.files.length") == 0


def test_what_is_written_offline_waits_in_the_phone(phone_page: Page) -> None:
    phone_page.goto("/offline/")
    phone_page.context.set_offline(True)
    phone_page.get_by_label("发生了什么").fill("楼道灯不亮")
    phone_page.get_by_role("button", name="先存在这台手机里").click()
    expect(phone_page.locator("[data-stored]")).to_contain_text("存了 1 件")
    expect(phone_page.get_by_label("发生了什么")).to_have_value("")
    phone_page.context.set_offline(False)
    # A visitor is led to the sign-in page: the request must still be in the phone afterwards.
    phone_page.goto("/gallery/home/")
    expect(phone_page.locator("linli-offline")).to_contain_text("还有 1 件没交上")


def test_what_waits_in_the_phone_is_mended_or_deleted(phone_page: Page) -> None:
    phone_page.goto("/offline/")
    phone_page.context.set_offline(True)
    phone_page.get_by_label("发生了什么").fill("楼道灯不亮")
    phone_page.get_by_label("在哪里").fill("3 号楼")
    phone_page.get_by_role("button", name="先存在这台手机里").click()
    item = phone_page.locator("[data-items] li")
    expect(item).to_contain_text("楼道灯不亮")
    item.get_by_role("button", name="改一改").click()
    expect(phone_page.get_by_label("在哪里")).to_have_value("3 号楼")
    phone_page.get_by_label("发生了什么").fill("楼道灯不亮，三天了")
    phone_page.get_by_role("button", name="先存在这台手机里").click()
    expect(item).to_have_count(1)
    expect(item).to_contain_text("三天了")
    item.get_by_role("button", name="删掉").click()
    item.get_by_role("button", name="再点一次，真的删掉").click()
    expect(item).to_have_count(0)
    phone_page.context.set_offline(False)


def test_the_offline_page_comes_from_the_phone(phone_page: Page) -> None:
    phone_page.goto("/gallery/home/")
    phone_page.wait_for_function("navigator.serviceWorker.ready.then((r) => r.active !== null)")
    phone_page.context.set_offline(True)
    phone_page.goto("/mine/")
    expect(phone_page.get_by_role("heading", name="没有网络")).to_be_visible()
    phone_page.context.set_offline(False)
