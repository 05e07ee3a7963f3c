"""说件事: the four questions, each a small form. What was typed stays in the draft whatever happens."""

from typing import Any

from django import forms

from linli.requests.rules import words

MIN_TEXT, MAX_TEXT = 4, 2000


class WhatForm(forms.Form):
    """The first question: what happened (发生了什么)."""

    text = forms.CharField(
        label="发生了什么",
        min_length=MIN_TEXT,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "aria-describedby": "say-hint"}),
        error_messages={
            "required": "写一写发生了什么，几个字也行。",
            "min_length": f"再多说几个字，至少 {MIN_TEXT} 个字。",
            "max_length": f"太长了，请留最要紧的，{MAX_TEXT} 字以内。",
        },
    )
    danger = forms.BooleanField(label="有人受伤或有危险，要马上来人", required=False)


class WhereForm(forms.Form):
    """The second: where (在哪里)."""

    where = forms.CharField(required=False)
    address = forms.CharField(label="地址", max_length=120, required=False)
    building = forms.UUIDField(required=False)
    region = forms.UUIDField(required=False)
    lon = forms.FloatField(required=False, min_value=105, max_value=111)
    lat = forms.FloatField(required=False, min_value=28, max_value=33)


class WhoForm(forms.Form):
    """The third: who may see it (谁能看到)."""

    privacy = forms.ChoiceField(
        choices=list(words.PRIVACY_SAID.items()),
        error_messages={"required": "选一种：对办理单位公开、隐名，或匿名。", "invalid_choice": "请在这几种里选一种。"},
    )

    def __init__(self, *args: Any, allowed: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["privacy"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(code, words.PRIVACY_SAID[code]) for code in allowed]


class CheckForm(forms.Form):
    """The last look before it is sent (看一看，对不对)."""

    type = forms.ChoiceField(
        choices=list(words.TYPES.items()),
        error_messages={"required": "选一类：咨询、求助、办事、爆料、建议、投诉。", "invalid_choice": "请在六类里选一类。"},
    )
    about = forms.ChoiceField(
        choices=[("", "不说"), *words.ABOUT.items()], required=False, error_messages={"invalid_choice": "请在这几个里选一个，也可以不说。"}
    )
    op_id = forms.UUIDField(error_messages={"required": "页面放得太久了，请再点一次。", "invalid": "页面放得太久了，请再点一次。"})

    def __init__(self, *args: Any, allowed: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["type"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(code, words.TYPES[code]) for code in allowed]
            labels = "、".join(words.TYPES[code] for code in allowed)
            choice.error_messages["invalid_choice"] = f"在这几类里选一类：{labels}。"
