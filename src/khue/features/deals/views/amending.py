"""Pages of amendments: drawn up by one side, signed or refused by the other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.features.deals import usecases
from khue.features.deals.domain.amending import AnswerAmendment
from khue.features.deals.forms import AmendmentForm, AnswerForm, GroundForm
from khue.features.deals.queries import ContractRow, DealCard
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.views.changes import amendment_facts, changes
from khue.features.deals.views.frame import acting, ask_of
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask
from khue.kernel.ui import Answer


@ask
def amendment(request: HttpRequest, deal_id: int) -> HttpResponse:
    """What is to change in the contract; the form shows what it says now."""
    actor, card = acting(request, deal_id)
    row = _contract(card)
    form = bind(AmendmentForm, request, now=row)
    words = _("Amend the contract"), _("Sign and send"), _("The amendment waits for the other side's signature.")
    points = (
        _("Change what shall change and leave the rest. By pressing the button you sign for your side; what stood before is kept."),
        _("An amendment of a contract that must be registered is filed as well, and holds from its own certificate."),
    )  # fmt: skip
    facts = (Answer(_("Value of the contract"), row.value, kind="money"),)
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.draw_amendment(form.command(deal_id), actor=actor),
        facts=facts,
        points=points,
    )


def _contract(card: DealCard) -> ContractRow:
    if card.contract is None or card.contract.signed_on is None:
        raise nothing_waits()
    return card.contract


@ask
def answer_amendment(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The other side signs or refuses; the own side takes back."""
    actor, card = acting(request, deal_id)
    row = next((one for one in _contract(card).amendments if one.no == no), None)
    if row is None:
        raise nothing_waits()
    own = row.side == card.role
    form = bind(GroundForm, request) if own else bind(AnswerForm, request)
    if not own:
        form.fields["answer"].choices = [("yes", _("We sign")), ("no", _("We refuse"))]  # type: ignore[attr-defined]  # a choice field

    def deed() -> None:
        said = form.cleaned_data
        accepted = not own and said["answer"] == "yes"
        usecases.answer_amendment(AnswerAmendment(deal_id, no, accepted, said["ground"], said["once"]), actor=actor)

    title = _("Take the amendment back") if own else _("Sign the amendment")
    words = title, (title if own else _("Send the answer")), _("Your answer is sent.")
    return ask_of(
        request, form, card, words, deed, facts=amendment_facts(row), tables=(changes(row.before, row.after),)
    )
