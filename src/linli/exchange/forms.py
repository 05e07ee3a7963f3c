"""Forms of 数据共享; what is right is decided by the operations."""

from typing import Any

from django import forms

from linli.exchange import rules
from linli.people import contract as people

_CHOOSE = ("", "请选择")


class TaskForm(forms.Form):
    """A matching task as somebody asks for it."""

    title = forms.CharField(label="叫什么", max_length=80, help_text="像“退役军人名册比对”", error_messages={"required": "写任务叫什么。"})
    department = forms.CharField(label="哪个部门的名册", max_length=80, error_messages={"required": "写名册是哪个部门的。"})
    purpose = forms.CharField(
        label="用来做什么", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "写比对上以后做什么。"}
    )
    basis = forms.ChoiceField(label="依据的种类", choices=[_CHOOSE, *rules.BASES.items()], error_messages={"required": "选一种依据。"})
    basis_text = forms.CharField(
        label="依据哪一条", max_length=200, help_text="法规和条款，或文件的文号", error_messages={"required": "写依据哪一条。"}
    )
    fields_wanted = forms.MultipleChoiceField(
        label="名册里用哪几列",
        choices=list(rules.FIELDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="够用就行；姓名，再加身份证号，或者出生日期和地址",
        error_messages={"required": "选要用的列。"},
    )
    tag = forms.ChoiceField(
        label="比对上的记什么标签", choices=[_CHOOSE, *people.TAG_KINDS.items()], error_messages={"required": "选一个标签。"}
    )
    ends_on = forms.DateField(
        label="到哪天为止", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), error_messages={"required": "写到哪天为止。"}
    )


class StepForm(forms.Form):
    """One step of a task."""

    step = forms.ChoiceField(label="做什么", widget=forms.RadioSelect, error_messages={"required": "选一步。"})
    note = forms.CharField(
        label="说明", max_length=300, required=False, help_text="不批准、撤回和结束要写为什么", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        if isinstance(field, forms.ChoiceField):
            field.choices = steps
