"""Forms of bodies, charter and capital."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.fund import access, queries, usecases
from khue.features.fund.domain.charter import DEEDS, PRODUCTS
from khue.features.fund.forms import CharterForm, ConfirmForm, EndSeatForm, LineForm, SeatForm, SourceForm
from khue.features.fund.views.frame import FormPage, ask, crumbs, done, draw, saved
from khue.features.fund.views.money import waiting_lines
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Link
from khue.kernel.web import language, signed_in


@ask
def new_seat(request: HttpRequest) -> HttpResponse:
    """Enter a person's post."""
    actor = signed_in(request)
    actor.require(access.CHARTER)
    form = bind(SeatForm, request, initial={"from_on": actor.today})
    if saved(request, form, lambda: usecases.fill_seat(form.command(), actor=actor)):
        return done(request, _("The seat is filled."), "fund:bodies")
    page = FormPage(
        _("Fill a seat"),
        _("A person's post in a body of the fund, by its instrument."),
        _("Fill the seat"),
        crumbs(actor, Link(_("Bodies of the fund"), reverse("fund:bodies"))),
        reverse("fund:bodies"),
        points=(
            _("Nobody holds two seats at a time, and nobody enters a seat for oneself."),
            _("The role that opens the pages is given by the administrator."),
        ),
    )
    return draw(request, form, page)


@ask
def end_seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """A post ends."""
    actor = signed_in(request)
    actor.require(access.CHARTER)
    row = queries.seat(seat_id)
    form = bind(EndSeatForm, request, initial={"until_on": actor.today})
    if saved(request, form, lambda: usecases.end_seat(form.command(seat_id), actor=actor)):
        return done(request, _("The end of the seat is recorded."), "fund:bodies")
    page = FormPage(
        _("End a seat"),
        row.body_name,
        _("Record the end"),
        crumbs(actor, Link(_("Bodies of the fund"), reverse("fund:bodies"))),
        reverse("fund:bodies"),
        (Answer(_("Position in the body"), row.position.capitalised()), Answer(_("From"), row.from_on, kind="day")),
        (_("What its holder decided stands."),),
    )
    return draw(request, form, page)


@ask
def new_charter(request: HttpRequest) -> HttpResponse:
    """Propose a version of the charter's settings."""
    actor = signed_in(request)
    actor.require(access.CHARTER)
    form = bind(CharterForm, request)
    if saved(request, form, lambda: usecases.propose_charter(form.command(), actor=actor)):
        return done(request, _("The version is proposed. A second person confirms it."), "fund:charter")
    page = FormPage(
        _("Propose a version"),
        _("Settings as the charter has them, with its file. Nothing holds before it is confirmed."),
        _("Propose it"),
        crumbs(actor, Link(_("Charter of the fund"), reverse("fund:charter"))),
        reverse("fund:charter"),
        points=(
            _("What the executive body may not decide alone is decided by the council."),
            _("Empty limits leave everything to the council."),
        ),
    )
    return draw(request, form, page)


@ask
def confirm_charter(request: HttpRequest, version_id: int) -> HttpResponse:
    """The second person compares and confirms."""
    actor = signed_in(request)
    actor.require(access.CONFIRM)
    card = queries.charter_version(version_id)
    form = bind(ConfirmForm, request)
    if saved(request, form, lambda: usecases.confirm_charter(form.command(version_id), actor=actor)):
        return done(request, _("Your decision is recorded."), "fund:charter")
    charter = card.charter
    names = ", ".join(PRODUCTS[code].into(language()) for code in PRODUCTS if charter.gives(code))
    page = FormPage(
        _("Confirm the charter"),
        card.instrument,
        _("Record the decision"),
        crumbs(actor, Link(_("Charter of the fund"), reverse("fund:charter"))),
        reverse("fund:charter"),
        (
            Answer(_("In force from"), charter.from_on, kind="day"),
            Answer(_("Products that the fund gives"), names),
            *(
                Answer(
                    DEEDS[deed].capitalised(), most, origin=_("the most that the executive body decides"), kind="money"
                )
                for deed, most in charter.executive.items()
            ),
            Answer(_("Days past due on which a borrower is told"), ", ".join(map(str, charter.notice_days))),
            Answer(_("Proposed by"), card.proposed_by),
        ),
        (
            _("Compare every value with the file of the charter."),
            _("A confirmed version never changes; a later one takes its place."),
        ),
    )
    return draw(request, form, page)


@ask
def new_source(request: HttpRequest) -> HttpResponse:
    """Enter a source of capital."""
    actor = signed_in(request)
    actor.require(access.CHARTER)
    form = bind(SourceForm, request)
    if saved(request, form, lambda: usecases.promise_source(form.command(), actor=actor)):
        return done(request, _("The source is entered."), "fund:capital")
    page = FormPage(
        _("Enter a source of capital"),
        _("Who puts money into the fund, how much, and by which instrument."),
        _("Enter it"),
        crumbs(actor, Link(_("Capital of the fund"), reverse("fund:capital"))),
        reverse("fund:capital"),
        points=(_("No money moves yet: it counts when a bank statement shows it."),),
    )
    return draw(request, form, page)


@ask
def receive(request: HttpRequest, source_id: int) -> HttpResponse:
    """A statement line was money of this source."""
    actor = signed_in(request)
    actor.require(access.PAY)
    row = next((one for one in queries.sources() if one.id == source_id), None)
    if row is None:
        raise Missing(
            Text("Không tìm thấy nguồn vốn này.", "There is no such source of capital."),
            Text("Mời ông/bà mở lại trang nguồn vốn của Quỹ.", "Open the page of the fund's capital again."),
        )
    form = bind(LineForm, request, lines=waiting_lines())
    if saved(request, form, lambda: usecases.receive_source(form.receive(source_id), actor=actor)):
        return done(request, _("The money is received and can be committed."), "fund:capital")
    page = FormPage(
        _("Receive capital"),
        row.name,
        _("Receive it"),
        crumbs(actor, Link(_("Capital of the fund"), reverse("fund:capital"))),
        reverse("fund:capital"),
        (
            Answer(_("Amount by the instrument"), row.promised, kind="money"),
            Answer(_("Still to come"), row.left, kind="money"),
        ),
        (_("The whole of the line is received for this source."),),
    )
    return draw(request, form, page)
