"""Forms of needs, posts and candidacies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.talent.domain.commands import (
    Apply,
    CloseSearch,
    DecideNeed,
    InviteCandidate,
    LeaveCandidacy,
    PublishProfile,
    PutCandidates,
    RaiseNeed,
    WithdrawNeed,
)
from khue.features.talent.domain.needs import Evidence
from khue.features.talent.domain.words import ENGAGEMENT, ORIGINS
from khue.features.talent.forms.parts import fill, ground, in_language, long, yes_or_no
from khue.kernel.forms import DayField, FilesField, KhueForm, OnceForm, SeenForm
from khue.kernel.web import language


class NeedForm(OnceForm):
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("What kind of expert"), max_length=200)
    task = long(_("Task"))
    product = long(_("Expected product"))
    not_inside = long(_("Why nobody inside can do it"), help_text=_("Say whom you asked and what is lacking."))
    from_on = DayField(label=_("First day of work"))
    until_on = DayField(label=_("Day after the last day of work"))

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "unit", units)

    def command(self) -> RaiseNeed:
        said = self.cleaned_data
        names = ("unit", "title", "task", "product", "not_inside", "from_on", "until_on", "once")
        return RaiseNeed(**{name: said[name] for name in names})


class DecideNeedForm(OnceForm, SeenForm):
    outcome = yes_or_no(_("Decision"), _("Approve"), _("Do not approve"))
    ground = ground(required=False, help_text=_("Needed when it is not approved."))

    def command(self, need_id: int) -> DecideNeed:
        said = self.cleaned_data
        return DecideNeed(need_id, said["outcome"] == "yes", said["ground"], said["once"], said["seen"])


class WithdrawNeedForm(OnceForm, SeenForm):
    ground = ground()

    def command(self, need_id: int) -> WithdrawNeed:
        return WithdrawNeed(need_id, self.cleaned_data["ground"], self.cleaned_data["once"], self.cleaned_data["seen"])


class CloseSearchForm(OnceForm, SeenForm):
    ground = ground()

    def command(self, need_id: int) -> CloseSearch:
        return CloseSearch(need_id, self.cleaned_data["ground"], self.cleaned_data["once"], self.cleaned_data["seen"])


class ProfileForm(OnceForm, SeenForm):
    criteria = long(_("Criteria"), help_text=_("One per line; the selection group judges by them."))
    field = forms.ChoiceField(label=_("Key field"))
    origins = forms.MultipleChoiceField(label=_("Who may apply"), widget=forms.CheckboxSelectMultiple)
    closes_on = DayField(label=_("Last day of applications"))
    by_invitation = forms.BooleanField(label=_("By invitation only"), required=False)

    def __init__(self, *args: Any, fields: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "field", fields)
        fill(self, "origins", in_language(ORIGINS))

    def command(self, need_id: int) -> PublishProfile:
        said = self.cleaned_data
        return PublishProfile(
            need_id, said["criteria"], said["field"], tuple(said["origins"]), said["closes_on"], said["by_invitation"], said["once"], said["seen"]
        )  # fmt: skip


class InviteForm(OnceForm):
    person = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number of the person"),
        help_text=_("As it stands on the person's page in the register."),
        error_messages={"invalid": _("A record number is a whole number, such as 12.")},
    )
    why = long(_("Why this person"), 3, max_length=1000, help_text=_("The person reads this in the invitation."))

    def command(self, need_id: int) -> InviteCandidate:
        said = self.cleaned_data
        number = said["person"].strip().removeprefix("party:")
        return InviteCandidate(need_id, f"party:{int(number)}", said["why"], said["once"])


class PutForm(OnceForm, SeenForm):
    council = forms.TypedChoiceField(label=_("Selection group"), coerce=int, help_text=_("A founded council."))

    def __init__(self, *args: Any, councils: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "council", councils)

    def command(self, need_id: int) -> PutCandidates:
        return PutCandidates(
            need_id, self.cleaned_data["council"], self.cleaned_data["once"], self.cleaned_data["seen"]
        )


class ApplyForm(OnceForm):
    """What every kind shows stands here; a text of a kind that the person is not stays empty."""

    needed = ("papers",)

    origin = forms.ChoiceField(label=_("I am"), widget=forms.RadioSelect)
    statement = long(_("What you bring to this task"), 5)
    papers = FilesField(label=_("Papers"), required=False)

    def __init__(self, *args: Any, origins: Iterable[str], evidence: Iterable[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = [code for code in ORIGINS if code in set(origins)]
        fill(self, "origin", in_language({code: ORIGINS[code] for code in open_to}))
        self.asked = [one for one in evidence if set(one.origins) & set(open_to)]
        words = language()
        for one in self.asked:
            if one.kind == "text":
                self.fields[f"shown_{one.code}"] = long(
                    one.label.capitalised().into(words),
                    2,
                    max_length=1000,
                    required=set(open_to) <= set(one.origins),
                    help_text=_hint(one, words),
                )
        papers = [f"{one.label.into(words)} ({_who(one, words)})" for one in self.asked if one.kind == "paper"]
        self.fields["papers"].help_text = "; ".join(["CV", *papers])
        self.order_fields(["origin", "statement", *(f"shown_{one.code}" for one in self.asked), "papers"])

    def command(self, need_id: int) -> Apply:
        said = self.cleaned_data
        shown = tuple((one.code, said.get(f"shown_{one.code}") or "") for one in self.asked if one.kind == "text")
        return Apply(need_id, said["origin"], said["statement"], shown, tuple(said["papers"] or ()), said["once"])


def _who(one: Evidence, words: str) -> str:
    return ", ".join(ORIGINS[code].into(words) for code in one.origins if code in ORIGINS)


def _hint(one: Evidence, words: str) -> str:
    """The hint, with whom it is for where that is not everybody."""
    hint = one.hint.into(words)
    return hint if set(one.origins) >= set(ORIGINS) else f"{hint} ({_who(one, words)})"


class LeaveForm(OnceForm):
    ground = ground()

    def command(self, candidacy_id: int) -> LeaveCandidacy:
        return LeaveCandidacy(candidacy_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class FilterForm(KhueForm):
    """The search of engagements; everything may stay empty."""

    q = forms.CharField(label=_("Words in the title, or a number"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False)
    origin = forms.ChoiceField(label=_("Kind of expert"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "state", [("", _("All states")), *in_language(ENGAGEMENT.labels)])
        fill(self, "origin", [("", _("All kinds")), *in_language(ORIGINS)])

    def chosen(self) -> tuple[str, str, str]:
        """State, kind, words; what can't be read filters nothing."""
        self.is_valid()
        said = self.cleaned_data
        return said.get("state", ""), said.get("origin", ""), said.get("q", "")
