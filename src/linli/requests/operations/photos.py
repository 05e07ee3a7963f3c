"""Photos: looked at by content, turned upright, written anew without location data, kept outside the web root (domain §1, §12)."""

import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import ExifTags, Image, ImageOps

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.ids import random_id
from linli.kernel.operations import operation
from linli.requests.models import Photo, Request
from linli.requests.operations.shape import locked, row_id
from linli.requests.rules import words

MOST_BYTES = 12 * 1024 * 1024
# An open picture needs 3 to 4 bytes a pixel, and several copies. JPEG is decoded at a half to an eighth of its size, so a phone's 64
# million pixels cost what 8 million do; other kinds are opened whole.
MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
NO_PHOTO = "这个文件不是照片，或坏了。请选手机拍的照片（JPG、PNG、WEBP）。"
TOO_WIDE = "这张照片的尺寸太大，请在手机相册里缩小一点，或截一张图再传。"
MOST_PHOTOS = 6
LONG_SIDE, THUMB_SIDE = 2048, 480
ACCEPTED = ("JPEG", "PNG", "WEBP")


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


def store(upload: UploadedFile) -> Stored:
    """Check, clean and write one picture. Raises Invalid with what to do; the file's name and type are never believed."""
    if not upload.size or upload.size > MOST_BYTES:
        message = "这张照片太大或是空的，请选 12 MB 以内的。"
        raise Invalid(message, {"photo": [message]})
    picture, had_location = _open(upload)
    name = random_id().hex
    folder = f"requests/{clock.today():%Y%m}/{name[:2]}"
    path, thumb = f"{folder}/{name}.jpg", f"{folder}/{name}_s.jpg"
    whole = _write(picture, path, LONG_SIDE, quality=82)
    _write(picture, thumb, THUMB_SIDE, quality=74)
    size = Path(settings.MEDIA_ROOT / path).stat().st_size
    return Stored(path, thumb, whole.size[0], whole.size[1], size, _digest(path), had_location)


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS.get(str(picture.format), 0):
        raise Image.DecompressionBombError


def _open(upload: UploadedFile) -> tuple[Image.Image, bool]:
    try:
        upload.seek(0)
        data = upload.read()
        picture = Image.open(io.BytesIO(data), formats=ACCEPTED)
        _check_size(picture)
        had_location = bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        picture.load()
        return ImageOps.exif_transpose(picture).convert("RGB"), had_location
    except Image.DecompressionBombError as huge:
        raise Invalid(TOO_WIDE, {"photo": [TOO_WIDE]}) from huge
    except Exception as broken:  # whatever a made-up file breaks inside the decoders, it is no photo
        raise Invalid(NO_PHOTO, {"photo": [NO_PHOTO]}) from broken


def _write(picture: Image.Image, path: str, side: int, quality: int) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((side, side))
    target = Path(settings.MEDIA_ROOT / path)
    target.parent.mkdir(parents=True, exist_ok=True)
    bare = Image.new("RGB", copy.size)
    bare.paste(copy)
    bare.save(target, "JPEG", quality=quality, optimize=True)
    return bare


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
        photo = row_of(store(upload), request, kind, actor.user_id)
        photo.save(force_insert=True)
        request.photo_count += 1
        request.save(update_fields=["photo_count"])
        op.record(request, photo_count=[request.photo_count - 1, request.photo_count])
        return photo
