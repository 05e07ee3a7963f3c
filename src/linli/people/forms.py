"""Forms of the registry pages; what is right is decided by the operations."""

from django import forms

from linli.people import rules
from linli.people.rules import tags
from linli.places import contract as places

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
EMPTY = [("", "请选择")]


def _select(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [*EMPTY, *labels.items()]


class LedgerForm(forms.Form):
    """Upload of a community's ledger."""

    file = forms.FileField(label="台账文件", error_messages={"required": "先选一个文件。"})
    region = forms.UUIDField(label="哪个社区", widget=forms.HiddenInput)


class StateForm(forms.Form):
    """How a house stands."""

    state = forms.ChoiceField(
        label="这套房现在是",
        choices=[(code, label) for code, label in places.STATE_LABELS.items() if code != "unknown"],
        widget=forms.RadioSelect,
    )
    checked_on = forms.DateField(label="哪天看的", widget=_DAY)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveInForm(forms.Form):
    """Somebody new at a house: registered already (by certificate number), or to be registered."""

    name = forms.CharField(label="姓名", max_length=80)
    id_type = forms.ChoiceField(label="证件类型", choices=list(rules.ID_TYPES.items()), initial=rules.RESIDENT_ID)
    id_number = forms.CharField(label="证件号码", max_length=24, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label="电话", max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    kind = forms.ChoiceField(label="和这套房的关系", choices=_select(rules.LINKS))
    main = forms.BooleanField(label="这里是主要住处", required=False)
    starts_on = forms.DateField(label="从哪天起", required=False, widget=_DAY)
    residence_class = forms.ChoiceField(label="居住类别", choices=_select(rules.RESIDENCE_CLASSES), required=False)


class MoveOutForm(forms.Form):
    """Somebody leaves a house."""

    on = forms.DateField(label="哪天搬走的", widget=_DAY)
    leaves_community = forms.BooleanField(label="户口和人都离开本社区", required=False)


class PhoneForm(forms.Form):
    """A new telephone number."""

    phone = forms.CharField(label="新电话", max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
    label = forms.CharField(label="谁的电话", max_length=20, initial="本人")
    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)


class VerifyForm(forms.Form):
    """A certificate number that somebody shows."""

    number = forms.CharField(label="证件号码", max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class TagForm(forms.Form):
    """A special group. What can be chosen depends on the post."""

    kind = forms.CharField(label="哪一类", max_length=20)
    basis = forms.ChoiceField(label="依据", choices=list(tags.BASIS.items()))
    source = forms.CharField(label="来源", max_length=60, help_text="例如 区民政局 11 月名册")
    expires_on = forms.DateField(label="到哪天", widget=_DAY)


class WithdrawTagForm(forms.Form):
    """Why a tag is withdrawn."""

    tag = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label="为什么撤", max_length=120)


class MemberForm(forms.Form):
    """Somebody who joins a household: one of the house, or found by certificate number."""

    person = forms.UUIDField(label="谁", required=False)
    id_number = forms.CharField(label="证件号码", max_length=24, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    relation = forms.ChoiceField(label="与户主关系", choices=_select(rules.RELATIONS))


class HeadForm(forms.Form):
    """One of the household."""

    person = forms.UUIDField(label="谁当户主")


class MergeForm(forms.Form):
    """The household that joins."""

    other = forms.UUIDField(label="哪一户并进来")


class SplitForm(forms.Form):
    """A household split off; one field a member is added by the page."""

    number = forms.CharField(label="新的户号", max_length=30, required=False)


class CompoundForm(forms.Form):
    """A compound to register."""

    name = forms.CharField(label="小区叫什么", max_length=80)
    aliases = forms.CharField(label="还叫什么", max_length=160, required=False, help_text="几个名字用顿号隔开")
    kind = forms.ChoiceField(label="类别", choices=_select(places.COMPOUND_KINDS))
    property_mode = forms.ChoiceField(label="物业", choices=list(places.PROPERTY_MODES.items()))
    address = forms.CharField(label="门牌地址", max_length=160, required=False)
    lon = forms.FloatField(label="经度", required=False, min_value=73, max_value=136)
    lat = forms.FloatField(label="纬度", required=False, min_value=3, max_value=54)


class BuildingForm(forms.Form):
    """A building to register with its units."""

    number = forms.CharField(label="楼号", max_length=40)
    units = forms.IntegerField(label="几个单元", min_value=0, max_value=40, initial=1)
    floors_above = forms.IntegerField(label="地上几层", min_value=1, max_value=120, initial=6)
    address = forms.CharField(label="门牌地址", max_length=160, required=False)
    plates = forms.CharField(label="别的门牌", max_length=300, required=False)
    entrance_floor = forms.IntegerField(label="第几层还有平街的入口", min_value=-10, max_value=60, required=False)
    entrance_name = forms.CharField(label="那个入口叫什么", max_length=40, required=False)
    lon = forms.FloatField(label="经度", required=False, min_value=73, max_value=136)
    lat = forms.FloatField(label="纬度", required=False, min_value=3, max_value=54)
