"""Rounds of selection: prepared, declared, amended while every call is sealed, cancelled with a ground."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.calls import access
from khue.features.calls.domain.needing import filled
from khue.features.calls.domain.rounds import (
    ROUND,
    CallInRound,
    CancelRound,
    ChangeRules,
    PrepareRound,
    PublishRound,
    Rules,
    digest_of,
    may_declare,
    may_prepare_round,
)
from khue.features.calls.events import RoundMoved
from khue.features.calls.models import Round, RoundCall, RoundEdition
from khue.features.calls.queries.rounds import calls_in_round, no_such_round
from khue.features.calls.usecases.parts import new_number, shared_call
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


def locked_round(pk: int, seen: int | None = None) -> Round:
    found = Round.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise no_such_round()
    if seen is not None:
        require_seen(seen, found.version)
    return found


def write_round(row: Round, **values: object) -> None:
    """The named columns, and a new version."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def told(row: Round, verb: str, deed: Deed) -> None:
    deed.after(state=row.state, number=row.number)
    deed.emit(RoundMoved(subject=f"round:{row.pk}", parties=(), number=row.number, verb=verb))


def prepare_round(asked: PrepareRound, *, actor: Actor) -> int:
    """A draft over calls that are still sealed; its id. Raises Refused with all reasons."""
    actor.require(access.PREPARE)
    with command("calls.prepare_round", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        wanted = sorted(set(asked.calls))
        known = calls_in_round(wanted)
        # Whoever opens a call holds its row alone: it can't be opened while it is taken into a round.
        for number in known:
            shared_call(number)
        known = calls_in_round(wanted)
        require(may_prepare_round(asked, known))
        row = Round.objects.create(
            number=new_number("round", deed.today.year),
            title=asked.title.strip(),
            rules=Rules().to_json(),
            prepared_by=actor.key,
            prepared_by_name=actor.name[:200],
            prepared_at=deed.moment,
        )
        try:
            with transaction.atomic():
                RoundCall.objects.bulk_create(RoundCall(round=row, call_id=number) for number in wanted)
        except IntegrityError as error:
            raise Refused.because(_taken()) from error
        deed.subject = f"round:{row.pk}"
        for number in wanted:
            deed.about(f"call:{number}")
        deed.after(number=row.number, calls=wanted)
        told(row, "prepare", deed)
        deed.result(row.pk)
        return int(row.pk)


def _taken() -> Reason:
    return Reason(
        "taken",
        Text("Một thông báo vừa được đưa vào vòng khác.", "A call was just taken into another round."),
        Text("Mời ông/bà mở lại trang và chọn lại.", "Open the page again and choose anew."),
        "calls",
    )


def change_rules(asked: ChangeRules, *, actor: Actor) -> None:
    """Another way of choosing: in the draft, or as a new edition of a published round while every call is sealed."""
    actor.require(access.PREPARE)
    with command("calls.change_rules", actor, subject=f"round:{asked.round_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_round(asked.round_id, asked.seen)
        verb = "change" if row.state == "draft" else "amend"
        require(may_declare(row.state, verb, asked.rules, _calls(row), asked.ground))
        deed.before(rules=row.rules)
        write_round(row, rules=asked.rules.to_json(), state=ROUND.after(row.state, verb))
        deed.after(rules=row.rules)
        if verb == "amend":
            _edition(row, asked.ground.strip(), deed)
            told(row, verb, deed)
        deed.result(True)


def publish_round(asked: PublishRound, *, actor: Actor) -> None:
    """From now on everybody reads how will be chosen. Raises Refused once a call of it was opened."""
    actor.require(access.PREPARE)
    with command("calls.publish_round", actor, subject=f"round:{asked.round_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_round(asked.round_id, asked.seen)
        require(may_declare(row.state, "publish", Rules.from_json(row.rules), _calls(row)))
        write_round(row, state=ROUND.after(row.state, "publish"), published_at=deed.moment)
        _edition(row, "", deed)
        told(row, "publish", deed)
        deed.result(True)


def _calls(row: Round) -> tuple[CallInRound, ...]:
    """The calls of the round, held against being opened meanwhile."""
    ids = sorted(RoundCall.objects.filter(round=row).values_list("call_id", flat=True))
    for number in ids:
        shared_call(number)
    return tuple(calls_in_round(ids)[number] for number in ids)


def _edition(row: Round, ground: str, deed: Deed) -> None:
    last = RoundEdition.objects.filter(round=row).order_by("-no").first()
    edition = RoundEdition.objects.create(
        round=row,
        no=(last.no if last else 0) + 1,
        rules=row.rules,
        digest=digest_of(row.rules),
        ground=ground,
        made_by=deed.actor.key,
        made_by_name=deed.actor.name[:200],
        made_at=deed.moment,
    )
    deed.after(edition=edition.no, digest=edition.digest)


def cancel_round(asked: CancelRound, *, actor: Actor) -> None:
    """Its calls are free: for another round, or to be decided one by one. What was declared and studied stays on record."""
    actor.require(access.PREPARE)
    with command("calls.cancel_round", actor, subject=f"round:{asked.round_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_round(asked.round_id, asked.seen)
        require(
            Decision.refuse_if_any(
                [*ROUND.decision(row.state, "cancel").reasons, *filled(asked.ground, "lý do", "the ground", "ground", least=10)]
            )
        )  # fmt: skip
        deed.before(state=row.state)
        write_round(
            row, state=ROUND.after(row.state, "cancel"), ended_at=deed.moment, ended_ground=asked.ground.strip()
        )
        RoundCall.objects.filter(round=row).update(live=False)
        told(row, "cancel", deed)
        deed.result(True)
