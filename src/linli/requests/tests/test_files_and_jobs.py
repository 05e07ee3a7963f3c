"""Pictures by content, drafts thrown away in time, reactions and jobs, two people at the same moment."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from linli.kernel import clock, jobs, relay
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible, Refused
from linli.kernel.scope import use_scope
from linli.requests import jobs as request_jobs
from linli.requests import operations, queries
from linli.requests.models import Alarm, Draft, Photo, Proposal
from linli.requests.tests.conftest import MONDAY, World, _actor, _region, counter

GPS = 34853


def picture(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000)) -> SimpleUploadedFile:
    """A picture with a place in it, named as something else."""
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (29.0, 33.0, 0.0), 3: "E", 4: (106.0, 33.0, 0.0)}
    held = io.BytesIO()
    Image.new("RGB", size, (90, 120, 100)).save(held, kind, exif=exif)
    return SimpleUploadedFile("notes.txt", held.getvalue(), "text/plain")


def test_a_photo_loses_its_place_and_keeps_its_picture(world: World) -> None:
    draft = operations.save_draft(world.resident, {"text": "灯坏了"}, step="photos")
    stored = operations.add_draft_photo(world.resident, draft.pk, picture())
    assert stored.had_location
    request = operations.file_request(world.resident, world.lamp(), draft_id=draft.pk)
    photo = Photo.objects.get(request=request)
    assert max(photo.width, photo.height) == 2048
    written = Image.open(operations.file_of(photo.path))
    assert written.format == "JPEG"
    assert not written.getexif()
    assert max(Image.open(operations.file_of(photo.thumb)).size) == 480
    assert queries.photo(world.worker, photo.pk).pk == photo.pk
    assert queries.photo(world.resident, photo.pk).pk == photo.pk
    for who in (world.stranger, world.outsider):
        with pytest.raises(NotVisible):
            queries.photo(who, photo.pk)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("content", [b"", b"GIF89a nothing", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 broken", b"MZ" * 100])
def test_what_is_no_photo_is_refused(world: World, content: bytes) -> None:
    draft = operations.save_draft(world.resident, {}, step="photos")
    with pytest.raises(Invalid):
        operations.add_draft_photo(world.resident, draft.pk, SimpleUploadedFile("lamp.jpg", content, "image/jpeg"))
    assert operations.read_draft(world.resident, draft.pk).get("photos", []) == []


def test_six_photos_and_no_more(world: World) -> None:
    draft = operations.save_draft(world.resident, {}, step="photos")
    for kind in ("JPEG", "PNG", "WEBP", "JPEG", "JPEG", "JPEG"):
        operations.add_draft_photo(world.resident, draft.pk, picture(kind, (60, 40)))
    with pytest.raises(Invalid, match="最多 6 张"):
        operations.add_draft_photo(world.resident, draft.pk, picture(size=(60, 40)))
    operations.drop_draft_photo(world.resident, draft.pk, 0)
    assert len(operations.read_draft(world.resident, draft.pk)["photos"]) == 5
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))) == 10


def test_paths_lead_nowhere_else(world: World) -> None:
    for path in ("../../etc/passwd", "/etc/passwd", "requests/none.jpg"):
        with pytest.raises(NotVisible):
            operations.file_of(path)


def test_a_visitors_draft_is_found_by_the_secret_alone(world: World) -> None:
    visitor = world.resident.anonymous()
    draft = operations.save_draft(visitor, {"text": "灯坏了"}, step="what", secret="cookie-1")
    assert operations.read_draft(visitor, draft.pk, "cookie-1") == {"text": "灯坏了"}
    for secret in ("", "cookie-2"):
        with pytest.raises(NotVisible):
            operations.read_draft(visitor, draft.pk, secret)


def test_old_drafts_go_with_their_pictures(world: World) -> None:
    draft = operations.save_draft(world.resident, {}, step="photos")
    operations.add_draft_photo(world.resident, draft.pk, picture(size=(60, 40)))
    assert operations.drop_old_drafts(world.system) == 0
    with clock.frozen(MONDAY + timedelta(days=8)):
        assert operations.drop_old_drafts(world.system) == 1
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


def test_a_huge_picture_is_refused_before_it_is_decoded(world: World) -> None:
    draft = operations.save_draft(world.resident, {}, step="photos")
    held = io.BytesIO()
    Image.new("1", (6000, 5000)).save(held, "PNG")  # a few kilobytes that would be 120 MB when opened
    with pytest.raises(Invalid, match="尺寸太大"):
        operations.add_draft_photo(world.resident, draft.pk, SimpleUploadedFile("a.png", held.getvalue()))


def test_a_made_up_file_is_no_photo_and_no_failure(world: World) -> None:
    draft = operations.save_draft(world.resident, {}, step="photos")
    sound = picture(size=(60, 40)).read()
    for cut in range(2, len(sound), max(1, len(sound) // 40)):
        broken = sound[:cut] + b"\xff" * 20 + sound[cut + 20 :]
        try:
            operations.add_draft_photo(world.resident, draft.pk, SimpleUploadedFile("a.jpg", broken))
        except Invalid:
            continue
        operations.drop_draft_photo(world.resident, draft.pk, 0)


def test_staff_add_photos_of_the_work(world: World) -> None:
    request = world.working()
    photo = operations.attach_photo(world.worker, request.pk, picture(size=(60, 40)), kind="after")
    assert queries.matter(world.worker, request.pk).photos == (photo,)


def test_the_proposal_comes_by_itself_after_filing(world: World) -> None:
    request = operations.file_request(world.resident, world.lamp())
    assert not Proposal.objects.exists()
    assert relay.deliver_waiting() >= 1
    assert Proposal.objects.get(request=request).category == "light"
    assert relay.deliver_waiting() == 0


def test_the_job_sends_alarms_up(world: World) -> None:
    world.file("3 号楼着火了，冒黑烟", "help")
    job = jobs.get("requests.escalate_alarms")
    assert job.every == "* * * * *"
    with clock.frozen(MONDAY + timedelta(minutes=6)):
        jobs.perform("requests.escalate_alarms", 1, {})
        jobs.perform("requests.escalate_alarms", 2, {})
    assert Alarm.objects.get().level == 1
    assert request_jobs.escalate_alarms.needs == {"requests.escalate"}


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_the_same_moment() -> None:
    community = _region("金竹社区", "community", [])
    counter(community)
    resident = _actor("resident", "周小满", "", community, {community}, "resident")
    desks = [_actor("community_worker", name, "金竹社区", community, {community}) for name in ("罗一禾", "何见山")]
    place = operations.Place(community, text="楼道", confirmed=True)
    request = operations.file_request(resident, operations.Filing("tip", "楼道灯坏了三天了", place))
    operations.accept(desks[0], request.pk)
    ready, results = threading.Barrier(2), []

    def decide(number: int, sanshi: str) -> None:
        try:
            ready.wait(10)
            with transaction.atomic(), use_scope(desks[number]):
                operations.decide_class(desks[number], request.pk, sanshi=sanshi, ground="楼道灯是大家共用的", version=2)
            results.append("done")
        except Refused as refused:
            results.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(number, sanshi)) for number, sanshi in enumerate(("small", "big"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["Conflict", "done"]
    assert issubclass(Conflict, Refused)
    with pytest.raises(NotNow):
        operations.accept(desks[0], request.pk)
