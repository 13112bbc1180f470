"""Forms of calls: preparing, amending, questions, saved searches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.actor import CITY_ZONE
from khue.features.calls.domain.commands import (
    AmendCall,
    AnswerQuestion,
    AskQuestion,
    AttachTemplate,
    CancelCall,
    PrepareCall,
    WatchCalls,
)
from khue.features.calls.forms.needs import LONGEST, Choices, choose, lines
from khue.kernel.forms import DayField, HourField, KhueForm, OnceForm, SeenForm


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, CITY_ZONE)


class CallForm(OnceForm):
    """``staged``: whether the stage is still to choose; ``concept_call``: the concept call that this one goes on from."""

    stage = forms.ChoiceField(
        label=_("Stages"),
        choices=[
            ("full", _("One stage: full proposals at once")),
            ("concept", _("Two stages: short concepts first; those invited write the full proposal")),
        ],
        widget=forms.RadioSelect,
        initial="full",
    )
    title = forms.CharField(label=_("Title of the call"), max_length=300)
    summary = forms.CharField(
        label=_("What is called for"), widget=lines(5), max_length=LONGEST,
        help_text=_("Who may apply, what is asked, what the city pays. Everybody reads it."),
    )  # fmt: skip
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(
        label=_("Closes on"), help_text=_("A call for selection stays open as long as the law says at least.")
    )
    closes_hour = HourField(label=_("Closes at"), initial="17:00", help_text=_("By the clock of this server."))
    questions_until = DayField(label=_("Questions until"), required=False)
    criteria = forms.CharField(
        label=_("Criteria of selection"), help_text=_("One in each line."), widget=lines(5), max_length=LONGEST
    )
    papers = forms.CharField(
        label=_("Papers to bring"), help_text=_("One in each line, besides the form itself."), widget=lines(3), max_length=2000,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, staged: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not staged:
            del self.fields["stage"]

    def command(self, order_id: int, concept_call: int | None = None) -> PrepareCall:
        given = self.cleaned_data
        return PrepareCall(
            order_id=order_id,
            title=given["title"],
            summary=given["summary"],
            opens_on=given["opens_on"],
            closes_at=_moment(given["closes_on"], given["closes_hour"]),
            questions_until=given["questions_until"],
            criteria=_split(given["criteria"]),
            papers=_split(given["papers"]),
            once=given["once"],
            stage=given.get("stage") or "full",
            concept_call=concept_call,
        )


class AmendForm(OnceForm, SeenForm):
    text = forms.CharField(
        label=pgettext_lazy("calls", "What changes"), widget=lines(3), max_length=LONGEST, required=False
    )
    ground = forms.CharField(label=pgettext_lazy("calls", "Why"), widget=lines(3), max_length=LONGEST, required=False)
    closes_on = DayField(
        label=_("New closing day"), help_text=_("Only a later one. Leave it empty when it stays."), required=False
    )
    closes_hour = HourField(label=_("New closing hour"), required=False)

    def command(self, call_id: int) -> AmendCall:
        given = self.cleaned_data
        day, hour = given["closes_on"], given["closes_hour"] or time(17)
        closes = _moment(day, hour) if day else None
        return AmendCall(call_id, given["text"], given["ground"], closes, given["seen"], given["once"])


class TemplateForm(OnceForm):
    """A template paper: what it is, which question it is for, and which version it takes the place of."""

    title = forms.CharField(label=_("Title of the template"), max_length=200)
    file = forms.FileField(label=_("File to download and fill"))
    question = forms.ChoiceField(label=_("Question that takes it back"), required=False)
    replaces = forms.ChoiceField(label=_("Takes the place of"), required=False)
    ground = forms.CharField(
        label=_("Why it is replaced"), help_text=_("Everybody who writes is told."), max_length=500, required=False
    )

    def __init__(self, *args: Any, questions: Choices, templates: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "question", questions, _("None in particular"))
        versions = [(str(one.id), f"{one.title} ({one.no})") for one in templates]
        if versions:
            choose(self, "replaces", versions, _("Nothing: it is a new template"))
        else:
            del self.fields["replaces"]
            del self.fields["ground"]

    def command(self, call_id: int) -> AttachTemplate:
        given = self.cleaned_data
        replaces = given.get("replaces") or ""
        return AttachTemplate(
            call_id,
            given["title"],
            given["file"] or None,
            given["question"],
            int(replaces) if replaces else None,
            given.get("ground", ""),
            given["once"],
        )


class CancelForm(OnceForm, SeenForm):
    ground = forms.CharField(
        label=pgettext_lazy("calls", "Ground"), help_text=_("It is published, and everybody who writes is told."), widget=lines(3), max_length=LONGEST,
        required=False,
    )  # fmt: skip

    def command(self, call_id: int) -> CancelCall:
        given = self.cleaned_data
        return CancelCall(call_id, given["ground"], given["seen"], given["once"])


class ConfirmForm(OnceForm, SeenForm):
    """A deed that asks for nothing but the button."""


class QuestionForm(OnceForm):
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Question and answer are published. Your name is not."),
        widget=lines(4),
        max_length=2000,
    )

    def command(self, call_id: int) -> AskQuestion:
        return AskQuestion(call_id, self.cleaned_data["text"], self.cleaned_data["once"])


class AnswerForm(OnceForm):
    answer = forms.CharField(label=_("Answer"), help_text=_("Everybody reads it."), widget=lines(4), max_length=4000)

    def command(self, question_id: int) -> AnswerQuestion:
        return AnswerQuestion(question_id, self.cleaned_data["answer"], self.cleaned_data["once"])


class FilterForm(KhueForm):
    """Search of a list: words and a field."""

    q = forms.CharField(max_length=200, required=False)
    field = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, fields: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "field", fields, _("All fields"))


class WatchForm(OnceForm):
    words = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    field = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def command(self) -> WatchCalls:
        given = self.cleaned_data
        return WatchCalls(given["words"], given["field"], given["once"])
