"""Pairs follow the market; a side answers; a broker introduces. Nobody reads a pair who has no part in it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Missing, NotAllowed, Refused
from khue.core.matching import START
from khue.features.demands import usecases as demands
from khue.features.demands.domain.demands import WithdrawDemand
from khue.features.exchange.domain.offers import Right
from khue.features.exchange.queries import texts_of as exchange_texts
from khue.features.matching import queries, usecases
from khue.features.matching.domain.deciding import DAYS, AnswerIntroduction, AnswerPair, Introduce, WithdrawIntroduction
from khue.features.matching.models import Introduction, Pair, PairAnswer, WeightsEdition
from khue.features.matching.usecases import path_of
from khue.kernel.models import AuditRecord
from khue.kernel.notices import inbox
from khue.site.sample import exchange as goods
from khue.site.sample import matching as sample
from tests.cast import persona
from tests.demands.stories import DAYS as demand_days
from tests.exchange import stories as exchange
from tests.matching.stories import broker, introduced, job, market, said, seen

pytestmark = pytest.mark.django_db


def notices(who: str, words: str) -> int:
    """As the person finds them: a notice to an organisation's own key stands in nobody's inbox."""
    return sum(words in row.title.vi for row in inbox(persona(who).keys, size=100).rows)


def replied(introduction: int, who: str, agrees: bool = True, ground: str = "", days: int = 0) -> str:
    asked = AnswerIntroduction(introduction, agrees, ground, uuid4())
    return usecases.answer_introduction(asked, actor=persona(who, days=days))


def test_both_sides_find_the_pair_with_its_reasons_and_nobody_else_does() -> None:
    pair = market()
    assert [(row.demand, row.offer, row.side) for row in seen("founder", "needs")] == [(*pair, "need")]
    assert [(row.demand, row.offer, row.side) for row in seen("researcher", "offers")] == [(*pair, "offer")]
    assert seen("founder", "offers") == seen("researcher", "needs") == seen("resident", "needs") == ()
    card = queries.pair_card(*pair, persona("founder"))
    assert {part.label.en for part in card.parts} >= {"Text", "Price", "Readiness"}
    assert "vi nhựa" in dict(card.words)
    assert card.codes == ("C02F1/44",)
    assert exchange.CANARY not in str(list(Pair.objects.values()))
    for who in ("resident", "clerk"):
        with pytest.raises(Missing):
            queries.pair_card(*pair, persona(who))
        with pytest.raises(NotAllowed):
            queries.pairs(persona(who), "all", None)
    assert queries.pair_card(*pair, persona("appraiser")).row.side == ""


def test_the_market_weighed_again_changes_and_tells_nothing() -> None:
    market()
    before = AuditRecord.objects.count()
    assert notices("founder", "kết nối") == notices("researcher", "kết nối") == 1
    assert sample.weighed(persona("clerk").moment) == 1
    assert AuditRecord.objects.count() == before
    assert notices("founder", "kết nối") == 1


def test_a_change_of_the_market_is_followed_once() -> None:
    pair = market()
    assert usecases.follow(actor=job()) is True
    assert usecases.follow(actor=job()) is False
    demands.withdraw_demand(WithdrawDemand(pair[0], "Đã có giải pháp"), actor=persona("founder"))
    assert seen("founder", "needs") == seen("researcher", "offers") == (), "nothing that is gone is shown, even before the worker"  # fmt: skip
    assert usecases.follow(actor=job()) is True
    assert Pair.objects.count() == 0
    with pytest.raises(NotAllowed):
        usecases.follow(actor=persona("appraiser"))


def test_a_demand_past_its_deadline_has_no_matches() -> None:
    pair = market()
    with pytest.raises(Missing):
        queries.pair_card(*pair, persona("founder", days=40))
    assert queries.pairs(persona("founder", days=40), "needs", None).rows == ()


def test_a_side_answers_and_a_later_answer_replaces_it() -> None:
    pair = market()
    assert said("founder", pair, False, "terms") == "need"
    assert said("researcher", pair) == "offer"
    assert said("founder", pair) == "need"
    rows = PairAnswer.objects.order_by("pk").values_list("side", "useful", "stands")
    assert list(rows) == [("need", False, False), ("offer", True, True), ("need", True, True)]
    assert [one.side for one in queries.pair_card(*pair, persona("founder")).answers] == ["need"], "not the other's"
    assert len(queries.pair_card(*pair, persona("appraiser")).answers) == 2
    once = uuid4()
    for _time in range(2):
        usecases.answer_pair(AnswerPair(*pair, True, once=once), actor=persona("founder"))
    assert PairAnswer.objects.count() == 4


def test_an_answer_says_why_and_comes_from_a_side() -> None:
    pair = market()
    for why, note, field in (
        ("", "", "why"),
        ("whim", "", "why"),
        ("other", " ", "note"),
        ("terms", "x" * 1001, "note"),
    ):
        with pytest.raises(Refused) as refused:
            said("founder", pair, False, why, note)
        assert {reason.field for reason in refused.value.decision.reasons} == {field}
    with pytest.raises(NotAllowed):
        said("appraiser", pair)
    for who in ("resident", "clerk"):
        with pytest.raises(Missing):
            said(who, pair)
    with pytest.raises(Missing):
        said("founder", (pair[0], pair[1] + 99))
    assert not PairAnswer.objects.exists()


def test_the_night_makes_an_edition_once_and_pairs_are_weighed_by_it() -> None:
    market()
    WeightsEdition.objects.create(
        no=1, weights={"words": 400, "codes": 150, "stage": 100, "mode": 100, "price": 200, "territory": 50},
        useful=9, useless=9, made_at=persona("clerk").moment,
    )  # fmt: skip
    before = Pair.objects.get()
    sample.weighed(persona("clerk").moment)
    after = Pair.objects.get()
    assert (before.edition, after.edition) == (0, 1)
    assert [one[1] for one in before.parts if one[0] == "price"] == [START.price]
    assert [one[1] for one in after.parts if one[0] == "price"] == [200]
    assert [row.no for row in queries.edition_rows()] == [1, 0]
    assert queries.edition_rows()[-1].weights == START


def test_an_introduction_comes_about_when_both_agree() -> None:
    pair, actor = market(), broker()
    assert [row.side for row in queries.pairs(actor, "all", None).rows] == [""]
    made = introduced(pair, actor)
    assert notices("founder", "giới thiệu") == notices("researcher", "giới thiệu") == 1
    assert replied(made, "founder") == "proposed"
    assert queries.introduction(made, persona("researcher")).need is None, "the other side's yes is not told before one's own answer"  # fmt: skip
    with pytest.raises(Refused):
        replied(made, "founder")
    assert replied(made, "researcher") == "agreed"
    assert queries.introduction(made, persona("founder")).offer_says is True
    assert notices("resident", "đồng ý") == 1
    with pytest.raises(Missing):
        queries.introduction(made, persona("clerk"))


def test_who_declines_says_why_to_the_broker_alone() -> None:
    pair, actor = market(), broker()
    made = introduced(pair, actor)
    with pytest.raises(Refused):
        replied(made, "researcher", agrees=False)
    assert replied(made, "researcher", agrees=False, ground="Đang đàm phán với bên khác") == "declined"
    assert queries.introduction(made, actor).grounds == ("Đang đàm phán với bên khác",)
    assert queries.introduction(made, persona("founder")).grounds == ()
    with pytest.raises(Refused):
        replied(made, "founder")
    assert introduced(pair, actor) != made, "it may be proposed again later"


def test_a_broker_proposes_a_pair_once_and_never_ones_own() -> None:
    pair, actor = market(), broker()
    made = introduced(pair, actor)
    with pytest.raises(Refused):
        introduced(pair, actor)
    for who in ("clerk", "appraiser"):
        with pytest.raises(NotAllowed):
            usecases.introduce(Introduce(*pair, persona(who).key, "Xin giới thiệu"), actor=persona(who))
    with pytest.raises(NotAllowed):
        usecases.introduce(Introduce(*pair, "party:999999", "Xin giới thiệu"), actor=actor)
    with pytest.raises(Refused):
        usecases.introduce(Introduce(*pair, actor.key, " "), actor=actor)
    with pytest.raises(Refused):
        usecases.withdraw_introduction(WithdrawIntroduction(made, " "), actor=actor)
    with pytest.raises(NotAllowed):
        usecases.withdraw_introduction(WithdrawIntroduction(made, "Nhầm"), actor=persona("founder"))
    usecases.withdraw_introduction(WithdrawIntroduction(made, "Hai bên đã gặp nhau"), actor=actor)
    assert queries.introduction(made, persona("founder")).ground == "Hai bên đã gặp nhau"
    with pytest.raises(Refused):
        usecases.withdraw_introduction(WithdrawIntroduction(made, "Lần nữa"), actor=actor)


def test_a_broker_who_is_a_side_is_refused() -> None:
    pair = market()
    goods.verified(exchange.firm(), ("broker",), persona, "founder", papers=True)
    with pytest.raises(Refused) as refused:
        usecases.introduce(Introduce(*pair, exchange.firm(), "Xin giới thiệu"), actor=persona("founder"))
    assert {reason.code for reason in refused.value.decision.reasons} == {"matching.both_sides"}


def test_a_broker_who_acts_for_a_side_is_refused_as_in_deals() -> None:
    pair, actor = market(), broker("founder")
    with pytest.raises(Refused) as refused:
        introduced(pair, actor)
    assert {reason.code for reason in refused.value.decision.reasons} == {"matching.both_sides"}
    assert not Introduction.objects.exists()


@pytest.mark.parametrize(
    ("state", "holds"), [("granted", ("VN",)), ("filed", ("VN",)), ("lapsed", ()), ("refused", ()), ("planned", ())]
)
def test_a_right_that_has_ended_or_is_only_planned_holds_nowhere(state: str, holds: tuple[str, ...]) -> None:
    _demand, offer = market(rights=(Right("patent", state, "VN", "1-2026-00001"),))
    (text,) = exchange_texts([offer], persona("clerk").today)
    assert text.territories == holds


def test_nobody_agrees_to_meet_over_a_demand_that_is_over() -> None:
    made = introduced(market(), broker())
    assert demand_days < DAYS, "the demand ends while the introduction still waits"
    with pytest.raises(Refused) as refused:
        replied(made, "founder", days=demand_days + 1)
    assert {reason.code for reason in refused.value.decision.reasons} == {"matching.gone"}
    assert replied(made, "founder", agrees=False, ground="Đã hết hạn", days=demand_days + 1) == "declined"


def test_the_page_of_an_introduction_opens_for_its_three_parties_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made = introduced(market(), broker())
    monkeypatch.setattr(timezone, "now", lambda: persona("clerk").moment)
    for who, status in (("founder", 200), ("researcher", 200), ("resident", 200), ("appraiser", 200), ("clerk", 404)):
        client = Client()
        assert client.post(reverse("sample-persona", args=[who])).status_code == 303
        assert client.get(f"/vi{path_of(made)}").status_code == status, who


def test_an_introduction_nobody_answers_lapses_on_its_day() -> None:
    pair, actor = market(days=2 * DAYS), broker()
    made = introduced(pair, actor)
    assert usecases.lapse_introductions(actor=job("nightly", days=DAYS)) == 0
    assert replied(made, "founder", days=DAYS) == "proposed", "the last day counts"
    with pytest.raises(Refused):
        replied(made, "researcher", days=DAYS + 1)
    assert usecases.lapse_introductions(actor=job("nightly", days=DAYS + 1)) == 1
    assert usecases.lapse_introductions(actor=job("nightly", days=DAYS + 1)) == 0
    assert queries.introduction(made, actor).state.code == "lapsed"


def test_the_database_keeps_what_the_deeds_promise() -> None:
    pair, actor = market(), broker()
    introduced(pair, actor)
    row = Introduction.objects.get()
    for change in ({"broker": row.demander_id}, {"state": "agreed"}, {"state": "declined"}, {"state": "lost"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Introduction.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Pair.objects.update(supplier=row.demander_id)
    usecases.withdraw_introduction(WithdrawIntroduction(row.pk, "Nhầm"), actor=actor)
    said("founder", pair)
    WeightsEdition.objects.create(no=1, weights={}, useful=5, useless=5, made_at=actor.moment)
    for rows, change in (
        (Introduction.objects.all(), {"state": "proposed", "ended_at": None}),
        (Introduction.objects.all(), {"words": "Khác"}),
        (PairAnswer.objects.all(), {"useful": False, "why": "terms"}),
        (WeightsEdition.objects.all(), {"useless": 0}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
