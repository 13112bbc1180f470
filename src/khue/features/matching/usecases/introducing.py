"""A broker introduces a pair to both sides."""

from __future__ import annotations

from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.matching import access, queries
from khue.features.matching.domain.deciding import (
    AnswerIntroduction,
    Introduce,
    WithdrawIntroduction,
    may_answer_introduction,
    may_introduce,
    may_withdraw,
    outcome,
    until_of,
)
from khue.features.matching.models import Introduction
from khue.features.matching.usecases.answering import locked_pair
from khue.features.matching.usecases.parts import NAMES, no_broker, no_side, share_hands, tell_sides
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def introduce(asked: Introduce, *, actor: Actor) -> int:
    """A broker proposes a pair to both sides; the introduction's id. Raises Refused, Missing, NotAllowed."""
    with command("matching.introduce", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        if asked.party not in access.require_desk(actor):
            raise no_broker()
        queries.pair_card(asked.demand_id, asked.offer_id, actor)
        row = locked_pair(asked.demand_id, asked.offer_id)
        broker = people.party(asked.party)
        open_one = Introduction.objects.filter(
            broker=broker.id, demand=row.demand_id, offer=row.offer_id, state="proposed"
        )
        sides = (row.demander_id, row.supplier_id)
        require(
            may_introduce(
                asked, is_side=any(share_hands(broker.id, one, deed) for one in sides), waits=open_one.exists()
            )
        )
        made = Introduction.objects.create(
            demand_id=row.demand_id,
            offer_id=row.offer_id,
            demander_id=row.demander_id,
            supplier_id=row.supplier_id,
            broker_id=broker.id,
            broker_name=broker.name,
            words=asked.words.strip(),
            until=until_of(deed.today),
            proposed_by=actor.key,
            proposed_by_name=actor.name,
            proposed_at=deed.moment,
        )
        deed.subject = f"introduction:{made.pk}"
        title = Text(f"{broker.name} giới thiệu một cặp cung cầu", f"{broker.name} introduces a match")
        body = Text(
            "Mời ông/bà trả lời có đồng ý gặp bên kia không.", "Please say whether you agree to meet the other side."
        )
        for party in sides:
            deed.about(f"party:{party}")
        tell_sides(sides, title, body, path_of(made.pk), deed)
        deed.after(pair=f"{row.demand_id}-{row.offer_id}", until=made.until.isoformat())
        deed.result(made.pk)
        return int(made.pk)


def answer_introduction(asked: AnswerIntroduction, *, actor: Actor) -> str:
    """A side agrees or declines; the state afterwards. Raises Refused, Missing, NotAllowed."""
    with command("matching.answer_introduction", actor, subject=f"introduction:{asked.introduction_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = _locked(asked.introduction_id, actor)
        side = access.side_of(actor, row.demander_id, row.supplier_id)
        party = row.demander_id if side == "need" else row.supplier_id
        if not side or not actor.may_act_for(f"party:{party}", "submit"):
            raise no_side()
        answered = getattr(row, f"{side}_agrees") is not None
        stands = queries.stands(row.demand_id, row.offer_id, actor)
        require(may_answer_introduction(asked, row.state, answered, deed.today, row.until, stands=stands))
        setattr(row, f"{side}_agrees", asked.agrees)
        setattr(row, f"{side}_by", actor.key)
        setattr(row, f"{side}_ground", "" if asked.agrees else asked.ground.strip())
        setattr(row, f"{side}_at", deed.moment)
        row.state = outcome(row.need_agrees, row.offer_agrees)
        row.ended_at = None if row.state == "proposed" else deed.moment
        row.save()
        deed.about(f"party:{party}")
        deed.after(side=side, agrees=asked.agrees, state=row.state)
        if row.state != "proposed":
            _tell_outcome(row, deed)
        deed.result(row.state)
        return row.state


def withdraw_introduction(asked: WithdrawIntroduction, *, actor: Actor) -> None:
    """The broker takes it back; both sides are told why. Raises Refused, Missing, NotAllowed."""
    with command("matching.withdraw_introduction", actor, subject=f"introduction:{asked.introduction_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.introduction_id, actor)
        if not actor.may_act_for(f"party:{row.broker_id}", "submit"):
            raise no_broker()
        require(may_withdraw(row.state, asked.ground))
        row.state, row.ended_at, row.ground = "withdrawn", deed.moment, asked.ground.strip()
        row.save(update_fields=["state", "ended_at", "ground"])
        deed.about(f"party:{row.broker_id}")
        deed.after(state=row.state)
        _tell_outcome(row, deed)
        deed.result(row.pk)


def lapse_introductions(*, actor: Actor) -> int:
    """Introductions whose time to answer is over are closed; how many. Raises NotAllowed."""
    actor.require("job.matching.nightly")
    late = Introduction.objects.filter(state="proposed", until__lt=actor.today).order_by("pk")
    numbers = list(late.values_list("pk", flat=True))
    for number in numbers:
        with command("matching.lapse_introduction", actor, subject=f"introduction:{number}") as deed:
            if deed.repeated(uuid5(NAMES, f"lapse:{number}")) is not None:
                continue
            row = Introduction.objects.select_for_update().get(pk=number)
            if row.state != "proposed":
                deed.nothing_done()
                continue
            row.state, row.ended_at = "lapsed", deed.moment
            row.save(update_fields=["state", "ended_at"])
            deed.after(state=row.state)
            _tell_outcome(row, deed)
            deed.result(row.pk)
    return len(numbers)


def _tell_outcome(row: Introduction, deed: Deed) -> None:
    """All three hear how it ended, and nobody hears why a side declined but the broker."""
    state = queries.state_words(row.state)
    next_step = {
        "agreed": Text(
            "Bên cầu có thể bày tỏ quan tâm trên trang chào bán để mở phòng giao dịch.",
            "The side of the demand may now say on the offer's page that it is interested.",
        )
    }.get(row.state, Text("Lời giới thiệu đã khép lại.", "The introduction is closed."))  # fmt: skip
    title = Text(f"Lời giới thiệu cung cầu: {state.vi}", f"Introduction: {state.en}")
    tell_sides((row.demander_id, row.supplier_id, row.broker_id), title, next_step, path_of(row.pk), deed)


def path_of(introduction_id: int) -> str:
    return f"/matches/introductions/{introduction_id}/"


def _locked(introduction_id: int, actor: Actor) -> Introduction:
    """Held until the deed ends: two sides that answer at once do so one after the other. Raises Missing."""
    queries.introduction(introduction_id, actor)
    return Introduction.objects.select_for_update().get(pk=introduction_id)
