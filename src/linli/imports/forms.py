"""Forms of the import pages; what is right is decided by the operations."""

from django import forms


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(label="文件", error_messages={"required": "先选一个文件。"})
    region = forms.UUIDField(label="哪个社区", widget=forms.HiddenInput)
    kind = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
