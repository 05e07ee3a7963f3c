"""The live feed: whatever changes a source brings its affair up to date."""

from linli.affairs import operations, rules
from linli.kernel.actor import Actor
from linli.kernel.outbox import reacts_to
from linli.places.events import FacilityChecked
from linli.projects.events import ProjectCorrected, ProjectMoved, ProjectProposed
from linli.requests import events as matters

_NEEDS = ("affairs.follow",)
Changed = (
    matters.RequestFiled | matters.RequestDeclined | matters.RequestPlaced | matters.RequestTransferred | matters.ClassDecided
    | matters.RequestSolved | matters.RequestReopened | matters.RequestWithdrawn | matters.RequestMerged | matters.RequestUnmerged
    | matters.EmergencyRaised
)  # fmt: skip


@reacts_to(matters.RequestFiled, needs=_NEEDS)
@reacts_to(matters.RequestDeclined, needs=_NEEDS)
@reacts_to(matters.RequestPlaced, needs=_NEEDS)
@reacts_to(matters.RequestTransferred, needs=_NEEDS)
@reacts_to(matters.ClassDecided, needs=_NEEDS)
@reacts_to(matters.RequestSolved, needs=_NEEDS)
@reacts_to(matters.RequestReopened, needs=_NEEDS)
@reacts_to(matters.RequestWithdrawn, needs=_NEEDS)
@reacts_to(matters.RequestMerged, needs=_NEEDS)
@reacts_to(matters.RequestUnmerged, needs=_NEEDS)
@reacts_to(matters.EmergencyRaised, needs=_NEEDS)
def follow_the_matter(event: Changed, actor: Actor) -> None:
    """A matter was filed, sorted, moved or closed."""
    operations.follow(actor, rules.REQUEST, event.aggregate_id)


@reacts_to(matters.RequestTransferred, needs=_NEEDS, wide=True)
def follow_to_the_new_community(event: matters.RequestTransferred, actor: Actor) -> None:
    """A matter stands in another community from now on."""
    operations.follow(actor, rules.REQUEST, event.new_request_id)


@reacts_to(FacilityChecked, needs=_NEEDS)
def note_the_inspection(event: FacilityChecked, actor: Actor) -> None:
    """Somebody looked at a facility."""
    operations.follow(actor, rules.INSPECTION, event.check_id)


@reacts_to(ProjectProposed, needs=_NEEDS)
@reacts_to(ProjectMoved, needs=_NEEDS)
@reacts_to(ProjectCorrected, needs=_NEEDS)
def follow_the_project(event: ProjectProposed | ProjectMoved | ProjectCorrected, actor: Actor) -> None:
    """A project was proposed, moved or corrected."""
    operations.follow(actor, rules.PROJECT, event.aggregate_id)
