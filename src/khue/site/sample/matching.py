"""Matches of the sample city: the whole market weighed, some answers, introductions by a broker in three states, two of three sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.exchange import queries as exchange
from khue.features.matching import queries, usecases
from khue.features.matching.domain.deciding import AnswerIntroduction, AnswerPair, Introduce
from khue.features.matching.domain.triads import AnswerTriad, ProposeTriad
from khue.features.people import queries as people
from khue.kernel import clock
from khue.site.sample.exchange import verified

Act = Callable[[str], Actor]
ENOUGH = 560
"""From so many points on the sample's people find a pair of use."""
TOGETHER = "Viện đang cần, công nghệ đã có, vốn đã sẵn sàng; tôi xin mời các bên cùng gặp. Dữ liệu mẫu."
WORDS = "Hai bên ở cùng địa bàn và từng làm việc với nhau qua hội nghề nghiệp; tôi xin giới thiệu một buổi gặp. Dữ liệu mẫu."


def weighed(moment: datetime) -> int:
    """The market as it stood at the moment; how many pairs there are."""
    return usecases.refresh(actor=replace(clock.job_actor("matching.follow"), moment=moment))


def fill(actors: Mapping[str, Actor], now: datetime) -> None:
    """A broker joins, the market is weighed, both sides answer what they see first, the broker introduces three pairs."""

    def on(days: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    broker = actors["resident"].key
    if not exchange.is_member(people.party_id(broker), "broker"):
        verified(broker, ("broker",), on(30), "resident", papers=True)
    researcher = on(30)("researcher")
    institute = next(one.key for one in people.parties_i_act_for(researcher, "submit") if one.kind == "organisation")
    verified(institute, ("agency",), on(30), "researcher", papers=True)
    weighed(now - timedelta(days=3))
    for who, view in (("founder", "needs"), ("researcher", "needs"), ("founder", "offers")):
        actor = on(2)(who)
        for row in queries.pairs(actor, view, None, 12).rows:
            useful = row.points >= ENOUGH
            usecases.answer_pair(
                AnswerPair(row.demand, row.offer, useful, "" if useful else "problem", "", uuid4()), actor=actor
            )
    introduced(on)


def introduced(on: Callable[[int], Act]) -> None:
    """One that both agreed to, one that was declined, one that waits."""
    broker = on(2)("resident")
    rows = [row for row in queries.pairs(broker, "all", None, 40).rows if not row.side][:3]
    for place, row in enumerate(rows):
        made = usecases.introduce(Introduce(row.demand, row.offer, broker.key, WORDS, uuid4()), actor=broker)
        for who in ("founder", "researcher") if place < 2 else ():
            side = queries.introduction(made, on(1)(who))
            if side.waits_for_me:
                agrees = place == 0 or side.side == "need"
                ground = "" if agrees else "Công nghệ đã có bên nhận (mẫu)."
                usecases.answer_introduction(AnswerIntroduction(made, agrees, ground, uuid4()), actor=on(1)(who))
    brought_together(on)


def brought_together(on: Callable[[int], Act]) -> None:
    """State, school and investor about two offers: all agreed to meet about the first, answers to the second are pending."""
    broker = on(2)("resident")
    offers = dict.fromkeys(
        row.offer for row in queries.third_rows(broker, "all", None, 200).rows if row.sort_code == "investor"
    )
    found = (queries.offer_sides(offer, broker) for offer in offers)
    for place, card in enumerate([one for one in found if one.agencies and not one.is_own][:2]):
        asked = ProposeTriad(
            card.offer, broker.key, TOGETHER, card.agencies[0].demand, card.investors[0].entry, 0, uuid4()
        )
        made = usecases.propose_triad(asked, actor=broker)
        for who in ("founder", "researcher", "member") if place == 0 else ("founder",):
            usecases.answer_triad(AnswerTriad(made, True, "", uuid4()), actor=on(1)(who))
