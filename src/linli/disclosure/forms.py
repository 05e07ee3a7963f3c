"""The form of a notice."""

from django import forms

from linli.disclosure import rules
from linli.kernel.once import OnceField


class BulletinForm(forms.Form):
    """贴一张公告."""

    kind = forms.ChoiceField(label="类别", choices=list(rules.KINDS.items()), widget=forms.RadioSelect, initial="notice")
    title = forms.CharField(label="题目", max_length=rules.MAX_TITLE, error_messages={"required": "写个题目。"})
    text = forms.CharField(
        label="正文", max_length=rules.MAX_TEXT, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="什么事、哪里、几时、找谁。不写身份证号和手机号。",
        error_messages={"required": "写上正文。"},
    )  # fmt: skip
    happens_on = forms.DateField(label="哪天", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    hours = forms.CharField(label="几点", max_length=40, required=False, help_text="像 8:00–17:00")
    place = forms.CharField(label="在哪里", max_length=80, required=False)
    until = forms.DateField(label="贴到哪天", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    op_id = OnceField()
