"""Putting a refusal back onto the form it came from."""

from django import forms

from linli.kernel.errors import Refused


def onto(form: forms.Form, refusal: Refused) -> int:
    """Each sentence at its field, the rest on top; the status to answer with."""
    placed = False
    for name, texts in refusal.facts.get("fields", {}).items():
        if name in form.fields:
            form.add_error(name, list(texts))
            placed = True
    if not placed:
        form.add_error(None, refusal.message)
    return refusal.status
