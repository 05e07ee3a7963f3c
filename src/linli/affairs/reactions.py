"""The live feed: whatever changes a source brings its affair up to date."""

from typing import Any

from linli.affairs import operations, rules
from linli.kernel.actor import Actor
from linli.kernel.outbox import reacts_to
from linli.places.events import FacilityChecked
from linli.projects.events import ProjectCorrected, ProjectMoved, ProjectProposed
from linli.requests import events as matters

_NEEDS = ("affairs.follow",)
_OF_MATTERS: tuple[type[Any], ...] = (
    matters.RequestFiled,
    matters.RequestDeclined,
    matters.RequestPlaced,
    matters.RequestTransferred,
    matters.ClassDecided,
    matters.RequestSolved,
    matters.RequestReopened,
    matters.RequestWithdrawn,
    matters.RequestMerged,
    matters.RequestUnmerged,
    matters.EmergencyRaised,
)
_OF_PROJECTS: tuple[type[Any], ...] = (ProjectProposed, ProjectMoved, ProjectCorrected)


def follow_the_matter(event: Any, actor: Actor) -> None:
    """A matter was filed, sorted, moved or closed: whichever event it is, its aggregate is the matter."""
    operations.follow(actor, rules.REQUEST, event.aggregate_id)


@reacts_to(matters.RequestTransferred, needs=_NEEDS, wide=True)
def follow_to_the_new_community(event: matters.RequestTransferred, actor: Actor) -> None:
    """A matter stands in another community from now on."""
    operations.follow(actor, rules.REQUEST, event.new_request_id)


@reacts_to(FacilityChecked, needs=_NEEDS)
def note_the_inspection(event: FacilityChecked, actor: Actor) -> None:
    """Somebody looked at a facility."""
    operations.follow(actor, rules.INSPECTION, event.check_id)


def follow_the_project(event: Any, actor: Actor) -> None:
    """A project was proposed, moved or corrected: whichever event it is, its aggregate is the project."""
    operations.follow(actor, rules.PROJECT, event.aggregate_id)


for _event in _OF_MATTERS:
    reacts_to(_event, needs=_NEEDS)(follow_the_matter)
for _event in _OF_PROJECTS:
    reacts_to(_event, needs=_NEEDS)(follow_the_project)
