"""Forms of 登记质量."""

from django import forms


class ExcuseForm(forms.Form):
    """Why something stays as it is."""

    why = forms.CharField(
        label="为什么不用改", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="清空再存，就放回要改的里"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
