"""The whole sample city, played deed by deed on past working days by its personas; beside the cases a second process plays the market."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing import get_context

from django.db import connections

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.kernel import audit, clock, search
from khue.site.sample import (
    activities,
    auctions,
    calls,
    catalogue,
    councils,
    deals,
    delivery,
    demands,
    desk,
    documents,
    eligibility,
    exchange,
    fund,
    gatherings,
    intake,
    keytasks,
    late,
    law,
    market,
    matching,
    parties,
    payments,
    policylab,
    portfolio,
    privacy,
    procedures,
    results,
    services,
    staff,
    stories,
    successions,
    talent,
    transfers,
)
from khue.site.sample.cases import Days, Plan, cases, draft
from khue.site.sample.keys import give_key
from khue.site.sample.stories import Story

MONEY = 120_000_000_000


def fill(say: Callable[[str], None]) -> None:
    """People, organisations, budget, cases; beside them the market; then the audit's first signed checkpoint.

    The market touches no case, so a second process plays it: a quarter of the deeds, and most machines have two cores.
    """
    setup = clock.job_actor("sample")
    now = setup.moment
    say("sample city: people and organisations")
    past = replace(setup, moment=now - timedelta(days=400))
    made = parties.register_personas(past.today, actor=past)
    parties.register_neighbours(made, past.today, actor=past)
    actors = {persona.key: _actor(made.users[persona.key], now) for persona in parties.PERSONAS}
    connections.close_all()  # a connection can't be in two processes
    with ProcessPoolExecutor(1, get_context("fork")) as second:
        market_is_played = second.submit(_market, made, actors, now)
        _city(say, made, actors, setup)
        say("sample city: three hundred listings, sixty problems")
        market_is_played.result()
    _after_both(made, actors, now)
    audit.seal_checkpoint(now)
    search.rebuild()


def _market(made: parties.Parties, actors: dict[str, Actor], now: datetime) -> None:
    """What is offered and asked for on the exchange: needs the parties, nothing of their cases."""
    exchange.fill(made, actors, now)
    market.fill(made, actors, now)
    demands.fill(made.organisations, actors, now)


def _city(say: Callable[[str], None], made: parties.Parties, actors: dict[str, Actor], setup: Actor) -> None:
    """Budget, cases, money, councils, missions, talent."""
    now = setup.moment
    year_start = replace(actors["accountant"], moment=now - timedelta(days=210))
    stories.open_budget(actor=year_start)
    stories.appropriate(MONEY, actor=year_start)
    give_key(made.organisations["institute"], actor=actors["researcher"])
    say("sample city: cases")
    drafts: list[int] = []
    played: list[tuple[Story, Days, Plan]] = []
    for number, (story, days, plan) in enumerate(cases(made, actors, now)):
        plan.play(story, days)
        played.append((story, days, plan))
        if plan.play is draft and story.writer == "researcher":
            drafts.append(story.dossier_id)
        if number % 10 == 9:
            say(f"sample city: {number + 1} cases")
    say("sample city: bank statements")
    payments.months_reconciled(lambda moment: Days(actors, moment).act, now)
    for story, days, plan in played:
        if plan.afterwards is not None:
            plan.afterwards(story, days)
    results.fill(lambda key: actors[key])
    fund.fill(actors, now)
    keytasks.fill(actors, made.organisations["firm"], now)
    staff.fill(actors, setup)
    procedures.play(actors, tuple(drafts))
    documents.fill(actors, now)
    intake.fill(actors, now)
    calls.fill(made, actors, now)  # before parties are debarred, merged and dissolved
    register = councils.registered(actors, setup)
    say("sample city: councils, missions")
    chosen = portfolio.fill(made, actors, register, now)
    successions.play(made, actors)
    privacy.fill(actors, setup)
    desk.fill(actors, setup)
    law.fill(actors)
    late.watched(setup)
    eligibility.fill(actors, setup)
    policylab.fill(actors, setup)
    councils.fill(made, actors, register, setup)
    delivery.fill(made, actors, register, chosen, now)
    talent.fill(actors, setup)
    activities.fill(made, actors, now)


def _after_both(made: parties.Parties, actors: dict[str, Actor], now: datetime) -> None:
    """What needs offers and results alike, and the money that every story left."""
    transfers.fill(made, actors, now)
    services.fill(actors, now)
    gatherings.fill(actors, now)
    auctions.fill(made, actors, now)
    deals.fill(made, actors, now)
    catalogue.fill(made, actors, now)
    matching.fill(actors, now)
    payments.given_back(actor=actors["accountant"])
    payments.suspense_cleared(act=actors.__getitem__)
    payments.months_closed(actor=actors["accountant"])  # after every story that books into the past


def _actor(user_id: int, now: datetime) -> Actor:
    found = people.standing(user_id, now.date())
    assert found is not None, "the persona was registered just now"
    return Actor(
        key=found.key,
        name=found.name,
        moment=now,
        person_id=found.person_id,
        user_id=user_id,
        acts_for=tuple(found.acts_for),
        former_keys=found.former_keys,
        holds=found.holds,
        rights=frozenset(found.rights),
        units=tuple(found.units),
        mandate=found.mandate,
    )
