"""Where the rooms of experts, soft activities and the exchange meet others: councils, papers, files, the treasury, the ledger's subjects."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.kernel.ui import Link


def wire() -> None:
    """Called once by ``wiring.wire``."""
    from khue.features.activities import queries as activities
    from khue.features.activities.events import PlanApproved
    from khue.features.auctions import queries as auctions
    from khue.features.councils import queries as councils
    from khue.features.councils.events import FeesEarned, ItemDecided
    from khue.features.deals import queries as deals
    from khue.features.deals import usecases as deal_usecases
    from khue.features.deals.events import AmendmentSigned, ContractSigned
    from khue.features.demands import queries as demands
    from khue.features.documents import queries as papers
    from khue.features.exchange import queries as exchange
    from khue.features.exchange.events import OfferRefused
    from khue.features.gatherings import queries as gatherings
    from khue.features.ledger.queries import subjects as ledger
    from khue.features.matching import queries as matching
    from khue.features.people import queries as people
    from khue.features.privacy import queries as privacy
    from khue.features.services import queries as services
    from khue.features.talent import queries as talent
    from khue.features.talent import usecases as talent_usecases
    from khue.features.talent.events import ContractConcluded
    from khue.features.transfers import queries as transfers
    from khue.features.treasury.events import OrdersMoved, ReceivablesMoved
    from khue.kernel import events, files

    events.subscribe(ItemDecided.wire, "talent.follow_council")
    events.subscribe(OrdersMoved.wire, "talent.follow_orders")
    events.subscribe(ContractConcluded.wire, "talent.render_contract")
    papers.wire_source("engagement", talent_usecases.printed_contract)
    papers.wire_demand("engagement", talent_usecases.demand_on)
    files.register_reader("candidacy", talent.may_read_subject)
    files.register_reader("engagement", talent.may_read_subject)
    papers.wire_restrictions(talent.hidden_engagements, talent.is_restricted_subject)
    councils.wire_papers("candidacy", talent.council_papers)
    councils.wire_papers("expert_evaluation", talent.evaluation_papers)
    councils.wire_home("candidacy", lambda subject: reverse("talent:candidacy", args=[subject.partition(":")[2]]))
    people.wire_matters("talent", talent.matters)
    privacy.wire_holds("talent", talent.holds_of_persons)
    privacy.wire_holds("activities", activities.holds_of_persons)
    ledger.wire_subject(
        "engagement", Text("hợp đồng chuyên gia số {id}", "expert contract no. {id}"), "talent:engagement"
    )
    ledger.wire_subject("expert_due", Text("khoản chi chuyên gia số {id}", "expert due no. {id}"), "talent:due")
    events.subscribe(FeesEarned.wire, "activities.take_fees")
    events.subscribe(PlanApproved.wire, "activities.place_fees")
    events.subscribe(OrdersMoved.wire, "activities.follow_orders")
    events.subscribe(ReceivablesMoved.wire, "activities.follow_receivables")
    files.register_reader("activity_spend", activities.may_read_subject)
    files.register_reader("exchange_member", exchange.may_read_papers)
    files.register_reader("technology_offer", exchange.may_read_subject)
    files.register_reader("offer_version", exchange.may_read_version)
    files.register_reader("offer_picture", exchange.may_read_picture)
    people.wire_matters("exchange", exchange.matters)
    privacy.wire_holds("exchange", exchange.holds_of_persons)
    people.wire_matters("auctions", auctions.matters)
    privacy.wire_holds("auctions", auctions.holds_of_persons)
    people.wire_matters("demands", demands.matters)
    privacy.wire_holds("demands", demands.holds_of_persons)
    ledger.wire_subject("demand", Text("nhu cầu công nghệ số {id}", "demand no. {id}"), "demands:demand")
    privacy.wire_holds("transfers", transfers.holds_of_persons)
    privacy.wire_holds("gatherings", gatherings.holds_of_persons)
    people.wire_matters("transfers", transfers.matters)
    people.wire_matters("purchases", transfers.purchase_matters)
    events.subscribe(OrdersMoved.wire, "transfers.follow_orders")
    events.subscribe(ReceivablesMoved.wire, "transfers.follow_receivables")
    ledger.wire_subject(
        "licence_fee", Text("phí sử dụng công nghệ số {id}", "fee of licence no. {id}"), "transfers:licence-page"
    )
    ledger.wire_subject(
        "purchase", Text("việc mua công nghệ số {id}", "purchase of technology no. {id}"), "transfers:purchase-page"
    )
    ledger.wire_subject(
        "purchase_due", Text("khoản mua công nghệ số {id}", "price of purchase no. {id}"), "transfers:purchase-page"
    )
    privacy.wire_holds("matching", matching.holds_of_persons)
    people.wire_matters("matching", matching.matters)
    ledger.wire_subject(
        "introduction", Text("lời giới thiệu cung cầu số {id}", "introduction no. {id}"), "matching:introduction"
    )
    ledger.wire_subject(
        "triad", Text("lời giới thiệu nhiều bên số {id}", "introduction of several sides no. {id}"), "matching:triad"
    )
    privacy.wire_holds("deals", deals.holds_of_persons)
    people.wire_matters("deals", deals.matters)
    files.register_reader("deal", deals.may_read_subject)
    events.subscribe(ContractSigned.wire, "deals.render_contract")
    papers.wire_source("deal_contract", deal_usecases.printed_contract)
    papers.wire_demand("deal_contract", deal_usecases.demand_on)
    files.register_reader("deal_contract", deals.may_read_contract)
    events.subscribe(AmendmentSigned.wire, "deals.render_amendment")
    papers.wire_source("deal_amendment", deal_usecases.printed_amendment)
    papers.wire_demand("deal_amendment", deal_usecases.demand_on_amendment)
    files.register_reader("deal_amendment", deals.may_read_amendment)
    papers.wire_restrictions(deals.hidden_contracts)
    files.register_reader("service_ticket", services.may_read_subject)
    files.register_reader("capital_deck", services.may_read_deck)
    privacy.wire_holds("services", services.holds_of_persons)
    people.wire_matters("services", services.matters)
    deals.wire_valuers(services.valuers_ordered)
    deals.wire_reports(services.reports_accepted)
    matching.wire_thirds(services.thirds, services.third_ids)
    exchange.wire_named(deals.is_named)
    exchange.wire_page_deeds(_page_deeds)
    events.subscribe(OfferRefused.wire, "deals.follow_lists")
    events.subscribe(OrdersMoved.wire, "deals.follow_orders")
    ledger.wire_subject("deal", Text("giao dịch công nghệ số {id}", "technology deal no. {id}"), "deals:deal")
    ledger.wire_subject(
        "deal_share",
        Text("phần chi của giao dịch công nghệ số {id}", "share of a technology deal no. {id}"),
        "deals:share",
    )
    ledger.wire_subject(
        "technology_offer", Text("chào bán công nghệ số {id}", "offer of technology no. {id}"), "exchange:offer"
    )
    ledger.wire_subject(
        "exchange_member", Text("thành viên Sàn số {id}", "member of the exchange no. {id}"), "exchange:member"
    )
    files.register_reader("activity_line", activities.may_read_subject)
    ledger.wire_subject(
        "activity_plan", Text("kế hoạch hoạt động số {id}", "plan of activities no. {id}"), "activities:plan"
    )
    ledger.wire_subject(
        "activity_line",
        Text("dòng kế hoạch hoạt động số {id}", "line of a plan of activities no. {id}"),
        "activities:line",
    )
    ledger.wire_subject(
        "activity_spend", Text("khoản chi hoạt động số {id}", "spend on an activity no. {id}"), "activities:spend"
    )
    ledger.wire_subject("activity_return", Text("khoản hoàn trả hoạt động số {id}", "return of a spend no. {id}"))


def _page_deeds(number: str, actor: Actor) -> tuple[Link, ...]:
    """What the public page of an offer offers: to say that one is interested; its supplier: its matches; officers: that the city buys it."""
    from khue.features.exchange import queries as exchange
    from khue.features.matching import queries as matching

    if actor.is_staff:
        listed = exchange.public_offer(number, actor).id if actor.may("transfers.check") else 0
        buy = (
            Link(_("Propose that the city buys it"), reverse("transfers:propose-purchase", args=[listed]))
            if listed
            else None
        )
        return (buy,) if buy else ()
    own = []
    if offer := matching.matched_offer(actor, number):
        own.append(Link(_("Matches"), f"{reverse('matching:matches')}?view=offers&offer={offer}"))
    if offer := matching.accompanied_offer(actor, number):
        own.append(Link(_("Experts and investors"), reverse("matching:sides", args=[offer])))
    if own:
        return tuple(own)
    return (Link(_("Say that you are interested"), reverse("deals:interest", args=[number])),)
