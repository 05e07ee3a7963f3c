"""A step for danger told later, and complaints about nobody named (domain §6, §9)."""

from django.db import migrations, models

PARTIES = ("community", "grid", "property", "town", "unclear", "")
STEPS = (
    "accept", "acknowledge", "alarm", "approve", "archive", "arrive", "ask_extension", "ask_head", "ask_material", "ask_pause", "ask_return",
    "classify", "confirm", "confirm_place", "decline", "deny_extension", "deny_pause", "deny_return", "dispatch", "escalate", "file",
    "finish", "grant_extension", "grant_pause", "grant_return", "join", "merge", "not_fixed", "note", "object", "rate", "reclassify",
    "resume", "send_back", "sign", "supply", "tell", "to_hard", "transfer", "unmerge", "unreached", "withdraw",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("requests", "0004_map_due")]

    operations = [
        migrations.RemoveConstraint(model_name="request", name="request_against"),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(condition=models.Q(against__in=sorted(PARTIES)), name="request_against"),
        ),
        migrations.RemoveConstraint(model_name="requestevent", name="event_step"),
        migrations.AddConstraint(
            model_name="requestevent", constraint=models.CheckConstraint(condition=models.Q(step__in=list(STEPS)), name="event_step")
        ),
    ]
