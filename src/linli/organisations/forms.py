"""Forms of 组织与设施; what is right is decided by the operations."""

from django import forms

from linli.organisations import rules
from linli.places import contract as places

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
EMPTY = [("", "请选择")]


class OrganisationForm(forms.Form):
    """A unit by its public data."""

    kind = forms.ChoiceField(label="类别", choices=[*EMPTY, *rules.KINDS.items()])
    name = forms.CharField(label="全称", max_length=120, error_messages={"required": "写一写单位的全称。"})
    short_name = forms.CharField(label="简称", max_length=40, required=False)
    unified_code = forms.CharField(label="统一社会信用代码", max_length=18, required=False, help_text="18 位；没有登记的备案组织空着")
    phone = forms.CharField(label="办公电话", max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    address = forms.CharField(label="办公地址", max_length=160, required=False)
    hours = forms.CharField(label="办公时间", max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FacilityForm(forms.Form):
    """A facility as somebody registers or corrects it."""

    kind = forms.ChoiceField(label="种类", choices=[*EMPTY, *places.FACILITY_KINDS.items()])
    name = forms.CharField(label="名称", max_length=80, help_text="像“3 号楼旁消火栓”", error_messages={"required": "写一写叫什么。"})
    code = forms.CharField(label="编号", max_length=40, required=False, help_text="牌子上的编号；没有就空着")
    place_text = forms.CharField(label="在哪里", max_length=160, required=False)
    compound_id = forms.ChoiceField(label="属于哪个小区", required=False)
    lon = forms.FloatField(label="经度", required=False, min_value=73, max_value=136, help_text="在图上量到的，不知道就空着")
    lat = forms.FloatField(label="纬度", required=False, min_value=3, max_value=54)
    owner = forms.CharField(label="产权单位", max_length=80, required=False)
    maintainer = forms.CharField(label="谁维护", max_length=80, required=False)
    maintainer_phone = forms.CharField(label="维护电话", max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    cycle_days = forms.IntegerField(label="多少天查一次", required=False, min_value=1, max_value=1000, help_text="空着就按规则里的周期")
    open_hours = forms.CharField(label="开放时间", max_length=60, required=False)
    accessible = forms.NullBooleanField(
        label="无障碍", required=False, widget=forms.Select(choices=[("unknown", "不清楚"), ("true", "能进"), ("false", "进不去")])
    )
    warranty_until = forms.DateField(label="保修到", required=False, widget=_DAY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, compounds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["compound_id"].choices = [("", "不在小区里"), *compounds]  # type: ignore[attr-defined]


class FoundForm(forms.Form):
    """What somebody found when looking."""

    step = forms.ChoiceField(label="查了怎么样", widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, steps: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
