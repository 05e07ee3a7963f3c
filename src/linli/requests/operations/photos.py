"""Photos: looked at by content, turned upright, written anew without location data, kept outside the web root (domain §1, §12).

A picture of six kilobytes can unfold to hundreds of megabytes. So its size is read from the head before anything is unfolded, a JPEG
is unfolded at the size that is kept, few are worked on at once in a process, and each sender has so many megapixels an hour.
"""

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import ExifTags, Image, ImageOps

from linli.kernel import clock, limits
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible, TooMany
from linli.kernel.ids import random_id
from linli.kernel.operations import operation
from linli.requests.models import Photo, Request
from linli.requests.operations.shape import locked, row_id
from linli.requests.rules import words

MOST_BYTES = 12 * 1024 * 1024
# A JPEG is unfolded at a half to an eighth of its size, so a phone's 64 million pixels cost what 8 million do; a progressive one and the
# other kinds only whole.
MOST_PIXELS, MOST_PIXELS_WHOLE = 64_000_000, 16_000_000
NO_PHOTO = "这个文件不是照片，或坏了。请选手机拍的照片（JPG、PNG、WEBP）。"
TOO_WIDE = "这张照片的尺寸太大，最多 {} 百万像素。请在手机相册里缩小一点，或截一张图再传。"
MOST_PHOTOS = 6
# Photos and megapixels an hour: of an address where nobody is signed in, of one who is.
VISITOR_SHARE, SIGNED_IN_SHARE, HOUR = (60, 900), (200, 3000), 3600
LONG_SIDE, THUMB_SIDE = 2048, 480
ACCEPTED = ("JPEG", "PNG", "WEBP")
AT_ONCE, WAIT_SECONDS = 2, 20
_room = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Stored:
    """A cleaned picture on disk; paths are relative to MEDIA_ROOT."""

    path: str
    thumb: str
    width: int
    height: int
    size: int
    sha256: str
    had_location: bool


def store(actor: Actor, upload: UploadedFile) -> Stored:
    """Check, clean and write one picture; the file's name and type are never believed.

    Raises Invalid with what to do, TooMany when the sender had his share of the hour or everybody sends at once.
    """
    if not upload.size or upload.size > MOST_BYTES:
        message = "这张照片太大或是空的，请选 12 MB 以内的。"
        raise Invalid(message, {"photo": [message]})
    picture = _opened(upload)
    share(actor, picture)
    with turn(), _readable():
        had_location = bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        whole = _shrunk(picture)
    name = random_id().hex
    folder = f"requests/{clock.today():%Y%m}/{name[:2]}"
    path, thumb = f"{folder}/{name}.jpg", f"{folder}/{name}_s.jpg"
    width, height = whole.size
    _write(whole, path, quality=82)
    whole.thumbnail((THUMB_SIDE, THUMB_SIDE))
    _write(whole, thumb, quality=74)
    size = Path(settings.MEDIA_ROOT / path).stat().st_size
    return Stored(path, thumb, width, height, size, _digest(path), had_location)


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever a made-up file breaks inside the decoders, it is no photo."""
    try:
        yield
    except Exception as broken:
        raise Invalid(NO_PHOTO, {"photo": [NO_PHOTO]}) from broken


def _opened(upload: UploadedFile) -> Image.Image:
    """The picture with its head read, nothing unfolded yet, and of a size that may be."""
    with _readable():
        upload.seek(0)
        picture: Image.Image = Image.open(upload, formats=ACCEPTED)
        in_parts = picture.format in {"JPEG", "MPO"} and not picture.info.get("progressive")
        pixels = picture.width * picture.height
    most = MOST_PIXELS if in_parts else MOST_PIXELS_WHOLE
    if pixels > most:
        message = TOO_WIDE.format(most // 1_000_000)
        raise Invalid(message, {"photo": [message]})
    return picture


def _megapixels(picture: Image.Image) -> int:
    return -(-picture.width * picture.height // 1_000_000)


def share(actor: Actor, picture: Image.Image) -> None:
    """Count the picture on its sender: how many, and how much there is to unfold."""
    sender = str(actor.user_id or actor.ip)
    photos, megapixels = SIGNED_IN_SHARE if actor.user_id else VISITOR_SHARE
    limits.limit("photo", sender, most=photos, seconds=HOUR)
    limits.limit("photo-megapixels", sender, most=megapixels, seconds=HOUR, weight=_megapixels(picture))


@contextmanager
def turn() -> Iterator[None]:
    """One of the few places where pictures are unfolded in this process."""
    if not _room.acquire(timeout=WAIT_SECONDS):
        message = "现在传照片的人很多，过一分钟再传。写的话都在。"
        raise TooMany(message, code="photos_busy", retry_after=60)
    try:
        yield
    finally:
        _room.release()


def _shrunk(picture: Image.Image) -> Image.Image:
    """The picture upright, in colour, at most LONG_SIDE long, without anything else that was in the file."""
    scale = min(1.0, LONG_SIDE / max(picture.size))
    picture.draft("RGB", (max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
    if picture.mode in {"1", "P"}:  # these shrink by leaving points out
        picture.load()
        kept = picture.convert("L" if picture.mode == "1" else "RGB")
        kept.info = picture.info
    else:
        kept = picture
    kept.thumbnail((LONG_SIDE, LONG_SIDE))
    upright = ImageOps.exif_transpose(kept)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright.convert("RGB"))
    return bare


def _write(picture: Image.Image, path: str, quality: int) -> None:
    target = Path(settings.MEDIA_ROOT / path)
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, "JPEG", quality=quality, optimize=True)


def _digest(path: str) -> str:
    return hashlib.sha256(Path(settings.MEDIA_ROOT / path).read_bytes()).hexdigest()


def file_of(relative: str) -> Path:
    """The file on disk. Raises NotVisible when it is gone or the path leads outside the upload folder."""
    root = Path(settings.MEDIA_ROOT).resolve()
    found = (root / relative).resolve()
    if not found.is_relative_to(root) or not found.is_file():
        raise NotVisible
    return found


def row_of(stored: Stored, request: Request, kind: str, by_id: UUID | None) -> Photo:
    """An unsaved row for a stored picture. Of an anonymous matter neither row nor file tells more than the hour."""
    at = clock.now()
    if request.privacy == "anonymous" and kind == "before":
        at = clock.this_hour()
        for path in (stored.path, stored.thumb):
            os.utime(file_of(path), (at.timestamp(), at.timestamp()))
    return Photo(
        id=row_id(request), region_id=request.region_id, request=request, kind=kind, path=stored.path, thumb=stored.thumb,
        width=stored.width, height=stored.height, size=stored.size, sha256=stored.sha256,
        had_location=stored.had_location, at=at, by_id=by_id,
    )  # fmt: skip


def keep(request: Request, stored: Sequence[Stored], by_id: UUID | None) -> None:
    """Let a new request have the pictures that came with it; called inside the filing operation."""
    if not stored:
        return
    Photo.objects.bulk_create([row_of(each, request, "before", by_id) for each in stored])
    request.photo_count = len(stored)
    request.save(update_fields=["photo_count"])


def attach_photo(actor: Actor, request_id: UUID, upload: UploadedFile, *, kind: str = "work") -> Photo:
    """Add a picture taken at work to a matter. Raises Invalid, NotVisible, NotPermitted."""
    with operation(actor, "requests.attach_photo") as op:
        request = locked(actor, request_id)
        op.require(request.region_id)
        if kind not in words.PHOTO_KINDS or request.photo_count >= 3 * MOST_PHOTOS:
            message = "照片已经够多了，请删掉不用的再加。"
            raise Invalid(message, {"photo": [message]})
        photo = row_of(store(actor, upload), request, kind, actor.user_id)
        photo.save(force_insert=True)
        request.photo_count += 1
        request.save(update_fields=["photo_count"])
        op.record(request, photo_count=[request.photo_count - 1, request.photo_count])
        return photo
