"""What the pages of user management ask."""

from datetime import timedelta

from django import forms

from linli.accounts.models import Grant, Role, User
from linli.kernel import clock
from linli.kernel.handover import Item
from linli.kernel.once import OnceField

_YEAR = 365


def _date_box() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "box-short"}, format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="为什么", max_length=200, min_length=4, error_messages={"min_length": "写明为什么，至少 4 个字。"})


class PostForm(forms.Form):
    """The particulars of a post, without its place."""

    role = forms.ChoiceField(label="岗位")
    unit = forms.CharField(label="单位", max_length=80, help_text="名片上怎么写就怎么写")
    starts_on = forms.DateField(label="从哪天起", widget=_date_box())
    ends_on = forms.DateField(label="到哪天为止", widget=_date_box(), help_text="到期自动收回，要用再续")
    reason = forms.CharField(label="为什么给", max_length=200, help_text="比如：新到岗，接替谁")
    op_id = OnceField()

    def __init__(self, data: object, roles: list[Role]) -> None:
        today = clock.today()
        initial = {"starts_on": today, "ends_on": today + timedelta(days=_YEAR)}
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        choices = [("", "选一个岗位"), *((role.pk, f"{role.label}：{role.description}") for role in roles)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class InviteForm(PostForm):
    """Somebody new."""

    name = forms.CharField(label="真实姓名", max_length=60)
    username = forms.CharField(label="用户名", max_length=80, help_text="字母、数字、点和横线，不用身份证号和手机号")
    phone = forms.CharField(label="手机号", max_length=20, required=False, help_text="加密存放，只用来联系本人")
    field_order = ("name", "username", "phone", "role", "unit", "starts_on", "ends_on", "reason", "op_id")


class RevokeForm(ReasonForm):
    """Taking a post back."""

    leave_open = forms.BooleanField(label="知道还没交接，先收回", required=False)


class HandOverForm(forms.Form):
    """Which things go to whom."""

    items = forms.MultipleChoiceField(
        label="交接哪些", widget=forms.CheckboxSelectMultiple, error_messages={"required": "勾选要交接的，至少一件。"}
    )
    to = forms.ChoiceField(label="谁接手", help_text="岗位还在期内的人；同岗位、同地方的排在前面")

    def __init__(self, data: object, items: list[Item], people: list[Grant]) -> None:
        super().__init__(data, initial={"items": [item.key for item in items]})  # type: ignore[arg-type]
        choices = [(item.key, f"{item.kind}：{item.title}，{item.since:%Y-%m-%d} 起") for item in items]
        self.fields["items"].choices = choices  # type: ignore[attr-defined]
        named = [(str(post.pk), f"{post.user.name}，{post.role.label}，{post.unit}") for post in people]
        self.fields["to"].choices = [("", "选一个人"), *named]  # type: ignore[attr-defined]


class CoverForm(ReasonForm):
    """Who stands in."""

    user_id = forms.ChoiceField(label="谁来替")
    starts_on = forms.DateField(label="从哪天起", widget=_date_box())
    ends_on = forms.DateField(label="到哪天为止", widget=_date_box(), help_text="到期自动结束，一次最长 30 天")
    op_id = OnceField()
    field_order = ("user_id", "starts_on", "ends_on", "reason", "op_id")

    def __init__(self, data: object, people: list[User]) -> None:
        today = clock.today()
        initial = {"starts_on": today, "ends_on": today + timedelta(days=7)}
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["user_id"].choices = [("", "选一个人"), *((str(user.pk), user.name) for user in people)]  # type: ignore[attr-defined]
