"""Pure rules of 一口受理 and 三事分流: states, clocks, triage, emergencies, likeness. No Django here."""

from linli.requests.rules.states import STATUSES, STEPS, NotPossibleNow, Status, Step, after

__all__ = ["STATUSES", "STEPS", "NotPossibleNow", "Status", "Step", "after"]
