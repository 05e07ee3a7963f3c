"""Forms of 项目; what is right is decided by the operations. Money is typed in 元."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from linli.projects import rules

_CHOOSE = ("", "请选择")
_MOST = Decimal(10_000_000_000)


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _money(label: str, text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=text or "元，可以写到分",
        max_digits=13,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=_MOST,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": "写多少钱。", "invalid": "写数字，比如 12000 或 350.50。"},
    )


def cents(amount: Decimal) -> int:
    """元 as 分."""
    return int(amount * 100)


class ProjectForm(forms.Form):
    """A project as somebody proposes or corrects it."""

    name = forms.CharField(
        label="叫什么", max_length=80, help_text="像“金竹苑 3 号楼门厅改造”", error_messages={"required": "写项目叫什么。"}
    )
    kind = forms.ChoiceField(label="种类", choices=[_CHOOSE, *rules.KINDS.items()], error_messages={"required": "选一个种类。"})
    aim = forms.CharField(
        label="做什么，为什么做",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="居民也看得到；不写人名和电话",
        error_messages={"required": "写一写做什么、为什么做。"},
    )
    source = forms.ChoiceField(label="钱从哪里来", choices=[_CHOOSE, *rules.SOURCES.items()], error_messages={"required": "选钱从哪里来。"})
    budget = _money("预算")
    contractor_id = forms.ChoiceField(label="谁来做", required=False)
    compound_id = forms.ChoiceField(label="在哪个小区", required=False)
    place_text = forms.CharField(label="具体在哪里", max_length=120, required=False, help_text="像“3 号楼门厅”；不写门牌号里的住户")
    lon = forms.FloatField(label="经度", required=False, min_value=73, max_value=136, help_text="空着就用小区的位置")
    lat = forms.FloatField(label="纬度", required=False, min_value=3, max_value=54)
    starts_on = forms.DateField(label="打算哪天开工", required=False, widget=_day())
    ends_on = forms.DateField(label="打算哪天完工", required=False, widget=_day())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, compounds: list[tuple[UUID, str]], companies: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty, found in (("compound_id", "不在小区里", compounds), ("contractor_id", "还没定", companies)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", empty), *((str(key), label) for key, label in found)]


class StepForm(forms.Form):
    """One step, with what the meeting counted."""

    step = forms.ChoiceField(label="到哪一步了", widget=forms.RadioSelect, error_messages={"required": "选一步。"})
    held_on = forms.DateField(label="哪天", widget=_day(), error_messages={"required": "写哪天。"})
    due = forms.IntegerField(label="应到（人）", required=False, min_value=0, max_value=100_000)
    present = forms.IntegerField(label="到会（人）", required=False, min_value=0, max_value=100_000)
    in_favour = forms.IntegerField(label="赞成（人）", required=False, min_value=0, max_value=100_000)
    against = forms.IntegerField(label="反对（人）", required=False, min_value=0, max_value=100_000)
    ref = forms.CharField(label="会议记录或公告的文号", max_length=80, required=False)
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        if isinstance(field, forms.ChoiceField):
            field.choices = steps

    def votes(self) -> rules.Votes | None:
        """What was counted, when it was."""
        said = [self.cleaned_data[name] for name in ("due", "present", "in_favour", "against")]
        return None if None in said[:3] else rules.Votes(*(number or 0 for number in said))


class PaymentForm(forms.Form):
    """Money paid."""

    amount = _money("付了多少")
    stage = forms.CharField(label="哪一笔", max_length=40, help_text="像“开工预付”“验收款”", error_messages={"required": "写是哪一笔。"})
    payee = forms.CharField(label="付给谁", max_length=120, error_messages={"required": "写付给哪家单位。"})
    voucher = forms.CharField(label="凭证号", max_length=40, error_messages={"required": "写凭证号。"})
    paid_on = forms.DateField(label="哪天付的", widget=_day(), error_messages={"required": "写哪天付的。"})


class BudgetForm(forms.Form):
    """Another budget, on another decision."""

    budget = _money("新的预算")
    ref = forms.CharField(label="依据", max_length=80, help_text="哪次会议的记录，或批文的文号", error_messages={"required": "写依据。"})
    note = forms.CharField(label="为什么改", max_length=300, error_messages={"required": "写一句为什么改。"})


class RemarkForm(forms.Form):
    """What the supervisory committee says."""

    finding = forms.ChoiceField(
        label="监委会意见", choices=list(rules.FINDINGS.items()), widget=forms.RadioSelect, error_messages={"required": "选一个意见。"}
    )
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
