"""Forms of announcements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.bilingual import Text
from khue.features.services.domain.announcing import (
    LONGEST_BODY,
    LONGEST_TITLE,
    PublishAnnouncement,
    WithdrawAnnouncement,
)
from khue.kernel.forms import DayField, OnceForm


class AnnouncementForm(OnceForm):
    title_vi = forms.CharField(label=pgettext_lazy("announcement", "Title in Vietnamese"), max_length=LONGEST_TITLE)
    body_vi = forms.CharField(
        label=_("Text in Vietnamese"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 6})
    )
    title_en = forms.CharField(
        label=pgettext_lazy("announcement", "Title in English"), max_length=LONGEST_TITLE, required=False
    )
    body_en = forms.CharField(
        label=_("Text in English"), max_length=LONGEST_BODY, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    from_on = DayField(label=_("Shown from"))
    until_on = DayField(
        label=_("Shown until, this day included"),
        required=False,
        help_text=_("Left empty, it is shown until it is withdrawn."),
    )

    def command(self) -> PublishAnnouncement:
        said = self.cleaned_data
        return PublishAnnouncement(
            Text(said["title_vi"], said["title_en"]), Text(said["body_vi"], said["body_en"]), said["from_on"], said["until_on"],
            said["once"],
        )  # fmt: skip


class WithdrawAnnouncementForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def command(self, announcement_id: int) -> WithdrawAnnouncement:
        return WithdrawAnnouncement(announcement_id, self.cleaned_data["ground"], self.cleaned_data["once"])
