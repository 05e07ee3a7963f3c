"""Long verifications, and evidence whose time is over."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.jobs import job
from linli.privacy.models import Verification
from linli.privacy.operations import carry_out, drop_old_evidence


@job("privacy.verify_long", needs=("privacy.verify",), retry=2)
def verify_long(_actor: Actor, verification_id: UUID) -> None:
    """Carry out a verification that is too long for a page."""
    verification = Verification.objects.select_for_update().get(pk=verification_id)
    if verification.state == Verification.State.WAITING:
        carry_out(verification)


@job("privacy.drop_old_evidence", every="50 2 * * *")
def drop_evidence(_actor: Actor) -> None:
    """Each night: the files an auditor has long taken home."""
    drop_old_evidence()
