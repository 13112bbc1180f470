"""Rounds of scoring: templates, opening, assigning, the sheet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.actor import CITY_ZONE
from khue.features.councils.domain.commands import (
    AcceptProposal,
    AssignItem,
    EndAssignment,
    MoveReview,
    OpenReview,
    PublishSheet,
    SaveSheet,
    SubmitSheet,
)
from khue.features.councils.domain.scoring import Criterion
from khue.features.councils.forms.parts import GroundForm, fill, ground_field
from khue.features.councils.queries import Candidate, ItemLine, TemplateCard, Wanted
from khue.kernel.forms import DayField, OnceForm, SeenForm, TicksField
from khue.kernel.web import language

LINE = re.compile(r"(?P<vi>[^;/]+)(?:/(?P<en>[^;]+))?;\s*(?P<weight>\d{1,3})\s*;\s*(?P<most>\d{1,3})\s*")
ANCHOR = re.compile(r"-\s*(?P<points>\d{1,3})\s*:\s*(?P<text>.+)")


class TemplateForm(OnceForm):
    """A version of a template: one criterion per line, its anchors below it."""

    key = forms.SlugField(
        label=_("Code of the template"), max_length=40, help_text=_("The same code makes a new version.")
    )
    name = forms.CharField(label=_("Name of the template"), max_length=200)
    criteria = forms.CharField(
        label=_("Criteria"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One per line: name; weight; most points. Below it its anchors, for example: - 10: excellent"),
    )

    def clean_criteria(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = []
        for number, line in enumerate(str(self.cleaned_data["criteria"]).splitlines(), 1):
            text = line.strip()
            if not text:
                continue
            anchor, criterion = ANCHOR.fullmatch(text), LINE.fullmatch(text)
            if anchor is not None and rows:
                rows[-1]["anchors"].append([int(anchor["points"]), anchor["text"].strip()])  # type: ignore[attr-defined]  # a list of pairs
            elif criterion is not None:
                rows.append(
                    {
                        "key": f"c{len(rows) + 1}",
                        "vi": criterion["vi"].strip(),
                        "en": (criterion["en"] or "").strip(),
                        "weight": int(criterion["weight"]),
                        "most": int(criterion["most"]),
                        "anchors": [],
                    }
                )
            else:
                message = _("Line %(number)s can’t be read. For example: Scientific value; 40; 10")
                raise ValidationError(message, code="line", params={"number": number})
        return rows

    def command(self) -> PublishSheet:
        said = self.cleaned_data
        return PublishSheet(said["key"], said["name"], tuple(said["criteria"]), said["once"])


class OpenReviewForm(OnceForm):
    template = forms.TypedChoiceField(label=_("Template of the sheets"), coerce=int)
    items = TicksField(label=_("Items"), coerce=int, widget=forms.CheckboxSelectMultiple)
    closes_on = DayField(label=_("Last day for sheets"))
    blind = forms.BooleanField(label=_("Blind: reviewers see redacted copies only"), required=False, initial=True)

    def __init__(
        self, *args: Any, templates: Iterable[TemplateCard], listed: Iterable[ItemLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fill(
            self,
            template=[("", "–"), *((str(one.id), f"{one.name} ({one.number})") for one in templates)],
            items=[(str(line.id), f"{line.number}. {line.title}") for line in listed],
        )

    def command(self, council_id: int) -> OpenReview:
        said = self.cleaned_data
        closes = datetime.combine(said["closes_on"], time(23, 59), tzinfo=CITY_ZONE)
        return OpenReview(council_id, said["template"], tuple(said["items"]), closes, said["blind"], said["once"])


class AssignForm(OnceForm):
    seat = forms.TypedChoiceField(label=_("Member"), coerce=int)
    ground = ground_field(
        label=_("Reason for assigning nevertheless"),
        required=False,
        help_text=_("Only where field, load or availability speak against it. An interest never gives way."),
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, seat=[("", "–"), *((str(one.seat.id), one.seat.name) for one in candidates)])

    def command(self, item_id: int) -> AssignItem:
        said = self.cleaned_data
        return AssignItem(item_id, said["seat"], said["ground"], said["once"])


class ProposalForm(OnceForm):
    """The pairs of the proposal on the page, as ``item-seat``."""

    pairs = forms.CharField(widget=forms.HiddenInput, max_length=100_000)

    moved = forms.CharField(widget=forms.HiddenInput, max_length=100_000, required=False)

    def clean_pairs(self) -> tuple[tuple[int, int], ...]:
        return _pairs(str(self.cleaned_data["pairs"]))

    def clean_moved(self) -> tuple[tuple[int, int], ...]:
        said = str(self.cleaned_data["moved"])
        return _pairs(said) if said else ()

    def command(self, review_id: int) -> AcceptProposal:
        said = self.cleaned_data
        return AcceptProposal(review_id, said["pairs"], said["moved"], said["once"])


def _pairs(said: str) -> tuple[tuple[int, int], ...]:
    if not re.fullmatch(r"\d{1,18}-\d{1,18}(,\d{1,18}-\d{1,18})*", said):
        raise ValidationError(_("The proposal is out of date. Open the page again."), code="pairs")
    return tuple((int(item), int(seat)) for item, seat in (pair.split("-") for pair in said.split(",")))


class WantedForm(forms.Form):
    """What the proposal should keep; wrong input asks for what is usual."""

    needs = forms.TypedChoiceField(
        label=_("Members for each item"), coerce=int, required=False,
        choices=[(number, str(number)) for number in range(1, 10)],
    )  # fmt: skip
    senior = forms.BooleanField(label=_("At least one doctor or above for each item"), required=False)
    spread = forms.BooleanField(label=_("No two of one employer for one item"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def asked(self) -> Wanted:
        self.is_valid()
        said = self.cleaned_data
        return Wanted(said.get("needs") or 3, bool(said.get("senior")), bool(said.get("spread")))


class EndAssignmentForm(GroundForm):
    def command(self, assignment_id: int) -> EndAssignment:
        return EndAssignment(assignment_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class MoveForm(OnceForm):
    ground = ground_field(
        label=_("Reason for going on early"),
        required=False,
        help_text=_("Only when sheets are missing and time is left."),
    )

    def command(self, review_id: int) -> MoveReview:
        return MoveReview(review_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class SheetForm(OnceForm, SeenForm):
    """Points for each criterion of the template, with its anchors as a hint."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Strengths, weaknesses, what should change."),
    )

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].required = False  # only saving asks for it
        told = language()
        self.criteria = tuple(criteria)
        for one in self.criteria:
            hint = "; ".join(f"{points}: {text}" for points, text in one.anchors)
            self.fields[f"points_{one.key}"] = forms.IntegerField(
                label=f"{one.label.into(told)} ({one.weight} %)",
                min_value=0,
                max_value=one.most,
                help_text=f"0–{one.most}. {hint}" if hint else f"0–{one.most}",
            )
        self.order_fields([*(f"points_{one.key}" for one in self.criteria), "comment"])

    def draft(self, assignment_id: int) -> SaveSheet:
        """What is typed so far, whatever it lacks."""
        typed = tuple((name, str(self.data.get(name, ""))) for name in self.fields if name not in ("once", "seen"))
        seen = self.cleaned_data.get("seen")
        return SaveSheet(assignment_id, typed, seen if isinstance(seen, int) else 0, self.cleaned_data.get("once"))

    def keep_typed(self, seen: int) -> None:
        """After a saving that failed: no complaints about what is not filled in yet, and the version that stands now."""
        self.errors.clear()
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "seen": str(seen)}

    def command(self, assignment_id: int) -> SubmitSheet:
        said = self.cleaned_data
        points = tuple((one.key, int(said[f"points_{one.key}"])) for one in self.criteria)
        return SubmitSheet(assignment_id, points, said["comment"], said["once"])
