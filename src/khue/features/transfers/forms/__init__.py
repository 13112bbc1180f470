"""Forms of transfers: text in, command out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.transfers.domain.commands import (
    CheckClaim,
    DutyAsked,
    JudgeDuty,
    ProposeTransfer,
    ReportDuty,
    WriteHandover,
)
from khue.features.transfers.domain.deciding import KINDS, MOST_DUTIES
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ConfirmForm(OnceForm):
    """Nothing is asked: pressing is the deed."""


class GroundForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=2000, widget=area())


class CheckForm(OnceForm):
    kind = forms.ChoiceField(label=_("The receiver is"))
    shown = forms.CharField(
        label=_("What was looked at"), max_length=4000, widget=area(4), help_text=_("People, equipment, plan of use: with the documents that show them.")
    )  # fmt: skip
    able = forms.ChoiceField(
        label=_("Can it use or develop the result?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes, its capability is shown")), ("no", _("No, its capability is not shown"))],
    )  # fmt: skip
    ground = forms.CharField(label=_("Conclusion"), max_length=2000, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose one"))] + [  # type: ignore[attr-defined]  # a choice field
            (code, text.into(language())) for code, text in KINDS.items()
        ]

    def command(self, transfer_id: int, claim_id: int) -> CheckClaim:
        said = self.cleaned_data
        return CheckClaim(
            transfer_id, claim_id, said["kind"], said["able"] == "yes", said["shown"], said["ground"], said["once"]
        )


class ProposeForm(OnceForm):
    """One answer for each claim: ``claims`` are their ids with the names of those who claim."""

    ground = forms.CharField(
        label=_("Ground of the choice"), max_length=4000, widget=area(4), help_text=_("Whoever decides reads it; with several claims: why these.")
    )  # fmt: skip

    def __init__(self, *args: Any, claims: Iterable[tuple[int, Text | str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = [claim for claim, _name in claims]
        for claim, name in claims:
            named = {"name": name.into(language()) if isinstance(name, Text) else name}
            self.fields[f"granted_{claim}"] = forms.ChoiceField(
                label=named["name"], widget=forms.RadioSelect, choices=[("yes", _("Receives the result")), ("no", _("Does not receive it"))]
            )  # fmt: skip
            self.fields[f"ground_{claim}"] = forms.CharField(
                label=_("Ground for %(name)s") % named, max_length=2000, widget=area(2), help_text=_("The claimant reads it.")
            )  # fmt: skip
        self.order_fields([*(f"{what}_{claim}" for claim in self.claims for what in ("granted", "ground")), "ground"])

    def command(self, transfer_id: int) -> ProposeTransfer:
        said = self.cleaned_data
        answers = {claim: (said[f"granted_{claim}"] == "yes", said[f"ground_{claim}"]) for claim in self.claims}
        return ProposeTransfer(transfer_id, answers, said["ground"], said["once"])


class DutiesField(forms.CharField):
    """``Báo cáo kết quả sử dụng: 31/12/2026`` line by line: what is owed, and by which day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8000, widget=area(5), **kwargs)

    def clean(self, value: Any) -> Any:
        found, day = [], DayField()
        for line in str(super().clean(value) or "").splitlines():
            if not line.strip():
                continue
            what, _colon, typed = line.rpartition(":")
            try:
                due: date | None = day.clean(typed.strip())
            except ValidationError:
                due = None
            if not what.strip() or due is None:
                raise ValidationError(
                    _("Write each line as a duty, a colon and a day. For example: Report on the use: 31/12/2026")
                )
            found.append(DutyAsked(what.strip(), due))
        if len(found) > MOST_DUTIES:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_DUTIES})
        return tuple(found)


class HandoverForm(OnceForm):
    items = forms.CharField(
        label=_("What is handed over"), max_length=8000, widget=area(5), help_text=_("Documents, samples, software, machines, rights: each on a line.")
    )  # fmt: skip
    handed_on = DayField(label=_("Day of the hand-over"))
    duties = DutiesField(
        label=_("Duties of the receiver"), help_text=_("Each on a line: what, a colon, the day. For example: Report on the use: 31/12/2026")
    )  # fmt: skip

    def command(self, transfer_id: int, claim_id: int) -> WriteHandover:
        said = self.cleaned_data
        return WriteHandover(transfer_id, claim_id, said["items"], said["handed_on"], said["duties"], said["once"])


class ReportForm(OnceForm):
    said = forms.CharField(label=_("What was done"), max_length=8000, widget=area(6))

    def command(self, duty_id: int) -> ReportDuty:
        return ReportDuty(duty_id, self.cleaned_data["said"], self.cleaned_data["once"])


class JudgeForm(OnceForm):
    done = forms.ChoiceField(
        label=_("Is the duty done?"), widget=forms.RadioSelect, choices=[("yes", _("Yes, it is done")), ("no", _("No, the receiver reports again"))]
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Ground"), max_length=2000, required=False, widget=area(), help_text=_("Needed where it is not done: what is missing.")
    )  # fmt: skip

    def command(self, duty_id: int) -> JudgeDuty:
        said = self.cleaned_data
        return JudgeDuty(duty_id, said["done"] == "yes", said["ground"], said["once"])
