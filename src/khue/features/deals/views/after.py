"""Pages of obligations after the sale, and their days for any calendar."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.features.deals import access, queries, usecases
from khue.features.deals.domain.obliging import AnswerObligation, remind_on
from khue.features.deals.domain.words import SIDES
from khue.features.deals.forms import AnswerForm, ConfirmForm, GroundForm, ObligationForm, ObligationReportForm
from khue.features.deals.queries import DealCard, ObligationRow
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.views.frame import acting, ask_of
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask
from khue.kernel.ui import Answer
from khue.kernel.web import language, signed_in


@ask
def obligation(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Something that a side shall do after the sale, for the other side to agree to."""
    actor, card = acting(request, deal_id)
    form = bind(ObligationForm, request)
    words = _("Add an obligation"), _("Propose it"), _("It waits for the other side's consent.")
    points = (
        _("It binds once the other side has agreed. Whoever does it reports it done, and the other side confirms."),
        _("Both sides are told when the day has passed."),
    )
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.propose_obligation(form.command(deal_id), actor=actor),
        points=points,
    )


def _row(card: DealCard, no: int) -> ObligationRow:
    row = next((one for one in card.obligations if one.no == no), None)
    if row is None:
        raise nothing_waits()
    return row


def _facts(row: ObligationRow) -> tuple[Answer, ...]:
    return (
        Answer(row.kind.capitalised(), row.what),
        Answer(_("Who does it"), SIDES[row.side].capitalised()),
        Answer(_("To be done by"), row.due_on, kind="day"),
        Answer(_("State"), row.state.label),
        *(Answer(one.step.capitalised(), one.words, origin=one.by) for one in row.steps if one.words),
    )


@ask
def answer_obligation(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The other side agrees or refuses; the own side takes back."""
    actor, card = acting(request, deal_id)
    row = _row(card, no)
    own = row.proposed_by == card.role
    form = bind(GroundForm, request) if own else bind(AnswerForm, request)
    if not own:
        form.fields["answer"].choices = [("yes", _("We agree")), ("no", _("We refuse"))]  # type: ignore[attr-defined]  # a choice field

    def deed() -> None:
        said = form.cleaned_data
        accepted = not own and said["answer"] == "yes"
        usecases.answer_obligation(AnswerObligation(deal_id, no, accepted, said["ground"], said["once"]), actor=actor)

    title = _("Take the obligation back") if own else _("Answer an obligation")
    words = title, (_("Take it back") if own else _("Send the answer")), _("Your answer is sent.")
    return ask_of(request, form, card, words, deed, facts=_facts(row))


@ask
def report_obligation(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """Whoever has to do it says what was done."""
    actor, card = acting(request, deal_id)
    row = _row(card, no)
    form = bind(ObligationReportForm, request)
    words = _("Report an obligation done"), _("Send it"), _("It waits for the other side's confirmation.")
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.report_obligation(form.command(deal_id, no), actor=actor),
        facts=_facts(row),
    )


@ask
def confirm_obligation(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The other side confirms, or sends it back."""
    actor, card = acting(request, deal_id)
    row = _row(card, no)
    form = bind(ConfirmForm, request)
    words = _("Confirm an obligation"), _("Send the answer"), _("Your answer is sent.")
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.confirm_obligation(form.command(deal_id, no), actor=actor),
        facts=_facts(row),
    )


@require_safe
def calendar(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Days of obligations that both agreed to, for the sides and their brokers (RFC 5545): kinds and numbers, no word of them."""
    from icalendar import Alarm, Calendar, Event

    card = queries.deal_card(deal_id, signed_in(request))
    if card.role == "staff":
        raise access.no_such_deal()
    made = Calendar()
    made.add("prodid", "-//Khue//deals//VI")
    made.add("version", "2.0")
    at = request.build_absolute_uri(reverse("deals:deal", args=[deal_id]))
    for row in card.obligations:
        if row.code not in ("agreed", "reported", "done") or row.changed_at is None:
            continue
        entry = Event()
        entry.add("uid", f"deal-{deal_id}-obligation-{row.no}@{request.get_host()}")
        entry.add("dtstamp", row.changed_at)
        entry.add("dtstart", row.due_on)
        entry.add("dtend", row.due_on + timedelta(days=1))
        entry.add("summary", f"{card.number}: {row.kind.into(language())} ({SIDES[row.side].into(language())})")
        entry.add("url", at)
        if row.code == "agreed" and row.remind_days:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", card.number)
            alarm.add("trigger", remind_on(row.due_on, row.remind_days) - row.due_on)
            entry.add_component(alarm)
        made.add_component(entry)
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{card.number}.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
