"""The hidden id that lets a form do its thing once, however often it is sent."""

from django import forms

from linli.kernel.ids import new_id


class _Fresh(forms.HiddenInput):
    """Each page that is drawn has an id of its own: what was refused has done nothing, and what was done is not sent again."""

    def format_value(self, _value: object) -> str:
        return str(new_id())


class OnceField(forms.UUIDField):
    """`op_id` of a form."""

    widget = _Fresh
