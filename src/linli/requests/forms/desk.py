"""替人登记: the same questions as on the phone, on one page, for a caller or a visitor."""

from django import forms

from linli.kernel import clock
from linli.kernel.once import OnceField
from linli.requests.forms.say import MAX_TEXT, MIN_TEXT
from linli.requests.rules import words

CHANNELS = ("phone", "window", "grid", "transfer", "property", "patrol")
_GONE = "页面放得太久了，请再点一次。"


class DeskForm(forms.Form):
    """What a member of staff writes down for somebody else. The place is looked up by the view."""

    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[(code, words.CHANNELS[code]) for code in CHANNELS],
        error_messages={"required": "选一下是电话、窗口还是别的。", "invalid_choice": "请在这几种里选一种。"},
    )
    name = forms.CharField(label="怎么称呼", max_length=40, required=False)
    phone = forms.RegexField(
        label="电话",
        regex=r"^[0-9 +()-]{7,20}$",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"invalid": "电话只写数字，手机 11 位，座机带区号。"},
    )
    text = forms.CharField(
        label="说了什么",
        min_length=MIN_TEXT,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "写一写是什么事，照居民的原话。", "min_length": f"再多写几个字，至少 {MIN_TEXT} 个字。"},
    )
    danger = forms.BooleanField(label="有人受伤或有危险，要马上去人", required=False)
    occurred_on = forms.DateField(
        label="哪天的事",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期看不懂，写成 2026-09-07 这样。"},
    )
    type = forms.ChoiceField(label="属于哪一类", choices=[("", "请选"), *words.TYPES.items()], error_messages={"required": "选一类。"})
    about = forms.ChoiceField(label="投诉的话，反映的是谁", choices=[("", "没说"), *words.ABOUT.items()], required=False)
    privacy = forms.ChoiceField(
        label="对谁公开", choices=list(words.PRIVACY_SAID.items()), initial="hidden", error_messages={"required": "问一下居民，选一种。"}
    )
    op_id = OnceField(error_messages={"required": _GONE, "invalid": _GONE})

    def clean_phone(self) -> str:
        """Digits only."""
        return "".join(sign for sign in str(self.cleaned_data["phone"]) if sign.isdigit())

    def clean_occurred_on(self) -> object:
        """Not a day to come."""
        day = self.cleaned_data["occurred_on"]
        if day and day > clock.today():
            raise forms.ValidationError("还没到的日子，请改成已经发生的那天。")
        return day
