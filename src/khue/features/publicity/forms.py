"""Forms for the national exchange."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.publicity.domain.national import MakeFile, ReadReceipt, SetSchedule
from khue.kernel import uploads
from khue.kernel.forms import OnceForm


class MakeFileForm(OnceForm):
    def command(self) -> MakeFile:
        return MakeFile(self.cleaned_data["once"])


class ReceiptForm(OnceForm):
    file = forms.FileField(
        label=_("Receipt of the national exchange"), help_text=_("One JSON object on each line, UTF-8."), allow_empty_file=True
    )  # fmt: skip

    def command(self) -> ReadReceipt:
        said = self.cleaned_data
        file = said["file"]
        file.seek(0)
        content = file.read().decode("utf-8", errors="replace")
        return ReadReceipt(content, uploads.clean_name(file.name or "-"), said["once"])


class ScheduleForm(OnceForm):
    nightly = forms.ChoiceField(
        label=_("A file every night"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, make a file every night")), ("no", _("No, only when somebody makes one"))],
    )
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def command(self) -> SetSchedule:
        said = self.cleaned_data
        return SetSchedule(said["nightly"] == "yes", said["ground"], said["once"])
