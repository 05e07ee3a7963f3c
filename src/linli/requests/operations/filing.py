"""说件事: a request comes in, from the resident's own phone or written down by somebody at work (domain §1)."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from pypinyin import Style, lazy_pinyin

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.crypto import blinded
from linli.kernel.errors import Conflict, Invalid
from linli.kernel.ids import new_id, random_id
from linli.kernel.inserts import insert
from linli.kernel.models import OperationRecord
from linli.kernel.operations import Operation, operation
from linli.kernel.scope import acting_in
from linli.people import contract as people
from linli.regions import contract as regions
from linli.requests.events import EmergencyRaised, RequestFiled
from linli.requests.models import Alarm, Request, RequestKey, StaffAlert, regions_of_account
from linli.requests.operations import drafts, photos
from linli.requests.operations.shape import Line, line_of, row_id, settle, write
from linli.requests.queries import parties, reckoning, served
from linli.requests.queries.codes import code_index
from linli.requests.rules import access, emergency, states, words

MIN_TEXT, MAX_TEXT, MAX_TITLE, MAX_CLAUSE = 4, 2000, 60, 30
_LEVEL_WORD = re.compile(r"(?:社区|居委会|村委会|村|街道|镇|乡)$")
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH, OTHERS = 10, 5
ALERTED = ("grid_worker", "community_worker", "community_head", "town_command")
ALERTED_RESTRICTED = ("community_head", "town_command")
BEYOND = (
    "看上去反映的是区县的人。这里没有比区县再高的岗位，交上来看的就是他们，所以不收。请打 12388（违纪违法）或 12345（市里转办）。"
    "反映的不是他们，就选一下是谁再交。"
)
RESTRICTED_ALERT = "有一件限制查看的紧急事，请马上打开。"


@dataclass(frozen=True)
class Place:
    """Where it is, as far as the matching of addresses got. `score` 0–100; `label` names no house, `text` may."""

    region_id: UUID
    text: str = ""
    label: str = ""
    compound_id: UUID | None = None
    building_id: UUID | None = None
    unit_id: UUID | None = None
    house_id: UUID | None = None
    grid_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    score: int | None = None
    confirmed: bool = False

    @property
    def state(self) -> str:
        """confirmed, asked (matched but not sure) or unknown."""
        if self.confirmed:
            return "confirmed"
        return "asked" if self.text or self.lon is not None else "unknown"


@dataclass(frozen=True)
class Filing:
    """What was said. `type`, `privacy` and `about` are codes of rules.words; `in_danger` is the tick box of the emergency path.

    `not_in_danger`: the words sounded like an emergency, the person was asked and said that nobody is in danger.
    """

    type: str
    text: str
    place: Place
    title: str = ""
    privacy: str = "hidden"
    channel: str = "app"
    occurred_on: date | None = None
    service_code: str = ""
    wished_sanshi: str = ""
    in_danger: bool = False
    not_in_danger: bool = False
    about: str = ""


@dataclass(frozen=True)
class Requester:
    """Who asks. Empty for an anonymous tip."""

    name: str = ""
    phone: str = ""
    account_id: UUID | None = None
    person_id: UUID | None = None


def file_request(
    actor: Actor, filing: Filing, *, phone: str = "", op_id: UUID | None = None, draft_id: UUID | None = None, secret: str = ""
) -> Request:
    """A resident, or an anonymous visitor with a tip or suggestion, says a thing. Photos come from the draft.

    `phone` is the number the account signs in with. Raises Invalid, also where nobody serves the community.
    Anonymous: no line names the account that was signed in; a number and a query code are the only way back, and no row
    tells more of the time than the hour (design §6).
    The same `op_id` with other words is a Conflict; of a visitor it means nothing without the same `secret`.
    """
    unknown = filing.privacy == "anonymous"
    known = Requester(actor.name, phone, actor.user_id, actor.person_id)
    requester = Requester() if unknown else known
    doer = Actor.anonymous() if unknown else actor
    key = _blinded(actor, op_id, secret) if op_id and unknown else op_id
    with acting_in(filing.place.region_id), operation(doer, "requests.file", key, content=asdict(filing), unlinked=unknown) as op:
        if op.done_before:
            return _filed(op.done_before)
        _check(filing, signed_in=actor.user_id is not None)
        request = _file(op, _unnamed(actor, filing), requester, filed_by=None)
        drafts.hand_over(actor, draft_id, request, secret)
        return request


def _filed(request_id: UUID) -> Request:
    """What the same op_id filed, wherever that was; Conflict when it was passed on since."""
    key = RequestKey.objects.filter(request_id=request_id).first()
    with acting_in(*([key.region_id] if key else [])):
        found = Request.objects.filter(pk=request_id).first()
    if found is None:
        message = "这件事已经交过了，转到了该办的社区。请到“我的事”里看。"
        raise Conflict(message, code="op_id_reused")
    return found


def _blinded(actor: Actor, op_id: UUID, secret: str) -> UUID:
    return blinded(op_id, secret or str(actor.user_id or ""))


def filed_before(actor: Actor, op_id: UUID, secret: str = "") -> Request | None:
    """What this sender filed under an op_id already: the button was pressed twice and the first answer got lost."""
    if actor.user_id is not None:
        own = OperationRecord.objects.filter(op_id=op_id, operation="requests.file", actor_id=actor.user_id).first()
        if own is not None and own.object_id is not None:
            with acting_in(*regions_of_account(actor.user_id)):
                return Request.objects.filter(pk=own.object_id).first()
    record = OperationRecord.objects.filter(op_id=_blinded(actor, op_id, secret), operation="requests.file", actor_id=None).first()
    key = RequestKey.objects.filter(request_id=record.object_id).first() if record and record.object_id else None
    if key is None:
        return None
    with acting_in(key.region_id):
        return Request.objects.filter(pk=key.request_id).first()


def _unnamed(actor: Actor, filing: Filing) -> Filing:
    """An anonymous tip never carries the writer's own house, picked with one tap: that door would name the writer."""
    if filing.privacy != "anonymous" or filing.place.house_id is None or actor.person_id is None:
        return filing
    home = people.home_of(actor.person_id)
    if home is None or home.house.id != filing.place.house_id:
        return filing
    return replace(filing, place=replace(filing.place, house_id=None, text=filing.place.label))


def file_for_other(
    actor: Actor, filing: Filing, requester: Requester, *, op_id: UUID | None = None, uploads: Sequence[UploadedFile] = ()
) -> Request:
    """Write down the same form for a caller or a visitor; the slip carries number and query code. At most six pictures.

    Raises Invalid, NotPermitted, NotVisible (place outside the post's area: the desk transfers, it does not file there).
    """
    with operation(actor, "requests.file_for_other", op_id, content=[asdict(filing), asdict(requester)]) as op:
        op.require(filing.place.region_id)
        if op.done_before:
            return _filed(op.done_before)
        _check(filing, signed_in=True)
        if filing.privacy != "anonymous" and not (requester.name.strip() or requester.phone.strip()):
            message = "写上怎么称呼，或留个电话；不愿留就选“匿名”。"
            raise Invalid(message, {"requester_name": [message]})
        request = _file(op, filing, Requester() if filing.privacy == "anonymous" else requester, filed_by=actor)
        photos.keep(request, [photos.store(actor, upload) for upload in uploads[: photos.MOST_PHOTOS]], actor.user_id)
        return request


def _check(filing: Filing, *, signed_in: bool) -> None:
    wrong: dict[str, list[str]] = {}
    text = filing.text.strip()
    if len(text) < MIN_TEXT:
        wrong["text"] = ["说说是什么事，至少 4 个字。"]
    elif len(text) > MAX_TEXT:
        wrong["text"] = [f"写得太长了，请留最要紧的，{MAX_TEXT} 字以内。"]
    if filing.type not in words.TYPES:
        wrong["type"] = ["选一类：咨询、求助、办事、爆料、建议、投诉。"]
    if filing.privacy not in words.PRIVACY:
        wrong["privacy"] = ["选一种公开方式。"]
    elif filing.privacy == "anonymous" and filing.type not in words.ANONYMOUS_TYPES:
        wrong["privacy"] = ["匿名只收爆料和建议；别的事要能联系到您，可以选“对办理单位隐名”。"]
    elif filing.privacy != "anonymous" and not signed_in:
        wrong["privacy"] = ["没登录只能匿名说；想收到答复请先登录。"]
    if filing.channel not in words.CHANNELS or filing.wished_sanshi not in {"", *words.SANSHI} or filing.about not in {"", *words.ABOUT}:
        wrong["channel"] = ["来源或分类不认得，请刷新页面再提交。"]
    if filing.occurred_on and filing.occurred_on > clock.today():
        wrong["occurred_on"] = ["还没到的日子，请改成已经发生的那天。"]
    if wrong:
        raise Invalid("还有几处要改，改好再提交。", wrong)


def require_open(region_id: UUID) -> None:
    """Nothing is taken where nobody would read it: the sentence names the number to call."""
    closed = served.closed(region_id)
    if closed is not None:
        raise Invalid(closed.words, {"region": [closed.words]})


def title_of(text: str) -> str:
    """The first clause; what is too long for a list ends in dots."""
    first = re.split(r"[，。！？；\n,.!?;]", text.strip(), maxsplit=1)[0].strip() or text.strip()
    return first if len(first) <= MAX_CLAUSE else f"{first[: MAX_CLAUSE - 1]}…"


def _file(op: Operation, filing: Filing, requester: Requester, filed_by: Actor | None) -> Request:
    region = region_of(filing.place)
    require_open(region.id)
    request = _new(filing, requester, filed_by)
    spoken = emergency.detect(request.title, request.text, ticked=filing.in_danger)
    request.restricted = emergency.is_restricted(request.text, spoken)
    calmed = spoken is not None and filing.not_in_danger and not filing.in_danger and not request.restricted
    found = None if calmed else spoken
    request.emergency = found.kind if found else ""
    request.against = _against(request, filing.about, region, urgent=bool(found) or request.restricted)
    request.urgency = "urgent" if found else "soon" if calmed else "normal"
    start(request, region)
    line = line_of(op.actor, request, "file", Line("提交" if filed_by is None else "代为登记"))
    insert(request, _index(request), line)
    if calmed and spoken:
        remark = Line("居民说没有危险", f"写的像是“{spoken.label}”，问过本人。请先看这件。", public=False)
        write(op.actor, request, states.NOTE.name, remark)
    if found:
        raise_alarm(op, request, found)
    op.record(request, status=[None, request.status])
    op.announce(RequestFiled(aggregate_id=request.pk, region_id=request.region_id))
    return request


def _against(request: Request, about: str, region: regions.RegionInfo, *, urgent: bool) -> str:
    """Whom it is kept from. Raises Invalid with the right door for what is about the district's own people.

    Danger comes first: then it is taken, and read where somebody is on duty.
    """
    said = f"{request.title}。{request.text}"
    found = parties.against(said, request.type, about, region)
    if found == access.BEYOND and not urgent:
        raise Invalid(BEYOND, {"about": [BEYOND]})
    if found == access.BEYOND:
        found = parties.against(said, request.type, "nobody", region)
    return access.in_danger(found) if urgent else found


def _new(filing: Filing, requester: Requester, filed_by: Actor | None) -> Request:
    unknown = filing.privacy == "anonymous"
    place, now, day = filing.place, clock.this_hour() if unknown else clock.now(), clock.today()
    return Request(
        id=random_id() if unknown else new_id(), region_id=place.region_id, grid_id=place.grid_id, filed_at=now, filed_on=day, received_at=now,
        occurred_on=filing.occurred_on, channel=filing.channel, type=filing.type, service_code=filing.service_code,
        text=filing.text.strip(), title=(filing.title.strip() or title_of(filing.text))[:MAX_TITLE],
        compound_id=place.compound_id, building_id=place.building_id, unit_id=place.unit_id, house_id=place.house_id,
        place_text=place.text, place_label=place.label, place_score=place.score, place_state=place.state,
        point=Point(place.lon, place.lat, srid=4326) if place.lon is not None and place.lat is not None else None,
        privacy=filing.privacy, requester_account_id=requester.account_id, requester_person_id=requester.person_id,
        requester_name=requester.name, requester_phone=requester.phone or None, wished_sanshi=filing.wished_sanshi,
        filed_by_id=filed_by.user_id if filed_by else None, filed_by_name=filed_by.name if filed_by else "",
    )  # fmt: skip


def region_of(place: Place) -> regions.RegionInfo:
    """The community of a place. Raises Invalid when there is none of that id today; a town or a district is none."""
    found = regions.info(place.region_id)
    if found is None or found.level != regions.COMMUNITY:
        message = "没找到这是哪个社区，请重新选一下在哪里。"
        raise Invalid(message, {"place": [message]})
    return found


def start(request: Request, region: regions.RegionInfo) -> None:
    """Give a new request the rules in force here and today, its first due time and place in the queue, at last its number.

    From the number on, whoever files in the same community waits for this transaction to end.
    """
    request.limits = reckoning.limits_for(tuple(reversed(region.path_ids)), clock.today())
    request.due_at, request.due_kind = reckoning.due_of(request, ())
    request.sort_at = request.due_at or request.received_at
    request.queue_rank = reckoning.NEW_RANK
    _number(request, region.name)


def _number(request: Request, region_name: str) -> None:
    """The next number of the community's day, like JZ-0907-016, and a query code nobody can guess.

    An anonymous matter has letters by chance (JZ-0907-K7QD2): a place in the row would tell between which two it came.
    """
    name = _LEVEL_WORD.sub("", region_name)[:3]
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).upper()
    prefix = re.sub(r"[^A-Z]", "", initials) or "SQ"
    last = _secret(OTHERS) if request.privacy == "anonymous" else f"{_count(request):03d}"
    request.number = f"{prefix}-{request.filed_on:%m%d}-{last}"
    request.query_code = request.query_code or _secret(CODE_LENGTH)


def _count(request: Request) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_daycounter (id, region_id, day, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (region_id, day) DO UPDATE SET last = requests_daycounter.last + 1 RETURNING last",
            [new_id(), request.region_id, request.filed_on],
        )
        return int(cursor.fetchone()[0])


def _secret(length: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def _index(request: Request) -> RequestKey:
    return RequestKey(
        request_id=request.pk,
        region_id=request.region_id,
        account_id=request.requester_account_id,
        code_index=code_index(request.query_code),
    )


def raise_alarm(op: Operation, request: Request, found: emergency.Emergency) -> None:
    """Alert the posts at once and start the two clocks of an emergency: answer, then arrive (domain §6)."""
    now, limits = _moment(request), request.limits
    earlier = Alarm.objects.filter(request=request).values_list("pk", flat=True).first() if request.version > 1 else None
    alarm = Alarm(
        id=earlier or row_id(request),
        region_id=request.region_id,
        request=request,
        kind=found.kind,
        phrases=list(found.phrases),
        raised_at=now,
        answer_by=now + timedelta(minutes=limits["emergency_answer_minutes"]),
        arrive_by=now + timedelta(minutes=limits["emergency_arrive_minutes"]),
    )
    alarm.next_escalation_at = alarm.answer_by
    alarm.save(force_insert=earlier is None, force_update=earlier is not None)
    alert(request, ALERTED_RESTRICTED if request.restricted else ALERTED, "emergency")
    settle(request)
    op.announce(EmergencyRaised(aggregate_id=request.pk, region_id=request.region_id, restricted=request.restricted))


def _moment(request: Request) -> datetime:
    """An alarm cannot wait for the hour: of an anonymous one it keeps the minute (ADR 0014)."""
    return clock.now().replace(second=0, microsecond=0) if request.privacy == "anonymous" else clock.now()


def alert(request: Request, roles: tuple[str, ...], kind: str) -> None:
    """Tell posts about an emergency. Of a restricted matter the alert says only that there is one."""
    label = emergency.KINDS[request.emergency].label if request.emergency else ""
    where = request.place_label or "地点待核"
    text = RESTRICTED_ALERT if request.restricted else f"紧急：{label}，{where}。请先确认已打 110、119 或 120。"
    now = _moment(request)
    StaffAlert.objects.bulk_create(
        [
            StaffAlert(id=row_id(request), region_id=request.region_id, request=request, role=role, kind=kind, text=text, at=now)
            for role in roles
            if not access.complaint_hidden_from(request.against, role)
        ]
    )


def moved_copy(request: Request, place: Place) -> Request:
    """The same request as a new row in the community where the place lies; number and clock are that community's."""
    copy = Request(**{column.attname: getattr(request, column.attname) for column in Request._meta.concrete_fields})
    copy.pk = new_id()
    copy.region_id, copy.grid_id = place.region_id, place.grid_id
    copy.received_at, copy.moved_from_id = clock.now(), request.pk
    copy.requester_phone = drafts.plain_phone(request)
    copy.status, copy.version = states.RECEIVED, 1
    copy = place_at(copy, place)
    there = region_of(place)  # who is named may hold a post there that nobody of that name holds here
    found = parties.against(f"{copy.title}。{copy.text}", copy.type, "", there)
    copy.against = access.highest({copy.against, found} & set(access.HIDDEN_FROM))
    copy.against = access.in_danger(copy.against) if copy.emergency else copy.against
    start(copy, there)
    return copy


def place_at(request: Request, place: Place) -> Request:
    known = replace(place, text=place.text or request.place_text)
    request.compound_id, request.building_id = known.compound_id, known.building_id
    request.unit_id, request.house_id = known.unit_id, known.house_id
    request.place_text, request.place_label = known.text, known.label
    request.place_score, request.place_state = known.score, known.state
    if known.lon is not None and known.lat is not None:
        request.point = Point(known.lon, known.lat, srid=4326)
    return request
