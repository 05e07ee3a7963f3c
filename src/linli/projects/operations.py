"""The verbs of 项目."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point

from linli.kernel import clock, numbers, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.operations import Operation, operation
from linli.organisations import contract as organisations
from linli.places import contract as places
from linli.projects import rules
from linli.projects.events import ProjectCorrected, ProjectMoved, ProjectPaid, ProjectProposed
from linli.projects.models import Payment, Project, ProjectLine
from linli.projects.profile_seed import QUORUMS
from linli.regions import contract as regions

MIN_WORDS = 4


@dataclass(frozen=True)
class NewProject:
    """A project as somebody proposes or corrects it. Money in 分; a building or compound gives the point when none is given."""

    region_id: UUID
    name: str
    kind: str
    source: str
    aim: str
    budget: int
    contractor_id: UUID | None = None
    compound_id: UUID | None = None
    building_id: UUID | None = None
    place_text: str = ""
    lon: float | None = None
    lat: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    demo: bool = False


@dataclass(frozen=True)
class Told:
    """What is written down with a step: the day, what the meeting counted, the number of the minutes or the notice, a word."""

    held_on: date
    votes: rules.Votes | None = None
    ref: str = ""
    note: str = ""


@dataclass(frozen=True)
class NewPayment:
    """Money paid, in 分."""

    amount: int
    stage: str
    voucher: str
    payee: str
    paid_on: date


def propose(actor: Actor, new: NewProject, *, op_id: UUID | None = None) -> Project:
    """Put a project forward. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    with operation(actor, "projects.propose", op_id, content=asdict(new)) as op:
        if op.done_before:
            return Project.objects.get(pk=op.done_before)
        op.require(new.region_id)
        project = Project(region_id=new.region_id, proposed_on=clock.today(), demo=new.demo, **_fields(new))
        _name_is_free(project)
        project.save(force_insert=True)
        _line(actor, project, ProjectLine.STEP, "propose", Told(clock.today()), after=rules.PROPOSED)
        op.record(project, name=[None, project.name], budget=[None, project.budget])
        op.announce(ProjectProposed(project.pk, project.region_id))
        return project


def change(actor: Actor, project_id: UUID, new: NewProject, *, version: int) -> Project:
    """Correct a project; its budget only before the decision. Raises NotVisible, NotPermitted, NotNow, Invalid, Conflict."""
    with operation(actor, "projects.propose") as op:
        project = _locked(actor, op, project_id)
        if project.version != version:
            raise Conflict("刚有人改过这一条，请看看新的再改。", code="changed_meanwhile")
        if project.state not in rules.OPEN:
            raise NotNow(f"项目已经{rules.STATES[project.state]}，不能再改。")
        wanted = _fields(NewProject(**(asdict(new) | {"region_id": project.region_id})))
        if wanted["budget"] != project.budget and project.state not in {rules.PROPOSED, rules.DISCUSSED, rules.REVIEWED}:
            raise Invalid("决议以后改预算，要写明依据，另外记。", {"budget": ["决议以后改预算，要写明依据，到项目页“改预算”里记。"]})
        changes = {name: [getattr(project, name), value] for name, value in wanted.items() if getattr(project, name) != value}
        if not changes:
            op.unchanged()
            return project
        for name, (_, value) in changes.items():
            setattr(project, name, value)
        _name_is_free(project)
        project.version += 1
        project.save()
        told: dict[str, Any] = {name: [str(before), str(now)] for name, (before, now) in changes.items()}
        op.record(project, **told)
        op.announce(ProjectCorrected(project.pk, project.region_id))
        return project


def move(actor: Actor, project_id: UUID, step_name: str, told: Told, *, op_id: UUID | None = None) -> Project:
    """Take one step, forwards or back. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    with operation(actor, "projects.move", op_id, content=[project_id, step_name, asdict(told)]) as op:
        project = _locked(actor, op, project_id, done=op.done_before is not None)
        if op.done_before:
            return project
        step = rules.BY_NAME.get(step_name)
        if step is None:
            raise Invalid("选一步。", {"step": ["选一步。"]})
        target = rules.after(project.state, step)
        if target is None:
            raise NotNow(f"项目现在是“{rules.STATES[project.state]}”，不能“{step.label}”。请刷新看看最新情况。")
        _gates(project, step, told)
        before, project.state, project.signed = project.state, target, False
        if step is rules.ANNOUNCE:
            project.announced_on = told.held_on
        if step is rules.ACCEPT:
            project.result = told.note.strip()
        project.closed_on = told.held_on if target in {rules.ARCHIVED, rules.STOPPED} else None
        project.version += 1
        project.save()
        _line(actor, project, ProjectLine.STEP, step.name, told, before=before, after=target)
        op.record(project, state=[before, target], note=told.note)
        op.announce(ProjectMoved(project.pk, project.region_id, target))
        return project


def change_budget(actor: Actor, project_id: UUID, budget: int, told: Told, *, op_id: UUID | None = None) -> Project:
    """Change the budget after the decision, on the ground of another decision. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    with operation(actor, "projects.change_budget", op_id, content=[project_id, budget, asdict(told)]) as op:
        project = _locked(actor, op, project_id, done=op.done_before is not None)
        if op.done_before:
            return project
        wrong: dict[str, list[str]] = {}
        if budget < max(project.paid, 1):
            wrong["budget"] = ["预算不能比已经付的少。"]
        if not told.ref.strip():
            wrong["ref"] = ["写依据：哪次会议的记录，或批文的文号。"]
        _words(wrong, told.note)
        if wrong:
            raise Invalid("还有要改的地方，改好再记。", wrong)
        if project.state not in rules.OPEN:
            raise NotNow(f"项目已经{rules.STATES[project.state]}，不能再改预算。")
        before, project.budget, project.vetoed = project.budget, budget, False  # a new decision lifts a veto
        project.version += 1
        project.save(update_fields=["budget", "vetoed", "version"])
        _line(actor, project, ProjectLine.BUDGET, "budget", told, before=str(before), after=str(budget))
        op.record(project, budget=[before, budget], note=told.note)
        return project


def pay(actor: Actor, project_id: UUID, new: NewPayment, *, op_id: UUID | None = None) -> Payment:
    """Write down a payment. Raises NotVisible, NotPermitted, NotNow (wrong state, vetoed), Invalid (over the budget), Conflict."""
    with operation(actor, "projects.pay", op_id, content=[project_id, asdict(new)]) as op:
        if op.done_before:
            return Payment.objects.visible_to(actor).get(pk=op.done_before)
        project = _locked(actor, op, project_id)
        if project.state not in rules.PAYING:
            raise NotNow(f"项目现在是“{rules.STATES[project.state]}”，实施和验收的时候才能付款。")
        if project.vetoed:
            raise NotNow("监委会否决了支出。等监委会重新同意，或按新的会议决定改了预算，再付。", code="vetoed")
        _payable(project, new)
        payment = Payment(
            region_id=project.region_id, project=project, amount=new.amount, stage=new.stage.strip(), voucher=new.voucher.strip(),
            payee=new.payee.strip(), paid_on=new.paid_on, at=clock.now(), by_id=actor.user_id, by_name=actor.name,
        )  # fmt: skip
        payment.save(force_insert=True)
        before, project.paid = project.paid, project.paid + new.amount
        project.version += 1
        project.save(update_fields=["paid", "version"])
        op.record(payment, amount=[None, new.amount], paid=[before, project.paid])
        op.announce(ProjectPaid(project.pk, project.region_id, payment.pk))
        return payment


def inspect(actor: Actor, project_id: UUID, finding: str, note: str, *, op_id: UUID | None = None) -> Project:
    """What the supervisory committee says: agrees with this step, asks, or vetoes spending. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    with operation(actor, "projects.inspect", op_id, content=[project_id, finding, note]) as op:
        project = _locked(actor, op, project_id, done=op.done_before is not None)
        if op.done_before:
            return project
        wrong: dict[str, list[str]] = {}
        if finding not in rules.FINDINGS:
            wrong["finding"] = ["选一个意见。"]
        if finding != rules.AGREES:
            _words(wrong, note)
        _no_numbers(wrong, "note", note)
        if wrong:
            raise Invalid("还有要改的地方，改好再记。", wrong)
        if project.state not in rules.OPEN:
            raise NotNow(f"项目已经{rules.STATES[project.state]}。")
        before = [project.signed, project.vetoed]
        if finding == rules.AGREES:
            project.signed, project.vetoed = True, False
        elif finding == rules.VETO:
            project.vetoed = True
        project.save(update_fields=["signed", "vetoed"])
        _line(actor, project, ProjectLine.REMARK, finding, Told(clock.today(), note=note), before=project.state, after=project.state)
        op.record(project, supervised=[before, [project.signed, project.vetoed]], note=note)
        return project


def _locked(actor: Actor, op: Operation, project_id: UUID, *, done: bool = False) -> Project:
    project = Project.objects.visible_to(actor).select_for_update().filter(pk=project_id).first()
    if project is None:
        raise NotVisible
    if not done:
        op.require(project.region_id)
    return project


def _gates(project: Project, step: rules.Step, told: Told) -> None:
    """What has to be there before a step is taken."""
    wrong: dict[str, list[str]] = {}
    if told.held_on > clock.today():
        wrong["held_on"] = ["这一天还没到，到那天再记。"]
    if (step.votes or step.name in rules.SIGNED) and not told.ref.strip():
        wrong["ref"] = ["写会议记录或公告的文号，日后查得到。"]
    if step.votes:
        said = _votes_say(project, step, told.votes)
        if said:
            wrong["present"] = [said]
    if step.reason or step is rules.ACCEPT:
        _words(wrong, told.note)
    _no_numbers(wrong, "note", told.note)
    if wrong:
        raise Invalid("还有要改的地方，改好再记。", wrong)
    if step.name in rules.SIGNED and not project.signed:
        raise NotNow(f"监委会还没有同意，不能“{step.label}”。", code="not_signed")
    if step is rules.START and project.announced_on:
        days = int(_rule("project_announce_days", project.region_id))
        first = rules.may_start_on(project.announced_on, days)
        if told.held_on < first:
            raise NotNow(f"决议要公开满 {days} 天，{first.month} 月 {first.day} 日起才能开工。", code="announced_too_short")


def _votes_say(project: Project, step: rules.Step, votes: rules.Votes | None) -> str:
    if votes is None:
        return "写应到、到会、赞成、反对各多少人。"
    above, below = _rule(QUORUMS[step.name], project.region_id)
    return rules.wrong_with_votes(votes, quorum=(int(above), int(below)))


def _rule(key: str, region_id: UUID) -> Any:
    return profiles.value(key, area_ids=(region_id, *regions.ancestors(region_id)))


def _payable(project: Project, new: NewPayment) -> None:
    wrong: dict[str, list[str]] = {}
    left = project.budget - project.paid
    if new.amount <= 0:
        wrong["amount"] = ["写付了多少钱。"]
    elif new.amount > left:
        wrong["amount"] = [f"预算只剩 {left // 100}.{left % 100:02d} 元。要多付，先按新的决定改预算。"]
    if new.paid_on > clock.today():
        wrong["paid_on"] = ["这一天还没到，付了再记。"]
    for name, text in (("stage", new.stage), ("voucher", new.voucher), ("payee", new.payee)):
        if not text.strip():
            wrong[name] = ["这一格要写。"]
        _no_numbers(wrong, name, text)
    if wrong:
        raise Invalid("还有要改的地方，改好再记。", wrong)
    if Payment.objects.filter(project=project, voucher=new.voucher.strip()).exists():
        raise Conflict(f"凭证 {new.voucher.strip()} 已经记过一笔了。", code="voucher_used")


def _words(wrong: dict[str, list[str]], text: str) -> None:
    if len(text.strip()) < MIN_WORDS:
        wrong.setdefault("note", []).append(f"写一句说明，至少 {MIN_WORDS} 个字。")


def _no_numbers(wrong: dict[str, list[str]], name: str, text: str) -> None:
    for what in numbers.found_in(text):
        wrong.setdefault(name, []).append(f"里面有{what}，项目人人看得到。请去掉再存。")


def _name_is_free(project: Project) -> None:
    if Project.objects.filter(region_id=project.region_id, name=project.name).exclude(pk=project.pk).exists():
        raise Conflict(f"“{project.name}”已经有了。", code="project_exists")


def _line(  # noqa: PLR0913  # one line of the story
    actor: Actor, project: Project, what: str, name: str, told: Told, *, before: str = "", after: str = ""
) -> None:
    votes = asdict(told.votes) if told.votes else {}
    ProjectLine.objects.create(
        region_id=project.region_id, project=project, what=what, name=name, before=before, after=after, ref=told.ref.strip(),
        note=told.note.strip(), held_on=told.held_on, at=clock.now(), by_id=actor.user_id, by_name=actor.name, **votes,
    )  # fmt: skip


def _fields(new: NewProject) -> dict[str, Any]:
    """Columns of a project. A place or a company that is not there is NotVisible."""
    wrong = _wrong(new)
    if wrong:
        raise Invalid("还有要改的地方，改好再存。", wrong)
    building = places.building(new.building_id) if new.building_id else None
    compound_id = building.compound_id if building else new.compound_id
    compound = places.compound(compound_id) if compound_id else None
    if (new.building_id and building is None) or (compound_id and (compound is None or compound.region_id != new.region_id)):
        raise NotVisible
    if new.contractor_id and organisations.unit(new.contractor_id) is None:
        raise NotVisible
    lon, lat = new.lon, new.lat
    if lon is None or lat is None:
        nearest = building or compound
        lon, lat = (nearest.lon, nearest.lat) if nearest else (None, None)
    return {
        "name": new.name.strip(), "kind": new.kind, "source": new.source, "aim": new.aim.strip(), "budget": new.budget,
        "contractor_id": new.contractor_id, "compound_id": compound_id, "building_id": new.building_id,
        "place_text": new.place_text.strip(), "starts_on": new.starts_on, "ends_on": new.ends_on,
        "point": Point(lon, lat, srid=4326) if lon is not None and lat is not None else None,
    }  # fmt: skip


def _wrong(new: NewProject) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if len(new.name.strip()) < MIN_WORDS:
        wrong["name"] = [f"写项目叫什么，至少 {MIN_WORDS} 个字。"]
    if len(new.aim.strip()) < MIN_WORDS:
        wrong["aim"] = ["写一写做什么、为什么做。"]
    if new.kind not in rules.KINDS:
        wrong["kind"] = ["选一个种类。"]
    if new.source not in rules.SOURCES:
        wrong["source"] = ["选钱从哪里来。"]
    if new.budget <= 0:
        wrong["budget"] = ["写预算多少钱。"]
    if (new.lon is None) != (new.lat is None):
        wrong["lon"] = ["经度和纬度要一起写，或者都空着。"]
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        wrong["ends_on"] = ["完工不能早于开工。"]
    for name, text in (("name", new.name), ("aim", new.aim), ("place_text", new.place_text)):
        _no_numbers(wrong, name, text)
    return wrong
