"""Row-level security of the context (design §6)."""

from django.db import migrations

from linli.kernel.rls import framework, reference, region_rows

_FENCED = (
    "request",
    "requesthandler",
    "daycounter",
    "requestevent",
    "proposal",
    "decision",
    "alarm",
    "staffalert",
    "likeness",
    "staffnote",
    "photo",
    "answer",
    "notice",
    "evaluation",
)


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]

    operations = [
        *(step for name in _FENCED for step in region_rows(f"requests_{name}")),
        *reference("requests_mappoint"),
        *framework("requests_requestkey"),
        *framework("requests_draft"),
    ]
