"""The verbs of 数据共享: drafting a matching task, asking, deciding."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from linli.exchange import rules
from linli.exchange.models import MatchTask
from linli.exchange.profile_seed import MAX_DAYS
from linli.kernel import clock, forbidden, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.operations import Operation, operation
from linli.people import contract as people

MIN_WORDS = 4
_TEXTS = {"title": "名称", "department": "哪个部门的名册", "purpose": "用来做什么", "basis_text": "依据哪一条"}


@dataclass(frozen=True)
class NewTask:
    """A matching task as somebody asks for it. `fields` are keys of rules.FIELDS, `tag` one of people.TAG_KINDS."""

    region_id: UUID
    title: str
    department: str
    purpose: str
    basis: str
    basis_text: str
    fields: tuple[str, ...]
    tag: str
    ends_on: date


def draft(actor: Actor, new: NewTask, *, op_id: UUID | None = None) -> MatchTask:
    """Write down what is to be matched and why. Raises NotVisible, NotPermitted, Invalid."""
    with operation(actor, "exchange.draft", op_id, content=asdict(new)) as op:
        if op.done_before:
            return MatchTask.objects.visible_to(actor).get(pk=op.done_before)
        op.require(new.region_id)
        _right(new)
        row = MatchTask(
            region_id=new.region_id, basis=new.basis, fields=[name for name in rules.FIELDS if name in new.fields], tag=new.tag,
            ends_on=new.ends_on, drafted_at=clock.now(), asked_by_id=actor.user_id, asked_by_name=actor.name,
            **{name: getattr(new, name).strip() for name in _TEXTS},
        )  # fmt: skip
        row.save(force_insert=True)
        op.record(row, state=[None, row.state], fields=[None, row.fields], ends_on=[None, str(row.ends_on)])
        return row


def move(actor: Actor, task_id: UUID, step_name: str, note: str = "", *, op_id: UUID | None = None) -> MatchTask:
    """Ask, withdraw or close: the asking post's steps. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    with operation(actor, "exchange.ask", op_id, content=[task_id, step_name, note]) as op:
        row = _locked(actor, op, task_id)
        if op.done_before is None:
            _step(op, row, _named(step_name, decides=False), note)
        return row


def decide(actor: Actor, task_id: UUID, step_name: str, note: str = "", *, op_id: UUID | None = None) -> MatchTask:
    """Approve or refuse what another person asked for. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    with operation(actor, "exchange.decide", op_id, content=[task_id, step_name, note]) as op:
        row = _locked(actor, op, task_id)
        if op.done_before is None:
            if row.asked_by_id == actor.user_id:
                raise NotPermitted("这是您自己申请的，要另一个人来批。", permission="exchange.decide")
            row.decided_by_id, row.decided_by_name, row.decided_at = actor.user_id, actor.name, clock.now()
            _step(op, row, _named(step_name, decides=True), note)
        return row


def _locked(actor: Actor, op: Operation, task_id: UUID) -> MatchTask:
    row = MatchTask.objects.visible_to(actor).select_for_update().filter(pk=task_id).first()
    if row is None:
        raise NotVisible
    op.require(row.region_id)
    return row


def _named(name: str, *, decides: bool) -> rules.Step:
    step = rules.BY_NAME.get(name)
    if step is None or step.decides != decides:
        raise Invalid("选一步。", {"step": ["选一步。"]})
    return step


def _step(op: Operation, row: MatchTask, step: rules.Step, note: str) -> None:
    target = rules.after(row.state, step)
    if target is None:
        raise NotNow(f"任务现在是“{rules.STATES[row.state]}”，不能“{step.label}”。请刷新看看最新情况。")
    wrong: dict[str, list[str]] = {}
    if step.reason and len(note.strip()) < MIN_WORDS:
        wrong["note"] = ["写一句为什么。"]
    _clean(wrong, "note", note)
    if wrong:
        raise Invalid("还有要改的地方，改好再记。", wrong)
    if step in {rules.ASK, rules.APPROVE} and row.ends_on <= clock.today():
        raise NotNow("任务的期限已经到了，请撤回，另起一个。")
    before, row.state, row.note = row.state, target, note.strip()
    row.save()
    op.record(row, state=[before, target], note=row.note)


def _right(new: NewTask) -> None:
    wrong: dict[str, list[str]] = {}
    for name, label in _TEXTS.items():
        text = getattr(new, name).strip()
        if len(text) < MIN_WORDS:
            wrong[name] = [f"写清楚{label}。"]
        _clean(wrong, name, text)
    if new.basis not in rules.BASES:
        wrong["basis"] = ["选一种依据。"]
    if not set(new.fields) <= set(rules.FIELDS) or not rules.can_match(frozenset(new.fields)):
        wrong["fields"] = ["要有姓名，再加身份证号，或者出生日期和地址。"]
    if new.tag not in people.TAG_KINDS:
        wrong["tag"] = ["选一个标签。"]
    most = int(profiles.value(MAX_DAYS))
    if not clock.today() < new.ends_on <= clock.today() + timedelta(days=most):
        wrong["ends_on"] = [f"从明天起，最长 {most} 天。"]
    if wrong:
        raise Invalid("还有要改的地方，改好再存。", wrong)


def _clean(wrong: dict[str, list[str]], name: str, text: str) -> None:
    label = forbidden.found_in(text)
    if label:
        wrong[name] = [f"“{label}”不归这里管，不能写，也不能比对。"]
