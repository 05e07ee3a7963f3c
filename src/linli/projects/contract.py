"""What other contexts may ask of 项目."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.projects import operations, rules
from linli.projects.operations import NewPayment, NewProject, Told
from linli.projects.queries import Indexed, Point, ids_after, indexed, points

KINDS, STATES, OPEN = rules.KINDS, rules.STATES, rules.OPEN
Votes = rules.Votes

__all__ = [
    "KINDS", "OPEN", "STATES", "Indexed", "NewPayment", "NewProject", "Point", "Told", "Votes", "ids_after", "indexed", "inspect", "move",
    "pay", "points", "propose",
]  # fmt: skip


def propose(actor: Actor, new: NewProject, *, op_id: UUID | None = None) -> UUID:
    """Put a project forward; its id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return operations.propose(actor, new, op_id=op_id).pk


def move(actor: Actor, project_id: UUID, step: str, told: Told, *, op_id: UUID | None = None) -> str:
    """Take one step; the state afterwards. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    return operations.move(actor, project_id, step, told, op_id=op_id).state


def pay(actor: Actor, project_id: UUID, new: NewPayment, *, op_id: UUID | None = None) -> UUID:
    """Write down a payment; its id. Raises NotVisible, NotPermitted, NotNow, Invalid, Conflict."""
    return operations.pay(actor, project_id, new, op_id=op_id).pk


def inspect(actor: Actor, project_id: UUID, finding: str, note: str = "", *, op_id: UUID | None = None) -> None:
    """The supervisory committee's word. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    operations.inspect(actor, project_id, finding, note, op_id=op_id)
