"""Pictures that unfold to much: told from their head, bounded in memory, counted on their sender."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.kernel.errors import Invalid, TooMany
from linli.requests import operations
from linli.requests.operations import photos
from linli.requests.tests.conftest import World

LEFT_TOP = (200, 30, 30)
TURNED = 6  # EXIF: turn by 90 degrees to see it upright
MEGABYTE = 1024


def upload(picture: Image.Image, kind: str, **options: object) -> SimpleUploadedFile:
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return SimpleUploadedFile("photo", held.getvalue())


def peak_of(work: object) -> int:
    """Most memory the process held during the work, in megabytes above what it had before."""
    status = Path("/proc/self/status")

    def held(name: str) -> int:
        line = next(line for line in status.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) // MEGABYTE

    Path("/proc/self/clear_refs").write_text("5")
    before = held("VmRSS")
    assert callable(work)
    work()
    return held("VmHWM") - before


@pytest.mark.parametrize(
    ("kind", "options"), [("PNG", {}), ("WEBP", {"lossless": True, "method": 0}), ("JPEG", {"progressive": True, "quality": 30})]
)
def test_what_only_unfolds_whole_may_have_sixteen_megapixels(world: World, kind: str, options: dict[str, object]) -> None:
    picture = Image.new("1" if kind == "PNG" else "L", (4010, 4000))
    with pytest.raises(Invalid, match="尺寸太大，最多 16"):
        photos.store(world.resident, upload(picture, kind, **options))


def test_a_photo_of_fifty_megapixels_is_unfolded_at_the_size_that_is_kept(world: World) -> None:
    big = upload(Image.new("L", (8160, 6120), 120), "JPEG", quality=30)
    assert peak_of(lambda: photos.store(world.resident, big)) < 90
    long = upload(Image.new("L", (20_000, 2_400), 120), "JPEG", quality=30)
    assert peak_of(lambda: photos.store(world.resident, long)) < 60


def test_a_sixteen_megapixel_drawing_stays_within_bounds(world: World) -> None:
    big = upload(Image.new("1", (3990, 4000)), "PNG")
    assert peak_of(lambda: photos.store(world.resident, big)) < 120


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_every_kind_of_colour_becomes_a_picture(world: World, mode: str) -> None:
    stored = photos.store(world.resident, upload(Image.new("RGB", (300, 200), LEFT_TOP).convert(mode), "JPEG" if mode == "CMYK" else "PNG"))
    assert (stored.width, stored.height) == (300, 200)
    assert Image.open(operations.file_of(stored.path)).mode == "RGB"


def test_a_photo_taken_upright_stands_upright_also_when_it_is_shrunk(world: World) -> None:
    picture = Image.new("RGB", (4200, 2100), (30, 30, 200))
    picture.paste(LEFT_TOP, (0, 0, 2100, 2100))
    exif = Image.Exif()
    exif[0x0112] = TURNED
    for kind in ("JPEG", "PNG"):
        stored = photos.store(world.resident, upload(picture, kind, exif=exif))
        kept = Image.open(operations.file_of(stored.path))
        assert kept.size == (1024, 2048)
        assert not kept.getexif()
        red, _, blue = kept.getpixel((512, 300))  # type: ignore[misc]  # a colour has three parts
        assert red > blue  # the left half came to the top


def test_an_address_has_so_many_megapixels_an_hour(world: World) -> None:
    visitor = world.resident.anonymous()
    _, most = photos.VISITOR_SHARE
    content = upload(Image.new("1", (4000, 4000)), "PNG").read()
    for _ in range(most // 16):
        photos.share(visitor, Image.open(io.BytesIO(content)))  # the counting alone: unfolding each takes long
    with pytest.raises(TooMany):
        photos.store(visitor, SimpleUploadedFile("photo", content))


def test_only_so_many_are_unfolded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, lock = 0, 0, threading.Lock()
    begun = threading.Event()

    def work() -> None:
        nonlocal inside, most
        with photos.turn():
            with lock:
                inside += 1
                most = max(most, inside)
            begun.wait(0.05)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(work) for _ in range(6)]:
            done.result()
    assert most == photos.AT_ONCE
    monkeypatch.setattr(photos, "WAIT_SECONDS", 0.01)
    with photos.turn(), photos.turn(), pytest.raises(TooMany, match="过一分钟再传"):
        work()
