"""Taking the content of log lines about a person out, where the law asks for it (PIPL art. 47)."""

from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.kernel.models import LogEntry
from linli.kernel.operations import operation
from linli.kernel.shreds import SHRED
from linli.privacy.models import Shredding

SHORTEST_BASIS = 4


def shred_subject(actor: Actor, subject_id: UUID, *, region_id: UUID, basis: str, op_id: UUID | None = None) -> Shredding:
    """Empty the log lines about a person; who did what when stays, and so does the proof. City-wide posts only.

    Its own line names the lines it emptied: what is blank and not named is tampered with.

    Raises Invalid without a basis, NotPermitted.
    """
    if len(basis.strip()) < SHORTEST_BASIS:
        message = "写明依据：哪一条规定，或者哪一份决定。"
        raise Invalid(message, {"basis": [message]})
    with operation(actor, SHRED, op_id, content=[subject_id, region_id, basis]) as op:
        if op.done_before:
            return Shredding.objects.get(pk=op.done_before)
        op.require(None)
        lines = LogEntry.objects.filter(subject_id=subject_id, payload__isnull=False).exclude(operation=SHRED)
        emptied = list(lines.values_list("id", flat=True))
        shredding = Shredding.objects.create(
            region_id=region_id,
            subject_id=subject_id,
            basis=basis.strip(),
            lines=len(emptied),
            made_at=clock.now(),
            made_by=actor.user_id,
        )
        op.record(shredding, subject_id=subject_id, lines=[0, shredding.lines], note=basis.strip(), emptied=emptied)
    return shredding
