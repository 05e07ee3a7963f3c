"""What other contexts may ask of privacy."""

from linli.kernel.actor import Actor
from linli.privacy.queries import alarms, asking
from linli.privacy.queries.readings import Reading
from linli.privacy.queries.readings import of_subject as reads_of

__all__ = ["Reading", "alarms_waiting", "questions_waiting", "reads_of"]


def alarms_waiting(actor: Actor) -> int:
    """How many alarms of the actor's area nobody dealt with; 0 for posts that see none."""
    return alarms.open_count(actor) if actor.may_anywhere("privacy.see_reads") else 0


def questions_waiting(actor: Actor) -> int:
    """How many of the actor's own readings somebody asked about, without an answer yet."""
    return len(asking.waiting_for(actor)) if actor.may_anywhere("people.reveal") else 0
