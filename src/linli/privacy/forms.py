"""The auditor's question: which days, where, which books."""

from typing import Any
from uuid import UUID

from django import forms

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.privacy import rules
from linli.privacy.operations.verifying import Wanted
from linli.privacy.rules import Period
from linli.regions import contract as regions

THREE = "all"
BOOK_CHOICES = [(THREE, f"{rules.books_in_words(rules.ALL_BOOKS)}"), *((book, f"只看{word}") for book, word in rules.BOOKS.items())]


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The post's own region and what lies directly below."""
    home = regions.info(actor.region_id) if actor.region_id else None
    if home is None:
        return []
    return [(str(home.id), home.name), *((str(one.id), one.name) for one in regions.children(home.id))]


class VerifyForm(forms.Form):
    """Days are whole and both included."""

    start = forms.DateField(
        label="从", widget=forms.DateInput(attrs={"type": "date", "class": "box"}), error_messages={"required": "填开始的日子"}
    )
    end = forms.DateField(
        label="到", widget=forms.DateInput(attrs={"type": "date", "class": "box"}), error_messages={"required": "填结束的日子"}
    )
    region = forms.ChoiceField(
        label="哪里", widget=forms.Select(attrs={"class": "box"}), error_messages={"invalid_choice": "这个地方不归您这个岗位核验"}
    )
    books = forms.ChoiceField(label="哪几本", choices=BOOK_CHOICES, widget=forms.Select(attrs={"class": "box"}))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = _places(actor)  # type: ignore[attr-defined]
        usual = rules.usual_period(clock.today())
        self.initial = {
            "start": usual.start.isoformat(),
            "end": usual.end.isoformat(),
            "region": str(actor.region_id),
            "books": THREE,
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        """The end is not before the start."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "结束的日子不能早于开始的日子")
        return data

    def wanted(self) -> Wanted:
        """What was asked for, once valid."""
        data = self.cleaned_data
        books = rules.ALL_BOOKS if data["books"] == THREE else (data["books"],)
        return Wanted(Period(data["start"], data["end"]), UUID(data["region"]), books)


class NoteForm(forms.Form):
    """What was found out, or why again."""

    note = forms.CharField(label="说明", max_length=200, required=False)


class SayForm(forms.Form):
    """A question, an answer or a report about one reading."""

    text = forms.CharField(label="写在这里", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
