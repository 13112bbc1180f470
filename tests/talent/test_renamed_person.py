"""An expert who is called otherwise meanwhile: what is drawn up later bears the present name, what was signed keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.people import usecases as registering
from khue.features.people.domain import Paper, RenameParty
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import OrderDue
from khue.features.talent.models import Candidacy, Engagement
from khue.features.treasury import queries as treasury
from khue.features.treasury.models import PaymentOrder
from khue.site.sample import payments
from khue.site.sample import talent as sample
from tests.cast import persona
from tests.talent.stories import codes, running, sent_offer, traces

pytestmark = pytest.mark.django_db
NEW = "Đặng Ngọc Ánh Dương (mẫu)"


def renamed() -> str:
    """The resident is called otherwise from the day before on; the name before."""
    clerk, resident = persona("clerk"), persona("resident")
    paper = Paper("07/TL-HT", clerk.today - timedelta(days=3), "UBND Phường Ba Đình")
    asked = RenameParty(resident.key, NEW, clerk.today - timedelta(days=1), paper, uuid4())
    registering.rename_party(asked, actor=clerk)
    return resident.name


@pytest.mark.parametrize("answered", [False, True])
def test_a_contract_that_is_drawn_up_later_bears_the_present_name(answered: bool) -> None:
    _group, offer = sent_offer()
    engagement = sample.accepted(offer, persona("resident"), persona) if answered else 0
    before = renamed()
    engagement = engagement or sample.accepted(offer, persona("resident"), persona)
    sample.concluded(engagement, sample.line_filled(3_000_000_000, persona), persona)
    row = Engagement.objects.get(pk=engagement)
    assert row.name == NEW
    assert row.contract_values["receiver"] == {"name": NEW, "representative": NEW}
    assert Candidacy.objects.get().name == before, "the application was handed in under it"
    assert queries.engagement_card(engagement, persona("resident")).mine


def test_a_signed_contract_keeps_its_name_and_is_paid_to_the_present_one() -> None:
    story = running()
    before = renamed()
    due = story.due()
    sample.handed_in(due.pk, persona("resident"), persona)
    sample.checked(due.pk, persona)
    assert (story.row.name, story.row.contract_values["receiver"]["name"]) == (before, before)
    accountant = persona("accountant")
    account = payments.main_account(actor=accountant)
    payee = payments.payee_of(f"party:{story.row.person_id}", NEW)
    asked = OrderDue(
        due.pk, replace(payee, holder=before), "Hop dong chuyen gia", payments.CODES, account.id, once=uuid4()
    )
    was = traces()
    with pytest.raises(Refused) as former:
        usecases.order_due(asked, actor=accountant)
    assert codes(former) == {"treasury.other_holder"}
    assert traces() == was
    order = usecases.order_due(replace(asked, payee=payee, once=uuid4()), actor=accountant)
    assert PaymentOrder.objects.get(pk=order).party_name == NEW
    payments.approved_and_sent([order], act=persona)
    payments.paid_by_the_bank(treasury.order_facts(order), act=persona)
    sample.followed(order, persona)
    due.refresh_from_db()
    assert due.state == "paid"
