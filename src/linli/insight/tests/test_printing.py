"""The printed map: own region, made by a job, taken by who asked only, with legend, scale, source and date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from linli.insight.models import MapSheet
from linli.insight.operations import drop_old_sheets, make_sheet, own_sheet, print_map, take_sheet
from linli.insight.queries import sheet
from linli.insight.queries.outline import view_of
from linli.insight.tests.builders import Town, build_town, staff, stranger
from linli.insight.tests.test_tiles import point
from linli.insight.tests.test_walking import stand
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Iterator[Town]:
    built = build_town()
    with transaction.atomic(), use_scope(built.builder):
        yield built


def printer(town: Town) -> Actor:
    return replace(staff(town.own, permissions=frozenset({"insight.map", "insight.print_map"})), user_id=new_id())


def maker(town: Town) -> Actor:
    return Actor.system("画图", frozenset({"insight.make_sheet"}), frozenset({town.own}))


def test_asked_made_taken(town: Town) -> None:
    actor = printer(town)
    asked = print_map(actor, town.own)
    with pytest.raises(NotNow):
        take_sheet(actor, asked.pk)
    make_sheet(maker(town), asked.pk)
    content = take_sheet(actor, asked.pk)
    assert content.startswith(b"%PDF")
    make_sheet(maker(town), asked.pk)
    assert take_sheet(actor, asked.pk) == content


def test_asked_twice_is_one_sheet(town: Town) -> None:
    actor, op_id = printer(town), new_id()
    assert print_map(actor, town.own, op_id=op_id).pk == print_map(actor, town.own, op_id=op_id).pk
    assert MapSheet.objects.count() == 1


def test_only_who_asked_takes_it_and_only_while_it_is_their_place(town: Town) -> None:
    actor = printer(town)
    asked = print_map(actor, town.own)
    make_sheet(maker(town), asked.pk)
    for other in (printer(town), stranger(), Actor.anonymous()):
        with pytest.raises(NotVisible):
            take_sheet(other, asked.pk)
    moved = replace(printer(town), user_id=actor.user_id, grants=replace(staff(town.other)).grants)
    with pytest.raises(NotVisible):
        own_sheet(moved, asked.pk)


def test_not_of_other_places_and_not_by_who_may_not(town: Town) -> None:
    with pytest.raises(NotVisible):
        print_map(printer(town), town.other)
    with pytest.raises(NotPermitted):
        print_map(replace(staff(town.own), user_id=new_id()), town.own)
    with pytest.raises(NotPermitted):
        make_sheet(printer(town), print_map(printer(town), town.own).pk)
    assert MapSheet.objects.filter(content__isnull=False).count() == 0


def test_old_files_go_and_say_so(town: Town) -> None:
    actor = printer(town)
    asked = print_map(actor, town.own)
    make_sheet(maker(town), asked.pk)
    assert drop_old_sheets(maker(town)) == 0
    MapSheet.objects.update(asked_at=clock.now() - timedelta(days=2))
    assert drop_old_sheets(maker(town)) == 1
    with pytest.raises(NotNow, match="过期"):
        take_sheet(actor, asked.pk)


def test_the_picture_holds_own_signs_and_a_true_scale(town: Town) -> None:
    point(town.own, -100, 0)
    point(town.other, 300, 0)
    stand(town, town.own, "clinic", "诊所", -100)
    stand(town, town.other, "clinic", "隔壁", 300)
    asked = sheet.Asked(town.own, (town.own,), (town.own,), (), points=True)
    drawn = sheet.draw(asked, view_of(town.own, [town.own]))
    assert drawn.signs == {"open": 1, "facility": 1}
    assert drawn.svg.count("<circle") == 1
    assert "金竹苑" in drawn.svg
    # 400 m of width on 277 mm, or 300 m of height on 158 mm with a little edge: 2 m a mm.
    assert drawn.scale == pytest.approx(300 * 1.06 / 158 * 1000, abs=60)
    assert drawn.bar_metres / drawn.bar_mm * 1000 == pytest.approx(drawn.scale, rel=0.03)
    assert sheet.draw(replace(asked, points=False), view_of(town.own, [town.own])).signs == {"facility": 1}
