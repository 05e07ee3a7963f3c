"""Every address of the site, asked by one role; the answers without what differs between two equal requests."""

import io
import re
import zipfile
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.accounts.models import Grant
from linli.api.features import files
from linli.api.features.layers import LAYERS
from linli.insight.queries import tiles
from linli.insight.rules import WORLD, mercator
from linli.insight.tests.builders import at
from linli.kernel.words import from_address, into_address

SLUGS = {
    "verb": ("withdraw", "not-fixed", "rate", "ask", "report"),
    "what": ("disable", "unlock", "rename", "handle"),
    "step": ("load", "undo"),
    "deed": ("move", "pay", "budget", "inspect"),
    "field": ("id_number", "phone"),
    "layer": tuple(tiles.NAMES),
    "collection": tuple(LAYERS),
    "form": tuple(files.FORMS),
}
# Parameters that name nothing a community keeps for itself.
PUBLIC_PARAMETERS = {
    "region_id": "divisions are public; a door for them asks the post's area by itself",
    "bulletin_id": "the board hangs on the wall for everybody",
    "version_id": "rule profiles are the platform's, not a community's",
    "switch_id": "modules on or off are public",
    "verification_id": "an auditor's own statement",
    "sheet_id": "a printed map of who asked for it",
    "number": "a year of the working-day calendar",
    "token": "an invitation's secret",
    "shell": "the gallery shows no data",
    "feature_id": "features of open layers are public",
    "place": "a place in one's own draft",
    "z": "part of a tile's address",
    "x": "as above",
    "y": "as above",
}
# They tell of the open layers, hence change with what anybody publishes; `test_features` holds what those may tell.
OPEN_LAYERS = frozenset({"api/features/", "api/features/collections"})
# They end the stay, or in demo mode offer every demo account to everybody on purpose.
LEAVING = {"sign-out/", "staff/sign-out/", "demo/sign-in/", "sign-in/", "staff/sign-in/"}
_SAME = (
    (re.compile(r"djF8[A-Za-z0-9_-]{20,}={0,2}"), "WORDS"),  # a search's words, sealed anew on each page
    (re.compile(r'(?:name="csrfmiddlewaretoken" value|data-csrf|content)="[A-Za-z0-9]{64}"'), "CSRF"),
    (re.compile(r'\\"X-CSRFToken\\": ?\\"[A-Za-z0-9]+\\"|[A-Za-z0-9]{64}'), "TOKEN"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "UUID"),
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: str

    def shows(self, word: str) -> bool:
        """Whether a word is anywhere in it."""
        return word in self.body or word in self.location

    def beside(self, other: "Answer") -> str:
        """Where two answers part, for a person to read."""
        if (self.status, self.location) != (other.status, other.location):
            return f"{self.status} {self.location} / {other.status} {other.location}"
        mine, theirs = self.body.splitlines(), other.body.splitlines()
        apart = [f"{one.strip()[:160]!r} / {two.strip()[:160]!r}" for one, two in zip(mine, theirs, strict=False) if one != two]
        return apart[0] if apart else f"{len(mine)} / {len(theirs)} lines"


def routes() -> list[str]:
    """All addresses."""
    return sorted(set(_routes(get_resolver().url_patterns)) - LEAVING)


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        found += _routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return found


def parameters(route: str) -> list[str]:
    """Names of the variable parts."""
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


def searched_for(address: str) -> str:
    """The words that an address of `lists` asks for; they stand sealed in it."""
    return from_address(address.rpartition("q=")[2])


def lists() -> list[str]:
    """Addresses without a variable part, with the searches that would find the canary."""
    plain = [f"/{route}" for route in routes() if not parameters(route) and route not in OPEN_LAYERS]
    found = [f"/registry/?q={into_address(word)}" for word in ("金丝雀", "金丝雀秀英", "501")]
    found += [f"/desk/?tab={tab}" for tab in ("mine", "today", "due", "new", "stopped", "all")]
    found += [f"/desk/?tab=all&q={into_address('金丝雀')}", "/map/?layer=compound"]
    lon, lat = at(50, 0)
    found.append(f"/map/count/?lon={lon}&lat={lat}&metres=2000")
    return [*plain, *found, *_tiles()]


def _tiles() -> list[str]:
    addresses = []
    for z in (12, 15):
        x, y = mercator(*at(50, 0))
        size = WORLD / (1 << z)
        column, row = int((x + WORLD / 2) // size), int((WORLD / 2 - y) // size)
        addresses += [f"/tiles/{layer}/{z}/{column}/{row}.pbf" for layer in tiles.NAMES]
    return addresses


KEPT = {
    "compound_id",
    "building_id",
    "house_id",
    "person_id",
    "household_id",
    "request_id",
    "photo_id",
    "batch_id",
    "user_id",
    "grant_id",
    "stay_id",
    "alert_id",
    "entry_id",
    "project_id",
    "task_id",
    "other_id",
    "merge_id",
    "finding_id",
}


def things(ids: dict[str, UUID]) -> list[str]:
    """Addresses of single things: with the given ids, unknown ones elsewhere."""
    found = []
    for route in routes():
        names = parameters(route)
        if set(names) & KEPT:
            found += _filled(route, names, ids)
    queries = [f"/map/?{name}={ids.get(f'{name}_id', uuid4())}" for name in ("compound", "building")]
    return [*found, *queries]


def _filled(route: str, names: list[str], ids: dict[str, UUID]) -> list[str]:
    addresses = ["/" + route]
    for name in names:
        values = SLUGS.get(name, (str(ids.get(name, uuid4())),))
        if name == "place":
            values = ("0",)
        addresses = [re.sub(rf"<(?:\w+:)?{name}>", value, address) for address in addresses for value in values]
    return addresses


def enter(user_id: UUID) -> Client:
    """A browser signed in with one click of the demonstration."""
    client = Client(raise_request_exception=False)
    grant = Grant.objects.get(user_id=user_id)
    answer = client.post("/demo/sign-in/", {"post": str(grant.pk)})
    assert answer.status_code == 302, answer.status_code
    return client


def ask(client: Client, address: str, method: str = "get") -> Answer:
    """One answer, made comparable."""
    answer = getattr(client, method)(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = _unpacked(content) if content.startswith(b"PK") else content.decode("utf-8", "replace")
    location = answer.headers.get("Location", "")
    for pattern, word in _SAME:
        body, location = pattern.sub(word, body), pattern.sub(word, location)
    return Answer(answer.status_code, location, body)


def _unpacked(content: bytes) -> str:
    """What is in a workbook or an archive; the moment it was made is left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if not name.startswith("docProps"))
