"""Take the pictures of the guide again: `python docs/guide/take_pictures.py [ADDRESS]` beside a running demo (`./linli up`).

One function a picture; each signs in as somebody of the demo and goes where the guide says. On the way a phone number is
looked at once, a draft is begun, fifty lines of a ledger are checked and given up, and a period is verified: run it on a
demo of your own. Pictures are brought to 128 colours, which keeps them under 150 KB.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
PHONE, DESK = (390, 844), (1440, 900)
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
MOST_BYTES = 150_000
QUICK, MAP = 500, 4000
TITLES = "小区,楼栋,单元,房号,与房屋关系,姓名,证件号码,电话,与户主关系"
WRONG = ("金竹苑,33,2,602,居住,示例甲,,10000000002,非亲属", "金竹苑,3,2,603,居住,示例乙,509999199001011234,10000000003,非亲属")
RIGHT = (
    f"金竹苑,3,{unit},{floor}0{door},居住,示例{floor}{door},,1000000{unit}{floor:02}{door},非亲属"
    for unit in (1, 2, 3)
    for floor in range(2, 10)
    for door in (1, 2)
)
LEDGER = "\n".join((TITLES, *WRONG, *RIGHT))


class Camera:
    """A Chromium, the address of the demo, and who is looking."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self.chromium = chromium
        self.address = address

    @contextmanager
    def as_resident(self, name: str = "") -> Iterator[Page]:
        """A phone; signed in when a name is given."""
        with self._page(PHONE) as page:
            if name:
                page.goto("/sign-in/")
                page.click("text=看过了，去登录")
                page.locator("li").filter(has_text=name).locator("button").first.click()
            yield page

    @contextmanager
    def as_staff(self, name: str, size: tuple[int, int] = DESK) -> Iterator[Page]:
        """A desk screen, signed in as a member of staff of the demo."""
        with self._page(size) as page:
            page.goto("/staff/sign-in/")
            page.locator("li").filter(has_text=name).locator("button").first.click()
            page.wait_for_load_state()
            yield page

    @contextmanager
    def _page(self, size: tuple[int, int]) -> Iterator[Page]:
        width, height = size
        context = self.chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        yield page
        context.close()


def keep(page: Page, name: str, *, wait: int = QUICK, whole: bool = False) -> None:
    """Keep what the window shows, or the whole page."""
    page.wait_for_load_state()
    page.wait_for_timeout(wait)
    target, window = PICTURES / f"{name}.png", page.viewport_size
    if whole and window:  # a window as tall as the page: the bar at its foot stands at the foot of the picture
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": window["width"], "height": tall})
    page.screenshot(path=target)
    if window:
        page.set_viewport_size(window)
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(128).save(target, optimize=True)
    size = target.stat().st_size
    sys.stdout.write(f"{name}: {size // 1000} KB\n")
    if size > MOST_BYTES:
        message = f"{name} is larger than {MOST_BYTES} bytes"
        raise SystemExit(message)


def resident_start(camera: Camera) -> None:
    """The home of a visitor, the notice, the door, and saying a thing without signing in."""
    with camera.as_resident() as page:
        page.goto("/")
        keep(page, "resident-start")
        page.goto("/sign-in/")
        keep(page, "resident-notice")
        page.click("text=看过了，去登录")
        keep(page, "resident-sign-in")
        page.goto("/say/")
        keep(page, "say-0-start")


def resident_says(camera: Camera) -> None:
    """The four questions."""
    with camera.as_resident("陈志强") as page:
        page.goto("/")
        keep(page, "resident-home")
        page.goto("/say/?new=1")
        if page.locator("textarea[name=text]").count() == 0:
            page.goto("/say/what/")
        page.fill("textarea[name=text]", "我们 3 号楼 2 单元五楼到六楼的楼道灯又不亮了，晚上老人下楼看不见，已经三天了。")
        page.click("h1")
        keep(page, "say-1-what")
        page.click("text=下一步：在哪里")
        keep(page, "say-2-where")
        page.click("text=下一步：谁能看到")
        keep(page, "say-3-who")
        page.click("text=下一步：看一看再交")
        keep(page, "say-4-check", whole=True)


def resident_follows(camera: Camera) -> None:
    """My matters, one of them answered, and the page that asks why it is not solved."""
    with camera.as_resident("周念慈") as page:
        page.goto("/mine/")
        keep(page, "mine")
        page.click("text=楼道灯坏了")
        keep(page, "mine-matter", whole=True)
        page.click("text=没解决 >> visible=true")
        keep(page, "mine-not-fixed")
        page.goto("/me/")
        keep(page, "me")
        page.goto("/notices/")
        keep(page, "notices")


def desk_queue(camera: Camera) -> None:
    """Today's list, one matter with its proposal, and writing down what a caller says."""
    with camera.as_staff("罗一禾") as page:
        page.goto("/desk/")
        keep(page, "desk-queue")
        page.locator("tr").filter(has_text=re.compile("建议 ?(大事|小事)")).first.locator("a").first.click()
        keep(page, "desk-matter")
        page.goto("/desk/new/")
        keep(page, "desk-new")


def registry(camera: Camera) -> None:
    """Search, wall of rooms, card, the question before a phone number is shown."""
    with camera.as_staff("罗一禾") as page:
        page.goto("/registry/")
        keep(page, "registry")
        page.click("a:has-text('金竹苑')")
        page.wait_for_load_state()
        page.locator("a[href*='/registry/buildings/']").nth(2).click()
        keep(page, "registry-wall")
        page.fill("#desk-search", "周念慈")
        page.press("#desk-search", "Enter")
        page.wait_for_load_state()
        page.locator("a[href*='/registry/houses/'], a[href*='/registry/people/']").first.click()
        keep(page, "registry-card")
        page.locator(".fact-act a[href*='/reveal/phone/']").first.click()
        page.wait_for_timeout(QUICK)
        keep(page, "registry-reason")
        page.locator(".reveal-place").get_by_role("button", name="看 60 秒").first.click()
        page.wait_for_timeout(QUICK)
        keep(page, "registry-shown")


def who_looked(camera: Camera) -> None:
    """What the person whose phone was looked at can see."""
    with camera.as_resident("周念慈") as page:
        page.goto("/me/reads/")
        keep(page, "me-reads")


def ledger(camera: Camera) -> None:
    """A file of fifty lines, two of them wrong, checked and given up."""
    with camera.as_staff("罗一禾") as page, tempfile.TemporaryDirectory() as folder:
        page.goto("/registry/import/")
        keep(page, "import")
        file = Path(folder) / "台账.csv"
        file.write_text(LEDGER, encoding="utf-8")
        page.set_input_files("input[type=file]", str(file))
        page.click("text=上传，先核对")
        page.wait_for_timeout(MAP)
        page.reload()
        keep(page, "import-checked")
        page.get_by_role("button", name=re.compile("不导了|知道了")).first.click()


def the_map(camera: Camera) -> None:
    """The map with the wall of a building beside it."""
    with camera.as_staff("罗一禾") as page:
        page.goto("/map/")
        keep(page, "map", wait=MAP)


def head(camera: Camera) -> None:
    """People and posts, the invitation, and the board."""
    with camera.as_staff("江望") as page:
        page.goto("/admin-users/")
        keep(page, "users")
        page.goto("/admin-users/invite/")
        keep(page, "users-invite")
        page.goto("/desk/notices/")
        keep(page, "desk-notices")


def town(camera: Camera) -> None:
    """The list of the town's post that handles matters."""
    with camera.as_staff("代建国") as page:
        page.goto("/desk/")
        keep(page, "town-queue")


def at_the_door(camera: Camera) -> None:
    """Grid worker and property company on a phone."""
    with camera.as_staff("覃晓岚", PHONE) as page:
        page.goto("/desk/")
        keep(page, "grid-queue")
    with camera.as_staff("卓云峰", PHONE) as page:
        page.goto("/desk/")
        keep(page, "property-queue")


def auditor(camera: Camera) -> None:
    """A verified period, who looked, and the alarms."""
    with camera.as_staff("沈砚") as page:
        page.goto("/audit/")
        page.click("button:has-text('核验')")
        page.wait_for_timeout(MAP)
        page.reload()
        keep(page, "audit", wait=MAP)
        page.goto("/audit/reads/")
        keep(page, "audit-reads")
        page.goto("/audit/alarms/")
        keep(page, "audit-alarms")


def city(camera: Camera) -> None:
    """Rule profiles, modules and divisions."""
    with camera.as_staff("童思雨") as page:
        page.goto("/admin-profiles/")
        keep(page, "profiles")
        page.locator("table a").first.click()
        keep(page, "profile")
        page.goto("/admin-modules/")
        keep(page, "modules")
        page.goto("/regions/")
        keep(page, "regions")


ROLLS: tuple[Callable[[Camera], None], ...] = (
    resident_start, resident_says, resident_follows, desk_queue, registry, who_looked, ledger, the_map, head, town, at_the_door,
    auditor, city,
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """All pictures, or those of the named functions: `take_pictures.py http://127.0.0.1:8000 ledger the_map`."""
    address, wanted = (arguments or ["http://127.0.0.1:8000"])[0], arguments[1:]
    PICTURES.mkdir(exist_ok=True)
    path = os.environ.get("LINLI_BROWSER") or shutil.which("chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=OPTIONS)
        camera = Camera(chromium, address.rstrip("/"))
        for roll in ROLLS:
            if not wanted or roll.__name__ in wanted:
                roll(camera)
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1:])
