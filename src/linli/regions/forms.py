"""What staff fill in to change a region."""

from datetime import date
from uuid import UUID

from django import forms

from linli.kernel import clock
from linli.regions import rules
from linli.regions.operations import NewContact, NewOutline, NewRegion

_DAY = forms.DateInput(attrs={"type": "date"})


class OnForm(forms.Form):
    """The day the tree is asked for, and a search."""

    as_of = forms.DateField(label="看哪一天的区划", required=False, widget=_DAY)
    q = forms.CharField(label="找区划", required=False, max_length=60)

    def day(self) -> date:
        """The day asked for, today when it is missing or unreadable."""
        return (self.cleaned_data.get("as_of") if self.is_valid() else None) or clock.today()

    def typed(self) -> str:
        """What was typed into the search box."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class ContactForm(forms.Form):
    """Duty phone (值班电话)."""

    title = forms.CharField(label="哪里的电话", max_length=60, help_text="比如 便民服务中心")
    phone = forms.RegexField(
        r"^[0-9\-() +转]{3,20}$",
        label="电话号码",
        help_text="办公电话，不写个人手机号",
        error_messages={"invalid": "只写数字，可以带区号和分机，比如 023-67000000"},
    )
    address = forms.CharField(label="办公地址", max_length=120, required=False)
    hours = forms.CharField(label="什么时间有人接", max_length=60, required=False, help_text="比如 工作日 8:30–17:30")
    source = forms.CharField(label="从哪里知道的", max_length=120, help_text="比如 街道公示栏")

    def for_region(self, region_id: UUID) -> NewContact:
        """What the operation takes."""
        return NewContact(region_id=region_id, **self.cleaned_data)


class PartForm(forms.Form):
    """A new grid or residents' group."""

    level = forms.ChoiceField(label="新建什么", choices=[(rules.GRID, "网格"), (rules.GROUP, "村（居）民小组")], widget=forms.RadioSelect)
    name = forms.CharField(label="名称", max_length=80, help_text="比如 第 1 网格")
    valid_from = forms.DateField(label="从哪天起", required=False, widget=_DAY, help_text="不填就从今天起")

    def for_region(self, region_id: UUID) -> NewRegion:
        """What the operation takes."""
        return NewRegion(parent_id=region_id, **self.cleaned_data)


class OutlineForm(forms.Form):
    """An outline as text."""

    geometry = forms.CharField(
        label="边界",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="贴 GeoJSON 或 WKT，坐标用 WGS-84 经纬度",
    )
    quality = forms.ChoiceField(label="边界质量", choices=list(rules.QUALITIES.items()), widget=forms.RadioSelect)
    source = forms.CharField(label="从哪里来的", max_length=200, help_text="比如 区民政局勘界成果")
    valid_from = forms.DateField(label="从哪天起", required=False, widget=_DAY, help_text="不填就从今天起")

    def for_region(self, region_id: UUID) -> NewOutline:
        """What the operation takes."""
        return NewOutline(region_id=region_id, **self.cleaned_data)


class NameForm(forms.Form):
    """A new name."""

    name = forms.CharField(label="新名称", max_length=80)
    on = forms.DateField(label="从哪天起", required=False, widget=_DAY, help_text="不填就从今天起；这天以前仍显示原来的名称")
    reason = forms.CharField(label="依据", max_length=200, help_text="比如 批复文号")


class CloseForm(forms.Form):
    """Dissolving a region."""

    on = forms.DateField(label="从哪天起", required=False, widget=_DAY, help_text="不填就从今天起；记录都留着，能查到")
    reason = forms.CharField(label="依据", max_length=200, help_text="比如 批复文号")
