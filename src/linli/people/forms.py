"""Forms of the registry pages; what is right is decided by the operations."""

from collections.abc import Mapping

from django import forms

from linli.people import rules
from linli.people.rules import lists, tags
from linli.places import contract as places

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
EMPTY = [("", "请选择")]


def _select(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [*EMPTY, *labels.items()]


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


def _area(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=8, decimal_places=2)


class BuildingFactsForm(forms.Form):
    """What is known of a building."""

    structure = forms.ChoiceField(label="结构", choices=list(places.STRUCTURES.items()), required=False)
    safety_grade = forms.ChoiceField(label="安全等级", choices=list(places.SAFETY_GRADES.items()), required=False)
    height_class = forms.ChoiceField(label="高度类别", choices=list(places.HEIGHT_CLASSES.items()), required=False)
    use = forms.ChoiceField(label="用途", choices=list(places.USES.items()))
    floors_above = forms.IntegerField(label="地上几层", min_value=1, max_value=200)
    floors_below = forms.IntegerField(label="地下几层", min_value=0, max_value=20)
    lifts = forms.IntegerField(label="几部电梯", min_value=0, max_value=60)
    built_year = forms.IntegerField(label="哪年建成", min_value=1700, required=False)
    address = forms.CharField(label="门牌地址", max_length=160, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class HouseFactsForm(forms.Form):
    """What is known of a house."""

    use = forms.ChoiceField(label="用途", choices=list(places.USES.items()))
    title_kind = forms.ChoiceField(label="产权", choices=list(places.TITLE_KINDS.items()), required=False)
    area = _area("建筑面积（平方米）")
    inner_area = _area("专有面积（平方米）")
    rooms = forms.IntegerField(label="几间", min_value=1, max_value=200, required=False)
    plot_area = _area("宅基地面积（平方米，农房才填）")
    facts_source = forms.CharField(label="资料来源", max_length=60, required=False, help_text="例如 不动产权证、上门丈量")
    version = forms.IntegerField(widget=forms.HiddenInput)


class SplitHouseForm(forms.Form):
    """The rooms a house becomes."""

    numbers = forms.CharField(label="分成哪几套", max_length=120, help_text="房号用顿号隔开，例如 501-1、501-2")
    version = forms.IntegerField(widget=forms.HiddenInput)


class MergeHousesForm(forms.Form):
    """The houses that join, and the number of the one they become."""

    houses = forms.MultipleChoiceField(label="和哪几套合", widget=forms.CheckboxSelectMultiple)
    number = forms.CharField(label="合好以后的房号", max_length=20)


def _keep(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", "不改"), *labels.items()]


class FactsForm(forms.Form):
    """What the community writes of a person. Empty means: leave alone; what is registered is not shown here."""

    name = forms.CharField(label="姓名", max_length=80, required=False)
    sex = forms.ChoiceField(label="性别", choices=_keep(rules.SEXES), required=False)
    birth = forms.DateField(label="出生日期", widget=_DAY, required=False)
    ethnicity = forms.ChoiceField(
        label="民族", choices=[("", "不改"), *((label, label) for label in lists.ETHNICITIES.values())], required=False
    )
    nationality = forms.CharField(label="国籍", max_length=20, required=False)
    marriage = forms.ChoiceField(label="婚姻", choices=_keep(lists.MARRIAGES), required=False)
    education = forms.ChoiceField(label="文化程度", choices=_keep(lists.EDUCATIONS), required=False)
    political = forms.ChoiceField(label="政治面貌", choices=_keep(lists.POLITICAL), required=False)
    job = forms.CharField(label="职业", max_length=60, required=False)
    employer = forms.CharField(label="工作单位", max_length=80, required=False)
    language = forms.ChoiceField(label="沟通需要", choices=_keep(lists.LANGUAGES), required=False)
    residence_class = forms.ChoiceField(label="居住类别", choices=_keep(rules.RESIDENCE_CLASSES), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class DisputeForm(forms.Form):
    """What a department has wrong."""

    field = forms.ChoiceField(label="哪一栏", choices=[])
    says = forms.CharField(label="应该是", max_length=80)
    basis = forms.CharField(label="凭什么", max_length=200, help_text="例如 看了离婚证原件")


class AnswerForm(forms.Form):
    """What the department answered."""

    dispute = forms.UUIDField(widget=forms.HiddenInput)
    right = forms.ChoiceField(label="部门怎么说", choices=[("yes", "社区说得对，已经改了"), ("no", "没有错，不改")])
    answer = forms.CharField(label="答复", max_length=200)
