"""Form fields, one way for all pages: label, hint, error, box (look §4 Fields)."""

from collections.abc import Iterable
from typing import Self

from django import forms
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from linli.web.ui.shapes import shape


class Option(str):
    """Label of a choice card with a note under it: `choices=[("public", Option("公开", note="名字不显示"))]`."""

    note: str
    __slots__ = ("note",)

    def __new__(cls, label: str, note: str = "") -> Self:
        option = super().__new__(cls, label)
        option.note = note
        return option


def _error(bound: BoundField, key: str) -> SafeString | str:
    if not bound.errors:
        return ""
    lines = format_html_join("", "{}<span>{}</span>", ((shape("late"), text) for text in bound.errors))
    return format_html('<span class="field-error" id="{}-error">{}</span>', key, lines)


def choice_card(  # noqa: PLR0913  # the facts of one card, by name
    name: str, value: str, label: str, *, note: str = "", chosen: bool = False, kind: str = "radio", ident: str = "", required: bool = False
) -> SafeString:
    """A card whose whole area is the target, with its radio or box visible. `is-chosen` is kept in step by script."""
    below = format_html('<span class="choice-note">{}</span>', note) if note else ""
    return format_html(
        '<label class="choice{}"><input type="{}" name="{}" value="{}"{}{}{}><span>{}{}</span></label>',
        " is-chosen" if chosen else "",
        kind,
        name,
        value,
        format_html(' id="{}"', ident) if ident else "",
        " checked" if chosen else "",
        " required" if required and kind == "radio" else "",
        label,
        below,
    )


def _choices(bound: BoundField, kind: str, layout: str) -> SafeString:
    widget = bound.field.widget
    chosen = {str(v) for v in _as_list(bound.value())}
    cards = []
    for number, (value, label) in enumerate(_flat(getattr(widget, "choices", ()))):
        if value == "" and kind == "radio":
            continue
        cards.append(
            (
                choice_card(
                    bound.html_name,
                    str(value),
                    str(label),
                    note=getattr(label, "note", ""),
                    chosen=str(value) in chosen,
                    kind=kind,
                    ident=f"{bound.auto_id}_{number}",
                ),
            )
        )
    return format_html('<div class="{}">{}</div>', "choices-row" if layout == "row" else "choices", format_html_join("", "{}", cards))


def _as_list(value: object) -> Iterable[object]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple | set) else (value,)


def _flat(choices: Iterable[tuple[object, object]]) -> Iterable[tuple[object, object]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


def first_id(bound: BoundField) -> str:
    """Id of the control a link in the error summary jumps to."""
    group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if group else bound.auto_id


def _group(bound: BoundField, label: SafeString | str, hint: SafeString | str, layout: str) -> SafeString:
    kind = "checkbox" if isinstance(bound.field.widget, forms.CheckboxSelectMultiple) else "radio"
    described = _described(bound, hint=bool(hint)).get("aria-describedby", "")
    return format_html(
        '<fieldset class="field{}"{}><legend>{}</legend>{}{}{}</fieldset>',
        " has-error" if bound.errors else "",
        format_html(' aria-describedby="{}"', described) if described else "",
        label,
        hint,
        _error(bound, bound.auto_id),
        _choices(bound, kind, layout),
    )


def _described(bound: BoundField, *, hint: bool) -> dict[str, str | bool]:
    attrs: dict[str, str | bool] = {}
    ids = [f"{bound.auto_id}-hint"] * hint + [f"{bound.auto_id}-error"] * bool(bound.errors)
    if ids:
        attrs["aria-describedby"] = " ".join(ids)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _check(bound: BoundField, said: str) -> SafeString:
    below = format_html('<span class="choice-note" id="{}-hint">{}</span>', bound.auto_id, said) if said else ""
    return format_html(
        '<div class="field{}">{}<label class="check">{}<span>{}{}</span></label></div>',
        " has-error" if bound.errors else "",
        _error(bound, bound.auto_id),
        bound.as_widget(attrs=_described(bound, hint=bool(said))),
        bound.label or "",
        below,
    )


def _label(bound: BoundField, optional: str, *, bare: bool) -> SafeString | str:
    note = optional or ("" if bound.field.required else "可以不填")
    label: SafeString | str = str(bound.label or "")
    if note:
        label = format_html('{} <span class="field-optional">{}</span>', label, note)
    return format_html('<span class="visually-hidden">{}</span>', label) if bare else label


def _box(bound: BoundField, *, hint: bool, counter: bool) -> SafeString:
    widget = bound.field.widget
    css = " ".join(filter(None, ["box", str(widget.attrs.get("class", ""))]))
    box = bound.as_widget(attrs=_described(bound, hint=hint) | {"class": css})
    return format_html("<linli-count>{}</linli-count>", box) if counter else box


def field(
    bound: BoundField, *, hint: str = "", optional: str = "", layout: str = "", counter: bool = False, bare: bool = False
) -> SafeString:
    """Render one bound field.

    `hint` replaces the help text; `optional` (default 可以不填 when not required) stands after the label; `layout="row"`
    puts choices in a line; `counter=True` shows how many characters are written; `bare=True` hides the label from the eye
    where the h1 asks the same question.
    """
    widget = bound.field.widget
    said = hint or str(bound.help_text)
    if bound.is_hidden:
        return bound.as_widget()
    if isinstance(widget, forms.CheckboxInput):
        return _check(bound, said)
    label = _label(bound, optional, bare=bare)
    hint_html = format_html('<span class="field-hint" id="{}-hint">{}</span>', bound.auto_id, said) if said else ""
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return _group(bound, label, hint_html, layout)
    return format_html(
        '<div class="field{}"><label for="{}">{}</label>{}{}{}</div>',
        " has-error" if bound.errors else "",
        bound.id_for_label,
        label,
        hint_html,
        _error(bound, bound.auto_id),
        _box(bound, hint=bool(said), counter=counter),
    )


def error_summary(form: forms.BaseForm, *, focus: bool = True) -> SafeString:
    """What is still to be changed, at the top of the page, with links to the fields; takes the focus on load."""
    if not form.errors:
        return SafeString("")
    links = [
        format_html('<li><a href="#{}">{}</a></li>', first_id(form[name]), text)
        for name, texts in form.errors.items()
        if name in form.fields
        for text in texts
    ]
    plain = [format_html('<li class="error-summary-text">{}</li>', text) for text in form.non_field_errors()]
    items = format_html_join("", "{}", ((item,) for item in plain + links))
    return format_html(
        '<div class="error-summary" role="alert" tabindex="-1"{} aria-labelledby="error-summary-title">'
        '<h2 id="error-summary-title">{}<span>还有 {} 处要改</span></h2><ul>{}</ul></div>',
        SafeString(" autofocus" if focus else ""),
        shape("late"),
        len(plain) + len(links),
        items,
    )
