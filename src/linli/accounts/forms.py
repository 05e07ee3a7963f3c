"""What the pages of accounts ask."""

from django import forms


class PasswordForm(forms.Form):
    """Name and password of staff."""

    username = forms.CharField(
        label="用户名", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(
        label="密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(forms.Form):
    """A code from the phone, or a recovery code."""

    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="验证器上现在显示的 6 位数；手机不在身边，用一个 8 位备用码",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = forms.CharField(
        label="新密码",
        max_length=128,
        strip=False,
        help_text="至少 8 位；大写字母、小写字母、数字、符号至少用三种",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """Both must be the same."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new", again):
            message = "两遍不一样，请再看一看。"
            raise forms.ValidationError(message)
        return again


class ChangePasswordForm(NewPasswordForm):
    """The old password first."""

    old = forms.CharField(
        label="现在的密码", max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("old", "new", "again")


class PhoneForm(forms.Form):
    """A mobile number."""

    phone = forms.CharField(
        label="您的手机号",
        max_length=20,
        help_text="我们发一条短信验证码，不收费",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": "写上手机号。"},
    )


class SmsCodeForm(forms.Form):
    """The code of a text message."""

    code = forms.CharField(
        label="短信里的 6 位数",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "box-code"}),
        error_messages={"required": "写上短信里的 6 位数。"},
    )


class IdentityForm(forms.Form):
    """What the community compares with its registry."""

    name = forms.CharField(label="姓名", max_length=60, help_text="和身份证上一样", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    id_number = forms.CharField(
        label="身份证号",
        max_length=20,
        help_text="只用来核对一次，加密存放",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
