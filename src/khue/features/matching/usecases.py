"""The deeds of the room: weigh the market anew, answer a pair, introduce a pair to both sides and answer that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import NAMESPACE_URL, uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, require
from khue.features.matching import access, queries
from khue.features.matching.domain.deciding import (
    AnswerIntroduction,
    AnswerPair,
    Introduce,
    WithdrawIntroduction,
    may_answer,
    may_answer_introduction,
    may_introduce,
    may_withdraw,
    next_weights,
    outcome,
    until_of,
)
from khue.features.matching.domain.fitting import Fit, fits
from khue.features.matching.models import Followed, Introduction, Pair, PairAnswer, WeightsEdition
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

NAMES = uuid5(NAMESPACE_URL, "khue:matching")
"""What a job says once has a key that follows from what it is about."""
AT_ONCE = 2_000
MARKET = "matching:market"
COLUMNS = ("points", "parts", "words", "codes", "edition", "weighed_on")


# -- the market ----------------------------------------------------------------------------------------------------------


def follow(*, actor: Actor) -> bool:
    """Weigh the market when anything of it has changed since the last time; whether it was. Raises NotAllowed."""
    actor.require("job.matching.follow")
    row, _made = Followed.objects.get_or_create(pk=1)
    newest, moved = queries.touched_since(row.record)
    if moved:
        refresh(actor=actor)
    Followed.objects.filter(pk=1, record__lt=newest).update(record=newest)
    return moved


def refresh(*, actor: Actor) -> int:
    """Every open demand against every listed offer; how many pairs stand afterwards. Who has new ones is told in one notice.

    One at a time: the row of ``Followed`` is locked until the deed ends. Raises NotAllowed for everybody but the worker.
    """
    if not actor.may("job.matching.nightly"):
        actor.require("job.matching.follow")
    with command("matching.refresh", actor, subject=MARKET) as deed:
        Followed.objects.get_or_create(pk=1)
        Followed.objects.select_for_update().get(pk=1)
        edition = queries.current()
        wishes, offers = queries.everything_open(deed.moment)
        owner_of_demand = {one.need.key: people.party_id(one.party) for one in wishes}
        owner_of_offer = {one.offer.key: people.party_id(one.party) for one in offers}
        before = {(row.demand_id, row.offer_id): row for row in Pair.objects.iterator(chunk_size=AT_ONCE)}
        new: list[Pair] = []
        changed: list[Pair] = []
        for fit in fits(wishes, offers, edition.weights):
            row = before.pop((fit.match.need, fit.match.offer), None)
            made = _pair(fit, edition.no, deed)
            made.demander_id, made.supplier_id = owner_of_demand[fit.match.need], owner_of_offer[fit.match.offer]
            if row is None:
                new.append(made)
            elif any(getattr(row, name) != getattr(made, name) for name in COLUMNS[:-1]):
                made.pk, made.found_at = row.pk, row.found_at
                changed.append(made)
        Pair.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
        Pair.objects.bulk_create(new, batch_size=AT_ONCE)
        Pair.objects.bulk_update(changed, [*COLUMNS, "demander", "supplier"], batch_size=AT_ONCE)
        if not (new or changed or before):
            deed.nothing_done()
        _tell(new, deed)
        deed.after(new=len(new), changed=len(changed), gone=len(before), edition=edition.no)
        return Pair.objects.count()


def _pair(fit: Fit, edition: int, deed: Deed) -> Pair:
    match = fit.match
    return Pair(
        demand_id=match.need,
        offer_id=match.offer,
        points=match.points,
        parts=[[part.criterion, part.weight, part.points, part.said] for part in match.parts],
        words=[list(line) for line in fit.words],
        codes=list(fit.codes),
        edition=edition,
        found_at=deed.moment,
        weighed_on=deed.today,
    )


def _tell(new: list[Pair], deed: Deed) -> None:
    """One notice for each party, however many pairs it has."""
    counts: dict[tuple[int, str], int] = {}
    for row in new:
        for party, view in ((row.demander_id, "needs"), (row.supplier_id, "offers")):
            counts[party, view] = counts.get((party, view), 0) + 1
    keys = _readers({party for party, _view in counts}, deed)
    for (party, view), count in sorted(counts.items()):
        of = ("nhu cầu", "demands") if view == "needs" else ("chào bán", "offers")
        title = Text("Có kết nối cung cầu mới", "New matches on the exchange")
        body = Text(
            f"Có {count} cặp có thể phù hợp với các {of[0]} của ông/bà. Mời ông/bà xem và cho biết có hữu ích không.",
            f"Pairs that may fit your {of[1]}: {count}. Please look whether they are of use.",
        )
        for key in keys[party]:
            deed.notify(key, "matching", title, body, f"/matches/?view={view}")


def _readers(ids: Collection[int], deed: Deed) -> dict[int, tuple[str, ...]]:
    """Who reads the notices of these parties: a person in person, for an organisation those who act for it."""
    cards = people.parties([f"party:{number}" for number in ids])
    return {
        card.id: (key,) if card.kind == "person" else people.representatives([card.id], deed.today)
        for key, card in cards.items()
    }


def _tell_sides(ids: Iterable[int], title: Text, body: Text, path: str, deed: Deed) -> None:
    """Everybody once, whoever did it not."""
    told = _readers(tuple(ids), deed)
    for key in dict.fromkeys(key for keys in told.values() for key in keys):
        if key != deed.actor.key:
            deed.notify(key, "matching", title, body, path)


def retune(*, actor: Actor) -> int:
    """A new edition of the weights when the answers move them; the number of the edition in force. Raises NotAllowed."""
    actor.require("job.matching.nightly")
    with command("matching.retune", actor, subject=MARKET) as deed:
        Followed.objects.get_or_create(pk=1)
        Followed.objects.select_for_update().get(pk=1)
        now, answers = queries.current(), list(queries.standing_answers())
        made = next_weights(now.weights, answers)
        if made is None:
            deed.nothing_done()
            return now.no
        useful = sum(verdict.useful for _party, verdict in answers)
        weights = {name: getattr(made, name) for name in made.__slots__}
        row = WeightsEdition.objects.create(
            no=now.no + 1, weights=weights, useful=useful, useless=len(answers) - useful, made_at=deed.moment
        )
        deed.after(edition=row.no, **weights)
        return row.no


# -- a side answers ------------------------------------------------------------------------------------------------------


def answer_pair(asked: AnswerPair, *, actor: Actor) -> str:
    """What the actor's side says of a pair; its side. A later answer replaces it. Raises Refused, Missing, NotAllowed."""
    with command("matching.answer_pair", actor, subject=f"matching_pair:{asked.demand_id}-{asked.offer_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        card = queries.pair_card(asked.demand_id, asked.offer_id, actor)
        row = _locked_pair(asked.demand_id, asked.offer_id)
        side = card.row.side
        party = row.demander_id if side == "need" else row.supplier_id
        if not side or not actor.may_act_for(f"party:{party}", "submit"):
            raise _no_side()
        require(may_answer(asked))
        PairAnswer.objects.filter(demand=row.demand_id, offer=row.offer_id, side=side, stands=True).update(stands=False)
        PairAnswer.objects.create(
            demand_id=row.demand_id,
            offer_id=row.offer_id,
            side=side,
            party_id=party,
            useful=asked.useful,
            why="" if asked.useful else asked.why,
            note=asked.note.strip(),
            points={name: points for name, _weight, points, _said in row.parts},
            edition=row.edition,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.about(f"party:{party}")
        deed.after(side=side, useful=asked.useful, why=asked.why)
        deed.result(side)
        return side


def _locked_pair(demand_id: int, offer_id: int) -> Pair:
    """Held until the deed ends. Raises Missing, also when the job took the pair away since it was read."""
    row = Pair.objects.select_for_update().filter(demand=demand_id, offer=offer_id).first()
    if row is None:
        raise access.no_such_pair()
    return row


def _no_side() -> NotAllowed:
    return NotAllowed(
        Text("Chỉ bên cung hoặc bên cầu của cặp này được trả lời.", "Only the two sides of the pair answer it."),
        Text("Mời ông/bà đề nghị người được ủy quyền của bên đó thực hiện.", "Ask a person with the side's mandate to do it."),
    )  # fmt: skip


# -- a broker introduces ---------------------------------------------------------------------------------------------------


def introduce(asked: Introduce, *, actor: Actor) -> int:
    """A broker proposes a pair to both sides; the introduction's id. Raises Refused, Missing, NotAllowed."""
    with command("matching.introduce", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        if asked.party not in access.require_desk(actor):
            raise _no_broker()
        queries.pair_card(asked.demand_id, asked.offer_id, actor)
        row = _locked_pair(asked.demand_id, asked.offer_id)
        broker = people.party(asked.party)
        open_one = Introduction.objects.filter(
            broker=broker.id, demand=row.demand_id, offer=row.offer_id, state="proposed"
        )
        sides = (row.demander_id, row.supplier_id)
        require(
            may_introduce(
                asked, is_side=any(_share_hands(broker.id, one, deed) for one in sides), waits=open_one.exists()
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
        _tell_sides(sides, title, body, path_of(made.pk), deed)
        deed.after(pair=f"{row.demand_id}-{row.offer_id}", until=made.until.isoformat())
        deed.result(made.pk)
        return int(made.pk)


def _share_hands(first: int, second: int, deed: Deed) -> bool:
    """Whether two parties are one, or somebody acts for both: the measure that deals use for a broker."""
    one, two = f"party:{first}", f"party:{second}"
    if two in people.same_party(one):
        return True
    left = {*people.representatives([first], deed.today), one}
    return bool(left & {*people.representatives([second], deed.today), two})


def answer_introduction(asked: AnswerIntroduction, *, actor: Actor) -> str:
    """A side agrees or declines; the state afterwards. Raises Refused, Missing, NotAllowed."""
    with command("matching.answer_introduction", actor, subject=f"introduction:{asked.introduction_id}") as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = _locked(asked.introduction_id, actor)
        side = access.side_of(actor, row.demander_id, row.supplier_id)
        party = row.demander_id if side == "need" else row.supplier_id
        if not side or not actor.may_act_for(f"party:{party}", "submit"):
            raise _no_side()
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
            raise _no_broker()
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
    _tell_sides((row.demander_id, row.supplier_id, row.broker_id), title, next_step, path_of(row.pk), deed)


def path_of(introduction_id: int) -> str:
    return f"/matches/introductions/{introduction_id}/"


def _locked(introduction_id: int, actor: Actor) -> Introduction:
    """Held until the deed ends: two sides that answer at once do so one after the other. Raises Missing."""
    queries.introduction(introduction_id, actor)
    return Introduction.objects.select_for_update().get(pk=introduction_id)


def _no_broker() -> NotAllowed:
    return NotAllowed(
        Text("Việc này dành cho môi giới là thành viên của Sàn.", "This is for brokers who are members of the exchange."),
        Text("Mời ông/bà chọn đúng bên môi giới, hoặc đăng ký tư cách môi giới.", "Choose the right broker, or join as one."),
    )  # fmt: skip
