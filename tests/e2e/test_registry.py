"""A ledger from file to card (issue, "Must be shown" 2): dry run with errors, load, search, card, reveal; the resident sees who looked."""

import csv
import io
from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from linli.demo.folk import id_number
from tests.e2e.people import Visitors

pytestmark = pytest.mark.browser
TITLES = ("小区", "楼栋", "单元", "房号", "与房屋关系", "姓名", "证件类型", "证件号码", "电话", "居住类别", "与户主关系")
PERSON = "欧阳·试样"


def _sheet(number: str) -> FilePayload:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(TITLES)
    sheet.writerow(("金竹苑", "2", "1", "301", "居住", PERSON, "居民身份证", number, "10000008801", "户籍常住", "非亲属"))
    return FilePayload(name="新来的人.csv", mimeType="text/csv", buffer=text.getvalue().encode("gb18030"))


def _upload(page: Page, number: str) -> None:
    page.goto("/registry/import/")
    page.locator("input[type=file]").set_input_files([_sheet(number)])
    page.get_by_role("button", name="上传，先核对").click()
    page.wait_for_url("**/registry/import/*-*/")


def _search(page: Page, words: str, home: str) -> None:
    page.goto("/registry/")
    page.locator("#desk-search").fill(words)
    page.locator("#desk-search").press("Enter")
    page.locator("tr[data-row]", has_text=home).locator("a.row-link").first.click()


def test_a_ledger_goes_from_file_to_card(visitors: Visitors) -> None:
    page = visitors.staff("罗一禾")
    good = id_number(date(1990, 5, 17), 480, female=True)
    bad = good[:-1] + ("1" if good[-1] != "1" else "2")
    _upload(page, bad)
    expect(page.locator("main")).to_contain_text("要改的地方")
    expect(page.locator("main")).to_contain_text("证件号码")
    assert bad not in page.content(), "a number stands on the page of errors"
    page.get_by_role("button", name="知道了，删掉这份").click()
    _upload(page, good)
    page.get_by_role("button", name="导入这 1 行").click()
    expect(page.locator("main")).to_contain_text("导入了 1 行")

    _search(page, PERSON, "301")
    expect(page.locator("main")).to_contain_text("谁和这套房有关")
    assert PERSON not in page.locator("main").inner_text(), "the name stands unmasked on the card"
    assert "10000008801" not in page.content(), "the phone stands unmasked on the card"


def test_who_looks_says_why_and_the_resident_sees_it(visitors: Visitors) -> None:
    page = visitors.staff("罗一禾")
    _search(page, "刘云峰", "302")
    page.locator("tr.fact-open", has_text="电话").get_by_role("link").click()
    box = page.locator("form.reveal")
    expect(box).to_contain_text("为什么要看")
    box.get_by_text("上门前联系").click()
    box.get_by_role("button", name="看 60 秒").click()
    expect(page.locator(".reveal-place .card-river")).to_contain_text("1000000")

    resident = visitors.resident("刘云峰")
    resident.goto("/me/reads/")
    expect(resident.locator("main")).to_contain_text("金竹社区的工作人员看了您的")
    expect(resident.locator("main")).to_contain_text("上门前联系")
