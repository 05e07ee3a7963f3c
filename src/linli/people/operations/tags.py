"""Special groups: entering, withdrawing and seeing tags (domain/registry.md §6, data_security.md §6)."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from linli.kernel import clock, crypto, forbidden, numbers, profiles, reads
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.operations import operation
from linli.people import rules
from linli.people.models import Person, PersonTag, Residence
from linli.people.operations.persons import locked
from linli.people.operations.reading import Why
from linli.people.rules import tags

_SOURCE = "业务规范（登记）§6"
profiles.declare_rule("elder_age", "多少岁起算老年人", 60, "岁", "S", "老年人权益保障法 §2")
profiles.declare_rule("eldest_age", "多少岁起算高龄", 80, "岁", "K", _SOURCE)
profiles.declare_rule("small_count", "特殊群体人数少于多少，社区以外只写“<5”", 5, "人", "D", "业务规范（登记质量）§6")
for _group, _days in ((tags.LIVING, 400), (tags.WELFARE, 400), (tags.HONOUR, 3660), (tags.HEALTH, 400), (tags.FAMILY, 3660)):
    profiles.declare_rule(f"tag_days_{_group}", f"“{tags.GROUPS[_group]}”标签一次最长", _days, "天", "D", _SOURCE)


@dataclass(frozen=True)
class NewTag:
    """A tag to enter. `holder` is the named worker of a kind that only they may see; None: whoever enters it."""

    kind: str
    source: str
    expires_on: date
    basis: str = "list"
    batch: UUID | None = None
    holder: UUID | None = None


@dataclass(frozen=True)
class TagSeen:
    """What one actor learns. `label` is 需上门 where the post learns no more; `id` is None for what is computed."""

    label: str
    source: str
    since: date | None = None
    expires_on: date | None = None
    basis: str = ""
    id: UUID | None = None
    may_withdraw: bool = False


def kind_index(kind: str) -> str:
    """Keyed digest of a kind."""
    return crypto.blind_index("tag", kind)


def _roles(actor: Actor, permission: str, region_id: UUID) -> frozenset[str]:
    """Roles of the posts that carry the permission there."""
    return frozenset(grant.role for grant in actor.grants if permission in grant.permissions and grant.covers(region_id))


def put_tag(actor: Actor, person_id: UUID, new: NewTag, *, op_id: UUID | None = None) -> PersonTag:
    """Enter a tag; one of the same kind and batch that stands is replaced. The id of the tag is no secret, its kind is.

    Raises NotVisible, NotPermitted for a kind the post may not see, Invalid with field sentences, NotNow for somebody not alive here.
    """
    with operation(actor, "people.put_tag", op_id, content=[person_id, asdict(new)]) as op:
        if op.done_before:
            return PersonTag.objects.get(pk=op.done_before)
        person = locked(actor, person_id)
        op.require(person.region_id)
        _check(actor, person, new)
        if person.status != rules.ALIVE:
            raise NotNow(f"这个人登记为“{rules.STATUSES[person.status]}”，不再登记特殊群体。", code="person_not_here")
        holder = (new.holder or actor.user_id) if tags.needs_name(new.kind) else None
        standing = person.tags.filter(kind_index=kind_index(new.kind), batch_id=new.batch, holder_id=holder, withdrawn_at=None)
        renewed = standing.update(withdrawn_at=clock.now(), withdrawn_why="续期")
        tag = PersonTag.objects.create(
            region_id=person.region_id,
            person=person,
            kind=new.kind,
            kind_index=kind_index(new.kind),
            basis=new.basis,
            source=new.source.strip(),
            starts_on=clock.today(),
            expires_on=new.expires_on,
            holder_id=holder,
            batch_id=new.batch,
            put_at=clock.now(),
            put_by=actor.name,
        )
        op.record(tag, subject_id=person.pk, kind=[None, new.kind], expires_on=[None, new.expires_on.isoformat()], renewed=[0, renewed])
        return tag


def _check(actor: Actor, person: Person, new: NewTag) -> None:
    """Raises Invalid, NotPermitted."""
    forbidden.refuse(kind=new.kind, source=new.source)
    if new.kind not in tags.STORED:
        raise Invalid("选一个特殊群体类别。", {"kind": ["选一个特殊群体类别。"]})
    if new.kind not in tags.enterable(_roles(actor, "people.put_tag", person.region_id)):
        raise NotPermitted(f"您的岗位不登记“{tags.GROUPS[tags.KINDS[new.kind].group]}”。", permission="people.put_tag")
    today, wrong = clock.today(), dict[str, list[str]]()
    longest = int(profiles.value(f"tag_days_{tags.KINDS[new.kind].group}"))
    if new.basis not in tags.BASIS:
        wrong["basis"] = ["选一个依据。"]
    if not 2 <= len(new.source.strip()) <= 60:
        wrong["source"] = ["写清楚来源，例如“区民政局 11 月名册”，最多 60 个字。"]
    elif numbers.found_in(new.source):
        wrong["source"] = ["来源里别写证件号、手机号。"]
    if not today <= new.expires_on <= today + timedelta(days=longest):
        wrong["expires_on"] = [f"到期日要在今天以后，最长 {longest} 天；到期再核一次。"]
    if tags.needs_name(new.kind) and not (new.holder or actor.user_id):
        wrong["holder"] = ["这一类只有指定的人能看，先写明交给谁。"]
    if wrong:
        raise Invalid("还有要改的地方，改好再登记。", wrong)


def withdraw_tag(actor: Actor, tag_id: UUID, reason: str, *, op_id: UUID | None = None) -> PersonTag:
    """Withdraw a tag with the reason; it stays as history. Raises NotVisible, NotPermitted, Invalid without a reason, NotNow."""
    with operation(actor, "people.withdraw_tag", op_id, content=[tag_id, reason]) as op:
        tag = PersonTag.objects.visible_to(actor).select_for_update().filter(pk=tag_id).first()
        if tag is None:
            raise NotVisible
        if op.done_before:
            return tag
        op.require(tag.region_id)
        if not _may_withdraw(actor, tag, open_sealed(tag, "kind")):
            raise NotVisible
        forbidden.refuse(reason=reason)
        words = reason.strip()[:120]
        if not words:
            raise Invalid("写一写为什么撤。", {"reason": ["写一写为什么撤。"]})
        if tag.withdrawn_at:
            raise NotNow("这个标签已经撤了。", code="tag_withdrawn")
        tag.withdrawn_at, tag.withdrawn_why = clock.now(), words
        tag.save(update_fields=["withdrawn_at", "withdrawn_why"])
        op.record(tag, subject_id=tag.person_id, withdrawn=[None, words])
        return tag


def _may_withdraw(actor: Actor, tag: PersonTag, kind: str) -> bool:
    held = _roles(actor, "people.withdraw_tag", tag.region_id)
    return tags.PLATFORM in held or (kind in tags.enterable(held) and _learns(tags.sight(held, kind), tag, actor))


def _learns(sight: str, tag: PersonTag, actor: Actor) -> bool:
    return sight == tags.FULL or (sight == tags.NAMED and tag.holder_id is not None and tag.holder_id == actor.user_id)


def withdraw_batch(actor: Actor, batch: UUID, reason: str) -> int:
    """Withdraw what stands of a batch in the actor's area; how many. What other sources said stays.

    Raises NotPermitted in a community where the actor may not, Invalid without a reason.
    """
    with operation(actor, "people.withdraw_tag_batch") as op:
        forbidden.refuse(reason=reason)
        words = reason.strip()[:120]
        if not words:
            raise Invalid("写一写为什么撤。", {"reason": ["写一写为什么撤。"]})
        found = list(PersonTag.objects.visible_to(actor).filter(batch_id=batch, withdrawn_at=None).select_for_update().order_by("pk"))
        by_region = {tag.region_id: tag for tag in found}
        for region_id, first in by_region.items():
            op.require(region_id)
            op.record(first, withdrawn=[0, sum(tag.region_id == region_id for tag in found)], note=words)
        if not found:
            op.unchanged()
        return PersonTag.objects.filter(pk__in=[tag.pk for tag in found]).update(withdrawn_at=clock.now(), withdrawn_why=words)


def see_tags(actor: Actor, person_id: UUID, why: Why) -> list[TagSeen]:
    """The tags of a person as far as the actor's post may learn of them, after the read is logged with its purpose.

    Logged also when there is none: that is an answer, too. Raises NotVisible, NotPermitted, Invalid without a purpose, TooMany.
    """
    person = Person.objects.visible_to(actor).standing().filter(pk=person_id).first()
    if person is None:
        raise NotVisible
    if not actor.may("people.see_tags", person.region_id):
        raise NotPermitted("您的岗位不看特殊群体。", permission="people.see_tags")
    reads.read_personal(
        actor,
        person.pk,
        region_id=person.region_id,
        object_type="people.persontag",
        object_id=person.pk,
        fields=["特殊群体"],
        purpose=why.purpose,
        note=why.words,
    )
    roles = _roles(actor, "people.see_tags", person.region_id)
    stored = [_seen(actor, tag, roles) for tag in person.tags.in_force().order_by("put_at", "pk")]
    told = [one for one in stored if one]
    calls = [one for one in told if one.id is None][:1]  # 需上门 once: how many grounds there are would tell more
    return [*calls, *(one for one in told if one.id), *_computed(person, roles)]


def _seen(actor: Actor, tag: PersonTag, roles: frozenset[str]) -> TagSeen | None:
    kind = open_sealed(tag, "kind")
    sight = tags.sight(roles, kind)
    if sight == tags.VISIT:
        return TagSeen(tags.NEEDS_VISIT, "")
    if not _learns(sight, tag, actor):
        return None
    may = _may_withdraw(actor, tag, kind)
    return TagSeen(tags.KINDS[kind].label, tag.source, tag.starts_on, tag.expires_on, tags.BASIS[tag.basis], tag.pk, may)


def _computed(person: Person, roles: frozenset[str]) -> list[TagSeen]:
    if tags.sight(roles, "age60") != tags.FULL or person.status != rules.ALIVE:
        return []
    ages = profiles.values(("elder_age", "eldest_age"))
    found = tags.derived(person.birth, clock.today(), alone=_alone(person), elder=ages["elder_age"], eldest=ages["eldest_age"])
    return [TagSeen(tags.KINDS[kind].label, "按出生日期和居住登记算") for kind in found]


def _alone(person: Person) -> bool:
    """Whether the person stays somewhere and nobody else stays there."""
    stays = Residence.objects.standing().filter(ends_on=None, kind__in=rules.STAYS)
    houses = stays.filter(person=person).values("house_id")
    return houses.exists() and not stays.filter(house_id__in=houses, person__status=rules.ALIVE).exclude(person=person).exists()
