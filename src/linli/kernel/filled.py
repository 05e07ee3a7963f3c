"""A form that was sent: its own id, and what an operation refused put beside its fields."""

from collections.abc import Mapping
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest

from linli.kernel.errors import Invalid, NotPermitted, NotVisible, Refused
from linli.kernel.typed import uuid_or_none


def op_id(request: HttpRequest) -> UUID | None:
    """The form's own id: the same form sent twice does the thing once."""
    return uuid_or_none(request.POST.get("op_id", ""))


def take(form: Form, refusal: Refused, fields: Mapping[str, str] | None = None) -> None:
    """Put what an operation refused beside the fields it names, the rest on top; `fields` are form fields by the operation's names.

    What is no matter of a form (NotVisible, NotPermitted) is raised and goes on to the page of refusals.
    """
    if isinstance(refusal, NotVisible | NotPermitted):
        raise refusal
    named = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, sentences in named.items():
        field = (fields or {}).get(name, name)
        form.add_error(field if field in form.fields else None, sentences)
    if not named:
        form.add_error(None, refusal.message)
