"""A project taken to any stage through the operations."""

from datetime import date, timedelta
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.projects import operations, rules
from linli.projects.models import Project
from linli.projects.operations import NewProject, Told

VOTES = rules.Votes(30, 25, 20, 3)


def new(region_id: UUID, name: str = "3 号楼门厅改造", budget: int = 1_000_000) -> NewProject:
    """A project of 10,000 元."""
    return NewProject(region_id, name, "works", "service_fund", "门厅瓷砖脱落，换防滑砖", budget, lon=106.58, lat=29.57)


def told(day: date | None = None) -> Told:
    """All that any step asks for."""
    return Told(day or clock.today(), VOTES, "会议记录 2026-08", "照规矩办的")


def bring(head: Actor, supervisor: Actor, project: Project, state: str) -> Project:
    """Take it forward; the disclosure is dated far enough back that works may start."""
    for step in rules.STEPS[: rules.LINE.index(state)]:
        if step.name in rules.SIGNED:
            operations.inspect(supervisor, project.pk, rules.AGREES, "")
        day = clock.today() - timedelta(days=8) if step is rules.ANNOUNCE else clock.today()
        project = operations.move(head, project.pk, step.name, told(day))
    return project
