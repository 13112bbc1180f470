"""Experts and investors for an offer, and the introduction of several sides: who sees whom, and why; all agree or nothing comes of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.core.matching import START
from khue.features.councils.models import Expert
from khue.features.matching import queries, usecases
from khue.features.matching.domain.deciding import DAYS, LEAST_ANSWERS, AnswerThird
from khue.features.matching.domain.fitting import goods
from khue.features.matching.domain.thirds import Third, third_fits
from khue.features.matching.domain.triads import AnswerTriad, ProposeTriad, WithdrawTriad
from khue.features.matching.domain.words import BESIDE
from khue.features.matching.models import Pair, PairAnswer, ThirdAnswer, ThirdPair, Triad, TriadSide, WeightsEdition
from khue.features.people import queries as people
from khue.features.services import usecases as services
from khue.features.services.domain.catalogue import WithdrawEntry
from khue.kernel.models import AuditRecord
from khue.kernel.notices import inbox
from khue.site.sample import catalogue
from khue.site.sample import exchange as goods_of
from khue.site.sample import matching as sample
from tests.cast import persona
from tests.councils.cases import joined
from tests.deals.test_secret import on_the_tests_day
from tests.exchange.stories import CANARY
from tests.exchange.test_secret import browser
from tests.matching.stories import broker, job, market

__all__ = ["on_the_tests_day"]  # a fixture


def third(entry: int, sort: str, words: str, *fields: str, party: str = "party:9", **more: object) -> Third:
    return Third(entry, sort, party, "A", Text(words, ""), (words,), fields, **more)  # type: ignore[arg-type]  # named parts of the dataclass


def offer(key: int, words: str, field: str = "water", stage: int = 6, price: int | None = None, party: str = "party:1"):  # type: ignore[no-untyped-def]  # goods
    return goods(key, party, (words,), field, (), stage, ("sale",), price, ("VN",))


WATER = "Màng lọc vi nhựa cho trạm xử lý nước thải đô thị"


def test_a_third_side_fits_by_field_and_words_and_never_its_own_offer() -> None:
    offers = [offer(1, WATER), offer(2, "Giống lúa chịu mặn ngắn ngày", "farming"), offer(3, WATER, party="party:9")]
    fits = third_fits([third(7, "expert", "Vận hành trạm xử lý nước thải", "water", "air")], offers, START)
    assert [(one.fit.match.offer, one.third.entry) for one in fits] == [(1, 7)]
    assert "trạm xử lý nước thải" in dict(fits[0].fit.words)
    assert fits[0].fit.match.verdict()["codes"] == 1000, "one of its fields is enough"
    assert third_fits([third(7, "expert", "Vận hành trạm xử lý nước thải", "farming")], offers[:1], START) == []


def test_an_investors_sum_stage_and_country_count_where_they_are_told() -> None:
    words = "Công nghệ xử lý nước thải"
    told = third(8, "investor", words, "water", stage=8, most=500, territory="VN")
    [fit] = third_fits([told], [offer(1, WATER, price=1_000, stage=6)], START)
    said = fit.fit.match.verdict()
    assert said["price"] == 0, "twice of what it puts into one"
    assert said["stage"] == 500, "two levels short"
    assert said["territory"] == 1000
    [fit] = third_fits([third(8, "investor", words, "water")], [offer(1, WATER, price=1_000)], START)
    assert {"price", "stage", "territory"}.isdisjoint(fit.fit.match.verdict())


def test_the_whole_band_of_an_investor_is_compared_with_the_sum_asked() -> None:
    def price(least: int | None, most: int | None, asked: int | None) -> int | None:
        told = third(8, "investor", "Công nghệ xử lý nước thải", "water", least=least, most=most)
        [fit] = third_fits([told], [offer(1, WATER, price=asked)], START)
        return fit.fit.match.verdict().get("price")

    assert [price(500, 900, asked) for asked in (200, 250, 375, 500, 900, 1_350, 1_800)] == [
        0,
        0,
        500,
        1000,
        1000,
        500,
        0,
    ]
    assert price(500, None, 375) == 500, "one end alone is compared alone"
    assert price(500, None, 10_000) == 1000
    assert price(500, 900, None) == 500, "an offer that tells no price counts half"
    assert price(None, None, 100) is None


# -- with the room -------------------------------------------------------------------------------------------------------


def found() -> tuple[int, int, int, int]:
    """Demand of an agency, offer, investor's and expert's entries; the market is weighed."""
    demand, made = market()
    goods_of.verified(people.party(firm()).key, ("agency",), persona, "founder", papers=True)
    investor = catalogue.investing(persona("resident").key, persona, "resident")
    joined("member")
    expert = catalogue.published(catalogue.WATER, persona("member").key, persona, "member")
    sample.weighed(persona("clerk").moment)
    return demand, made, investor, expert


def firm() -> str:
    from tests.cast import organisation

    return organisation("TLX")


def proposed(given: tuple[int, int, int, int], who: str = "treasurer") -> int:
    demand, made, investor, expert = given
    asked = ProposeTriad(made, persona(who).key, "Ba bên cùng quan tâm xử lý nước.", demand, investor, expert, uuid4())
    return usecases.propose_triad(asked, actor=persona(who))


def answered(triad: int, who: str, agrees: bool = True, ground: str = "", days: int = 0) -> str:
    return usecases.answer_triad(AnswerTriad(triad, agrees, ground, uuid4()), actor=persona(who, days=days))


def spoke(who: str, offer: int, entry: int, useful: bool = True, why: str = "", note: str = "") -> str:
    return usecases.answer_third(AnswerThird(offer, entry, useful, why, note, uuid4()), actor=persona(who))


def notices(who: str, words: str) -> int:
    return sum(words in row.title.vi for row in inbox(persona(who).keys, size=100).rows)


@pytest.mark.django_db
class TestRoom:
    def test_each_side_finds_the_other_and_strangers_nobody(self) -> None:
        _demand, made, investor, expert = found()
        mine = {row.entry: row for row in queries.third_rows(persona("researcher"), "offers", None).rows}
        assert {investor, expert} == set(mine)
        assert mine[investor].side == "offer"
        [row] = queries.third_rows(persona("resident"), "mine", None).rows
        assert (row.offer, row.entry, row.side) == (made, investor, "third")
        assert queries.third_rows(persona("founder"), "offers", None).rows == ()
        for who in ("founder", "clerk"):
            with pytest.raises(Missing):
                queries.third_card(made, investor, persona(who))
            with pytest.raises(Missing):
                queries.offer_sides(made, persona(who))
            with pytest.raises(NotAllowed):
                queries.third_rows(persona(who), "all", None)
        card = queries.third_card(made, investor, persona("researcher"))
        assert {"Text", "Field and patent codes", "Readiness"} <= {part.label.en for part in card.parts}
        assert CANARY not in str(list(ThirdPair.objects.values()))
        assert notices("researcher", "nhà đầu tư phù hợp") == notices("resident", "công nghệ phù hợp") == 1
        before = AuditRecord.objects.count()
        sample.weighed(persona("clerk").moment)
        assert AuditRecord.objects.count() == before, "the market weighed again changes and tells nothing"

    def test_who_opts_out_is_gone_at_once_and_pages_stay_full(self) -> None:
        _demand, made, investor, expert = found()
        Expert.objects.update(state="left")
        assert [row.entry for row in queries.third_rows(persona("researcher"), "offers", None, 1).rows] == [investor]
        services.withdraw_entry(WithdrawEntry(investor, "Đã đủ danh mục"), actor=persona("resident"))
        assert queries.third_rows(persona("researcher"), "offers", None).rows == ()
        with pytest.raises(Missing):
            queries.third_card(made, expert, persona("researcher"))
        assert ThirdPair.objects.count() == 2, "the worker has not come by yet"
        assert usecases.follow(actor=job()) is True
        assert ThirdPair.objects.count() == 0

    def test_an_investor_whose_membership_ends_is_shown_no_more(self) -> None:
        from khue.features.exchange.models import Member

        _demand, _made, investor, _expert = found()
        Member.objects.filter(kind="investor").update(state="suspended")
        assert investor not in {row.entry for row in queries.third_rows(persona("researcher"), "offers", None).rows}

    def test_a_supplier_sees_state_school_and_investor_about_its_offer(self) -> None:
        demand, made, investor, expert = found()
        card = queries.offer_sides(made, persona("researcher"))
        assert [one.demand for one in card.agencies] == [demand]
        assert [one.entry for one in card.investors] == [investor]
        assert [one.entry for one in card.experts] == [expert]

    def test_each_side_says_whether_it_is_of_use_and_the_other_does_not_read_it(self) -> None:
        _demand, made, investor, expert = found()
        with pytest.raises(Refused) as why:
            spoke("researcher", made, investor, useful=False, why="problem")
        assert [one.field for one in why.value.decision.reasons] == ["why"]
        assert spoke("researcher", made, investor) == "offer"
        assert spoke("resident", made, investor, useful=False, why="other", note="Chỉ đầu tư vòng sau") == "third"
        [row] = queries.third_rows(persona("resident"), "mine", None).rows
        assert row.said is False
        assert [one.side for one in queries.third_card(made, investor, persona("researcher")).answers] == ["offer"]
        [own] = queries.third_card(made, investor, persona("resident")).answers
        assert (own.why.en if own.why else "", own.note) == ("Another reason", "Chỉ đầu tư vòng sau")
        spoke("resident", made, investor)
        assert [row.useful for row in ThirdAnswer.objects.order_by("id") if row.side == "third"] == [False, True]
        assert ThirdAnswer.objects.filter(stands=True).count() == 2
        assert not PairAnswer.objects.exists()
        with pytest.raises(Missing):
            spoke("founder", made, expert)
        broker("treasurer")
        with pytest.raises(NotAllowed):
            spoke("treasurer", made, expert)
        for change in ({"useful": False, "why": "terms"}, {"points": {}}):
            with pytest.raises(DatabaseError), transaction.atomic():
                ThirdAnswer.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            ThirdAnswer.objects.all().delete()

    def test_answers_move_the_weights_of_third_sides_and_of_nothing_else(self) -> None:
        _demand, made, investor, _expert = found()
        spoke("researcher", made, investor)
        row = ThirdAnswer.objects.get()
        for number in range(LEAST_ANSWERS):  # what other offers' sides would have said: one market has one of each
            for useful in (True, False):
                points = {"words": 500, "stage": 900 if useful else 100}
                values = {"useful": useful, "why": "" if useful else "stage", "points": points}
                ThirdAnswer.objects.create(
                    offer_id=made, entry=1_000 + 10 * number + useful, sort="investor", side="offer", party_id=row.party_id, edition=0,
                    by=row.by, by_name=row.by_name, at=row.at, **values,
                )  # fmt: skip
        actor = job("nightly")
        assert usecases.retune(actor=actor) == 0
        assert usecases.retune(BESIDE, actor=actor) == 1
        assert usecases.retune(BESIDE, actor=actor) == 1, "the same answers again move nothing"
        assert WeightsEdition.objects.get().of == BESIDE
        assert queries.current(BESIDE).weights.stage > START.stage
        assert queries.current().weights == START
        sample.weighed(persona("clerk").moment)
        assert {one.edition for one in ThirdPair.objects.all()} == {1}
        assert {one.edition for one in Pair.objects.all()} == {0}
        page = browser("researcher").get(reverse("matching:weights")).content.decode()
        assert "Chuyên gia, nhà đầu tư và chào bán" in page

    def test_a_page_takes_the_answer_and_keeps_what_was_typed(self) -> None:
        _demand, made, investor, _expert = found()
        client = browser("researcher")
        at = reverse("matching:answer-third", args=[made, investor])
        refused = client.post(at, {"useful": "no", "why": "", "note": "Chưa đúng vòng vốn", "once": str(uuid4())})
        assert refused.status_code == 422
        assert "Chưa đúng vòng vốn" in refused.content.decode()
        kept = client.post(at, {"useful": "no", "why": "terms", "note": "", "once": str(uuid4())})
        assert kept.status_code == 303
        assert "Khoản tiền không phù hợp" in client.get(kept["Location"]).content.decode()

    def test_all_agree_and_everybody_hears_it(self) -> None:
        given = found()
        broker("treasurer")
        triad = proposed(given)
        assert notices("researcher", "giới thiệu một cuộc gặp") == notices("founder", "giới thiệu một cuộc gặp") == 1
        assert answered(triad, "founder") == "proposed"
        row = queries.triad(triad, persona("resident"))
        assert [side.agrees for side in row.sides] == [None] * 4, "not told before all have answered"
        assert answered(triad, "researcher") == answered(triad, "member") == "proposed"
        with pytest.raises(Refused) as twice:
            answered(triad, "founder")
        assert twice.value.decision.reasons[0].code.endswith("answered")
        assert answered(triad, "resident") == "agreed"
        assert all(side.agrees for side in queries.triad(triad, persona("resident")).sides)
        assert notices("founder", "tất cả các bên đồng ý") == notices("treasurer", "tất cả các bên đồng ý") == 1
        with pytest.raises(Missing):
            queries.triad(triad, persona("clerk"))

    def test_an_introduction_stands_among_the_matters_of_its_sides_until_they_have_answered(self) -> None:
        given = found()
        broker("treasurer")
        triad = proposed(given)
        party = people.party_id(persona("resident").key)
        [line] = queries.matters([party]).lines
        assert (line.is_open, line.href) == (True, reverse("matching:triad", args=[triad]))
        answered(triad, "resident")
        [line] = queries.matters([party]).lines
        assert line.is_open is False
        assert queries.matters([people.party_id(persona("clerk").key)]).total == 0

    def test_one_no_ends_it_and_only_the_broker_reads_why(self) -> None:
        given = found()
        broker("treasurer")
        triad = proposed(given)
        with pytest.raises(Refused):
            answered(triad, "resident", agrees=False)
        assert answered(triad, "resident", agrees=False, ground="Ngoài phạm vi đầu tư") == "declined"
        assert queries.triad(triad, persona("treasurer")).grounds == ("Ngoài phạm vi đầu tư",)
        assert queries.triad(triad, persona("researcher")).grounds == ()
        with pytest.raises(Refused):
            answered(triad, "founder")

    def test_while_it_waits_it_holds_the_records_of_its_broker_and_sides(self) -> None:
        given = found()
        broker("treasurer")
        everybody: people.Persons = {persona(who).key: () for who in ("treasurer", "resident", "member", "clerk")}

        def held() -> set[str]:
            return {key for key, why in queries.holds_of_persons(everybody).items() if why}

        assert held() == set()
        triad = proposed(given)
        assert held() == {persona(who).key for who in ("treasurer", "resident", "member")}
        answered(triad, "resident", agrees=False, ground="Ngoài phạm vi đầu tư")
        assert held() == set()

    def test_too_few_own_sides_and_strangers_are_refused_with_reasons(self) -> None:
        given = found()
        demand, made, investor, expert = given
        broker("treasurer")
        with pytest.raises(Refused) as few:
            usecases.propose_triad(
                ProposeTriad(made, persona("treasurer").key, "x", demand), actor=persona("treasurer")
            )
        assert {one.code for one in few.value.decision.reasons} == {"matching.too_few"}
        wrong = ProposeTriad(made, persona("treasurer").key, "x", demand, expert, investor)
        with pytest.raises(Refused) as lost:
            usecases.propose_triad(wrong, actor=persona("treasurer"))
        assert [one.field for one in lost.value.decision.reasons] == ["investor", "expert"]
        broker("resident")
        with pytest.raises(Refused) as own:
            proposed(given, "resident")
        assert "matching.both_sides" in {one.code for one in own.value.decision.reasons}
        with pytest.raises(NotAllowed):
            proposed(given, "clerk")
        proposed(given)
        with pytest.raises(Refused) as again:
            proposed(given)
        assert {one.code for one in again.value.decision.reasons} == {"matching.triad_waits"}
        assert Triad.objects.count() == 1

    def test_nobody_agrees_once_a_side_is_gone_and_the_broker_withdraws(self) -> None:
        given = found()
        broker("treasurer")
        triad = proposed(given)
        services.withdraw_entry(WithdrawEntry(given[2], "Đã đủ danh mục"), actor=persona("resident"))
        with pytest.raises(Refused) as gone:
            answered(triad, "founder")
        assert gone.value.decision.reasons[0].code == "matching.gone"
        with pytest.raises(NotAllowed):
            usecases.withdraw_triad(WithdrawTriad(triad, "x"), actor=persona("founder"))
        usecases.withdraw_triad(WithdrawTriad(triad, "Nhà đầu tư đã rút"), actor=persona("treasurer"))
        assert queries.triad(triad, persona("founder")).ground == "Nhà đầu tư đã rút"

    def test_it_lapses_once(self) -> None:
        given = found()
        broker("treasurer")
        triad = proposed(given)
        late = job("nightly", days=DAYS + 1)
        assert usecases.lapse_triads(actor=late) == 1
        assert usecases.lapse_triads(actor=late) == 0
        assert Triad.objects.get(pk=triad).state == "lapsed"

    def test_what_was_proposed_and_answered_is_fixed_by_the_database(self) -> None:
        given = found()
        broker("treasurer")
        triad = proposed(given)
        answered(triad, "founder")
        for deed in (
            lambda: Triad.objects.filter(pk=triad).update(words="Khác"),
            lambda: Triad.objects.filter(pk=triad).update(state="agreed", ended_at=persona("clerk").moment),
            lambda: TriadSide.objects.filter(triad=triad, role="agency").update(agrees=False, ground="x"),
            lambda: TriadSide.objects.filter(triad=triad, role="investor").update(party=TriadSide.objects.get(triad=triad, role="expert").party_id),
            lambda: TriadSide.objects.filter(triad=triad).delete(),
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()

    @pytest.mark.usefixtures("on_the_tests_day")
    def test_the_pages_speak_to_each_side(self) -> None:
        given = found()
        _demand, made, investor, _expert = given
        broker("treasurer")
        at = reverse("matching:sides", args=[made])
        told = browser("researcher").get(at).content.decode()
        assert persona("resident").name in told
        assert CANARY not in told
        assert browser("clerk").get(at).status_code == 404
        form = reverse("matching:propose-triad", args=[made])
        assert form in browser("treasurer").get(at).content.decode()
        kept = browser("treasurer").post(form, {"words": "Mời gặp", "investor": investor, "once": str(uuid4())})
        assert kept.status_code == 422
        assert "Mời gặp" in kept.content.decode()
        triad = proposed(given)
        assert browser("resident").get(reverse("matching:triad", args=[triad])).status_code == 200
        assert browser("clerk").get(reverse("matching:triad", args=[triad])).status_code == 404
