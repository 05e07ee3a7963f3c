"""What other contexts may ask of 数据共享."""

from uuid import UUID

from linli.exchange import operations, rules
from linli.exchange.operations import NewTask
from linli.kernel.actor import Actor

STATES = rules.STATES

__all__ = ["STATES", "NewTask", "decide", "draft", "move"]


def draft(actor: Actor, new: NewTask, *, op_id: UUID | None = None) -> UUID:
    """Draft a matching task; its id. Raises NotVisible, NotPermitted, Invalid."""
    return operations.draft(actor, new, op_id=op_id).pk


def move(actor: Actor, task_id: UUID, step: str, note: str = "", *, op_id: UUID | None = None) -> str:
    """Ask, withdraw or close; the state afterwards. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    return operations.move(actor, task_id, step, note, op_id=op_id).state


def decide(actor: Actor, task_id: UUID, step: str, note: str = "", *, op_id: UUID | None = None) -> str:
    """Approve or refuse; the state afterwards. Raises NotVisible, NotPermitted, NotNow, Invalid."""
    return operations.decide(actor, task_id, step, note, op_id=op_id).state
