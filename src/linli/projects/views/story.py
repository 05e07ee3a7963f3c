"""A project's story in words for the timeline."""

from typing import Any

from linli.projects import rules
from linli.projects.models import ProjectLine
from linli.projects.templatetags.money import yuan

SHAPES = {ProjectLine.STEP: "done", ProjectLine.BUDGET: "event", ProjectLine.REMARK: "event"}


def told_as_entry(line: ProjectLine) -> dict[str, Any]:
    """One line as the `timeline` tag wants it."""
    meta = [f"应到 {line.due}，到会 {line.present}，赞成 {line.in_favour}，反对 {line.against or 0}"] if line.present else []
    if line.ref:
        meta.append(line.ref)
    shape = SHAPES[line.what]
    if line.name in {rules.VETO, rules.STOP.name} or line.name.startswith("back_to_"):
        shape = "yours"
    return {"shape": shape, "what": _what(line), "who": f"{line.held_on:%Y-%m-%d} {line.by_name}", "meta": meta, "note": line.note}


def _what(line: ProjectLine) -> str:
    if line.what == ProjectLine.BUDGET:
        return f"预算从 {yuan(int(line.before))} 元改成 {yuan(int(line.after))} 元"
    if line.what == ProjectLine.REMARK:
        return f"监委会{rules.FINDINGS[line.name]}"
    step = rules.BY_NAME.get(line.name)
    return step.label if step else "提出来了"
