"""Drafts of people nobody knows: few, small, soon gone; and what was typed stays on the page when one is refused."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, TooMany
from linli.kernel.models import RuleProfile, RuleValue
from linli.requests import operations
from linli.requests.models import Draft
from linli.requests.tests.conftest import MONDAY, World
from linli.requests.tests.test_files_and_jobs import picture

VISITOR = Actor.anonymous("203.0.113.7")
TYPED = "3 号楼楼道灯坏了三天了，全黑"


@pytest.fixture
def few(world: World) -> World:
    """A rule profile with two new drafts an hour and four savings."""
    profile = RuleProfile.objects.create(code="CQ-BASE", version=99, title="少", effective_from=MONDAY.date(), made_at=MONDAY)
    for key, value in (("visitor_drafts_hour", 2), ("visitor_saves_hour", 4)):
        RuleValue.objects.create(profile=profile, key=key, value=value)
    return world


def test_a_visitor_has_one_draft_at_a_time(world: World) -> None:
    first = operations.save_draft(VISITOR, {"text": TYPED}, step="what", secret="one")
    operations.add_draft_photo(VISITOR, first.pk, picture(size=(60, 40)), "one")
    second = operations.save_draft(VISITOR, {"text": "别的事"}, step="what", secret="one")
    operations.save_draft(VISITOR, {"text": "别人的事"}, step="what", secret="two")
    assert set(Draft.objects.values_list("pk", flat=True)) >= {second.pk}
    assert Draft.objects.count() == 2
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


def test_one_network_does_not_fill_the_database(few: World) -> None:
    for number in range(2):
        operations.save_draft(VISITOR, {"text": TYPED}, step="what", secret=f"secret {number}")
    with pytest.raises(TooMany):
        operations.save_draft(VISITOR, {"text": TYPED}, step="what", secret="another")
    operations.save_draft(replace(VISITOR, ip="198.51.100.9"), {"text": TYPED}, step="what", secret="elsewhere")
    operations.save_draft(replace(few.resident, ip=VISITOR.ip), {"text": TYPED}, step="what")
    assert Draft.objects.count() == 4


def test_a_draft_is_small(world: World) -> None:
    draft = operations.save_draft(VISITOR, {"text": TYPED}, step="what", secret="one")
    with pytest.raises(Invalid):
        operations.save_draft(VISITOR, {"typed": "字" * 20_000}, step="where", draft_id=draft.pk, secret="one")
    assert operations.read_draft(VISITOR, draft.pk, "one") == {"text": TYPED}


def test_what_was_typed_stays_on_the_page(few: World) -> None:
    for _ in range(2):
        assert Client().post("/say/what/", {"text": TYPED}).status_code == 302
    refused = Client().post("/say/what/", {"text": TYPED})
    assert refused.status_code == 429
    assert TYPED in refused.content.decode()
    assert "已存好" not in refused.content.decode()
    assert "太频繁" in refused.content.decode()
    kept = Client().post("/say/keep/", {"text": TYPED})
    assert kept.status_code == 429
    assert "字还在这一页" in kept.content.decode()


def test_saving_while_writing_is_counted_too(few: World) -> None:
    writer = Client()
    assert [writer.post("/say/keep/", {"text": f"{TYPED}{n}"}).status_code for n in range(6)] == [200] * 4 + [429] * 2
    assert Draft.objects.count() == 1


def test_a_visitors_draft_is_gone_after_a_day(world: World) -> None:
    operations.save_draft(VISITOR, {"text": TYPED}, step="what", secret="one")
    mine = operations.save_draft(world.resident, {"text": TYPED}, step="what")
    with clock.frozen(MONDAY + timedelta(hours=23)):
        assert operations.drop_old_drafts(world.system) == 0
    with clock.frozen(MONDAY + timedelta(hours=25)):
        assert operations.drop_old_drafts(world.system) == 1
    assert list(Draft.objects.values_list("pk", flat=True)) == [mine.pk]


def test_looking_leaves_no_session(world: World) -> None:
    Client().get("/say/what/")
    assert not Session.objects.exists()
