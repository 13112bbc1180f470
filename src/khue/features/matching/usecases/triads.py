"""A broker proposes three or four sides to each other; each answers once; all agree, or nothing comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.matching import access, queries
from khue.features.matching.domain.deciding import may_withdraw, until_of
from khue.features.matching.domain.triads import (
    AnswerTriad,
    Proposed,
    ProposeTriad,
    WithdrawTriad,
    may_answer_triad,
    may_propose,
    outcome_of,
)
from khue.features.matching.models import ThirdPair, Triad, TriadSide
from khue.features.matching.queries import OfferSides
from khue.features.matching.usecases.parts import NAMES, hands_of, no_broker, no_side, tell_sides
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def propose_triad(asked: ProposeTriad, *, actor: Actor) -> int:
    """A broker proposes the supplier and at least two others to each other; its id. Raises Refused, Missing, NotAllowed."""
    with command("matching.propose_triad", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        if asked.party not in access.require_desk(actor):
            raise no_broker()
        # Who proposes twice at once does so one after the other.
        ThirdPair.objects.select_for_update().filter(offer=asked.offer_id).order_by("pk").first()
        offer = queries.offer_sides(asked.offer_id, actor)
        broker = people.party(asked.party)
        sides, lost = _chosen(asked, offer, actor, deed)
        waits = Triad.objects.filter(broker=broker.id, offer=offer.offer, state="proposed").exists()
        require(may_propose(asked, sides, broker=hands_of(broker.id, deed), waits=waits, lost=lost))
        made = Triad.objects.create(
            offer_id=offer.offer, broker_id=broker.id, broker_name=broker.name, words=asked.words.strip(), until=until_of(deed.today),
            proposed_by=actor.key, proposed_by_name=actor.name, proposed_at=deed.moment,
        )  # fmt: skip
        names = people.parties([f"party:{one.party}" for one in sides])
        TriadSide.objects.bulk_create(
            TriadSide(triad=made, role=one.role, party_id=one.party, party_name=names[f"party:{one.party}"].name, about=one.about)
            for one in sides
        )  # fmt: skip
        deed.subject = f"triad:{made.pk}"
        for one in sides:
            deed.about(f"party:{one.party}")
        title = Text(
            f"{broker.name} giới thiệu một cuộc gặp nhiều bên", f"{broker.name} introduces several sides to each other"
        )
        body = Text(
            "Mời ông/bà trả lời có đồng ý gặp các bên kia không.", "Please say whether you agree to meet the others."
        )
        tell_sides([one.party for one in sides], title, body, triad_path(made.pk), deed)
        deed.after(offer=offer.offer, roles=sorted(one.role for one in sides), until=made.until.isoformat())
        deed.result(made.pk)
        return int(made.pk)


def _chosen(asked: ProposeTriad, offer: OfferSides, actor: Actor, deed: Deed) -> tuple[list[Proposed], list[str]]:
    """Who is proposed, and the roles whose choice fits or is shown no longer."""
    found = list(_found(asked, offer, actor))
    lost = [role for role, party, _about in found if not party]
    return [Proposed(role, party, about, hands_of(party, deed)) for role, party, about in found if party], lost


def _found(asked: ProposeTriad, offer: OfferSides, actor: Actor) -> Iterator[tuple[str, int, int]]:
    yield "supplier", offer.supplier_id, offer.offer
    if asked.demand_id:
        yield "agency", next((one.party for one in offer.agencies if one.demand == asked.demand_id), 0), asked.demand_id
    for sort, entry in (("investor", asked.investor_id), ("expert", asked.expert_id)):
        if entry:
            third = queries.third_party(offer.offer, entry, sort, actor)
            yield sort, people.party_id(third.party) if third else 0, entry


def answer_triad(asked: AnswerTriad, *, actor: Actor) -> str:
    """A side agrees or declines; the state afterwards. Raises Refused, Missing, NotAllowed."""
    with command("matching.answer_triad", actor, subject=f"triad:{asked.triad_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = _locked(asked.triad_id, actor)
        sides = list(row.sides.select_for_update().order_by("pk"))
        side = next((one for one in sides if actor.may_act_for(f"party:{one.party_id}", "submit")), None)
        if side is None:
            raise no_side()
        stands = queries.triad_stands(row.pk, actor)
        answered = side.agrees is not None
        require(may_answer_triad(asked, row.state, answered=answered, today=deed.today, until=row.until, stands=stands))
        side.agrees, side.by, side.at = asked.agrees, actor.key, deed.moment
        side.ground = "" if asked.agrees else asked.ground.strip()
        side.save(update_fields=["agrees", "by", "at", "ground"])
        state = outcome_of([one.agrees for one in sides])
        deed.about(f"party:{side.party_id}")
        deed.after(role=side.role, agrees=asked.agrees, state=state)
        if state != row.state:
            _close(row, state, deed)
        deed.result(state)
        return state


def withdraw_triad(asked: WithdrawTriad, *, actor: Actor) -> None:
    """The broker takes it back; all sides are told why. Raises Refused, Missing, NotAllowed."""
    with command("matching.withdraw_triad", actor, subject=f"triad:{asked.triad_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _locked(asked.triad_id, actor)
        if not actor.may_act_for(f"party:{row.broker_id}", "submit"):
            raise no_broker()
        require(may_withdraw(row.state, asked.ground))
        deed.about(f"party:{row.broker_id}")
        _close(row, "withdrawn", deed, asked.ground.strip())
        deed.after(state=row.state)
        deed.result(row.pk)


def lapse_triads(*, actor: Actor) -> int:
    """Those whose time to answer is over are closed; how many. Raises NotAllowed."""
    actor.require("job.matching.nightly")
    late = Triad.objects.filter(state="proposed", until__lt=actor.today).order_by("pk")
    numbers = list(late.values_list("pk", flat=True))
    for number in numbers:
        with command("matching.lapse_triad", actor, subject=f"triad:{number}") as deed:
            if deed.repeated(uuid5(NAMES, f"lapse-triad:{number}")) is not None:
                continue
            row = Triad.objects.select_for_update().get(pk=number)
            if row.state != "proposed":
                deed.nothing_done()
                continue
            _close(row, "lapsed", deed)
            deed.after(state=row.state)
            deed.result(row.pk)
    return len(numbers)


def _close(row: Triad, state: str, deed: Deed, ground: str = "") -> None:
    """Everybody hears how it ended, and nobody why a side declined but the broker."""
    row.state, row.ended_at, row.ground = state, deed.moment, ground
    row.save(update_fields=["state", "ended_at", "ground"])
    words = queries.state_words(state)
    title = Text(f"Cuộc gặp nhiều bên: {_all(state, words).vi}", f"Several sides: {_all(state, words).en}")
    body = {
        "agreed": Text(
            "Tất cả các bên đồng ý gặp nhau. Mời ông/bà mở trang giới thiệu để biết cách liên hệ.",
            "All agree to meet. Open the introduction for the next step.",
        )
    }.get(state, Text("Lời giới thiệu đã khép lại.", "The introduction is closed."))  # fmt: skip
    parties = [row.broker_id, *row.sides.values_list("party", flat=True)]
    tell_sides(parties, title, body, triad_path(row.pk), deed)


def _all(state: str, words: Text) -> Text:
    return Text("tất cả các bên đồng ý", "all agreed") if state == "agreed" else words


def triad_path(triad_id: int) -> str:
    return f"/matches/triads/{triad_id}/"


def _locked(triad_id: int, actor: Actor) -> Triad:
    """Held until the deed ends: sides that answer at once do so one after the other. Raises Missing."""
    queries.triad(triad_id, actor)
    return Triad.objects.select_for_update().get(pk=triad_id)
