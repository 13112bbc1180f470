"""Two records that are one party, and parties that go on under others in law; each with its way back.

Nothing of another room is written: while the passage stands, queries follow it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.people import access, events, queries
from khue.features.people.domain import (
    EndSuccession,
    MergeDuplicates,
    RecordSuccession,
    clean_text,
    ground_reasons,
    may_merge,
    may_start,
    may_succeed,
)
from khue.features.people.models import DuplicatePair, Party, Passage, PersonErasure, Share, Succession
from khue.features.people.queries import party_id
from khue.features.people.usecases.records import unknown
from khue.features.people.usecases.taking import give_back, take_over
from khue.kernel.deeds import Deed, command

MOVED_ON = Conflict(
    Text(
        "Một trong hai bản ghi đã thay đổi trong lúc trang này đang mở nên chưa có gì được ghi.",
        "One of the records changed while this page was open, so nothing was written.",
    ),
    Text("Mời ông/bà mở lại trang so sánh rồi quyết định.", "Open the comparison again, then decide."),
)
ERASED = Reason(
    "people.erased",
    Text("Thông tin của người này đã được xóa theo quy định.", "The record of this person was lawfully erased."),
    Text("Không thể ghi thêm; đăng ký bản ghi mới nếu cần.", "Nothing can be added; register a new record if needed."),
)
ENDED = Conflict(
    Text("Việc này đã được hủy trước đó.", "This was taken back already."),
    Text("Mời ông/bà mở lại trang để xem.", "Open the page again to see it."),
)


def merge_duplicates(asked: MergeDuplicates, *, actor: Actor) -> int:
    """Say that two records are one party; the succession's id. The former record goes on under the survivor.

    Raises Refused with every reason; Conflict when either record changed since the page was opened.
    """
    access.require_merge(actor)
    with command("people.merge_duplicates", actor, subject=asked.survivor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        former, survivor = locked_parties(asked.former, asked.survivor)
        if (former.version, survivor.version) != tuple(asked.seen):
            raise MOVED_ON
        facts = queries.party_facts([former.key, survivor.key])
        require(may_merge(asked, facts[former.key], facts[survivor.key], interests=access.interests_of(actor)))
        taken = take_over(former, survivor, asked.take, deed=deed)
        row = _recorded(
            Succession(kind=Succession.Kind.DUPLICATE, effective_on=deed.today, ground=asked.ground, taken=taken),
            [(former, survivor, True)],
            deed=deed,
        )
        pair = sorted((former.pk, survivor.pk))
        DuplicatePair.objects.filter(first=pair[0], second=pair[1]).update(
            state=DuplicatePair.State.MERGED, decided_at=deed.moment, decided_by=actor.key
        )
        deed.after(taken=list(taken))
        deed.personal(taken=taken)
        return int(row.pk)


def record_succession(asked: RecordSuccession, *, actor: Actor) -> int:
    """Record a merger, consolidation, conversion, division or separation in law; its id.

    In a division the first successor takes everything that no share names; after a separation the old party stays.
    """
    access.require_merge(actor)
    subject = asked.successors[0] if asked.successors else ""
    with command("people.record_succession", actor, subject=subject) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        rows = locked_parties(*asked.formers, *asked.successors)
        facts = queries.party_facts([row.key for row in rows])
        olds, news = rows[: len(asked.formers)], rows[len(asked.formers) :]
        require(
            may_succeed(
                asked,
                [facts[row.key] for row in olds],
                [facts[row.key] for row in news],
                today=deed.today,
                open_subjects=open_subjects({row.pk for row in olds}),
                interests=access.interests_of(actor),
            )
        )
        steps = [
            (old, new, asked.kind != "separation" and (asked.kind != "division" or new == news[0]))
            for old in olds
            for new in news
        ]
        paper = asked.paper
        row = Succession(
            kind=asked.kind,
            effective_on=asked.effective_on,
            document=clean_text(paper.number),
            document_on=paper.on,
            issuer=clean_text(paper.issuer),
            ground=asked.ground,
        )
        _recorded(row, steps, deed=deed)
        _share_out(row, asked, deed=deed)
        return int(row.pk)


def open_subjects(party_ids: Collection[int]) -> tuple[str, ...]:
    """Keys of what these parties have under way in other rooms."""
    return tuple(line.subject for m in queries.matters_of(party_ids) for line in m.lines if line.is_open)


def _recorded(row: Succession, steps: list[tuple[Party, Party, bool]], *, deed: Deed) -> Succession:
    """Write the succession with its passages, tell the parties, and leave the deed's traces."""
    row.ground = clean_text(row.ground)
    row.recorded_at, row.recorded_by = deed.moment, deed.actor.key
    row.save()
    try:
        with transaction.atomic():
            for former, successor, whole in steps:
                Passage.objects.create(succession=row, former=former, successor=successor, whole=whole)
    except IntegrityError as error:  # the last guard: somebody was faster by another way
        if "passage" not in str(error) and "goes on" not in str(error):
            raise
        raise MOVED_ON from error
    formers = list(dict.fromkeys(former for former, _, _ in steps))
    successors = list(dict.fromkeys(successor for _, successor, _ in steps))
    _next_version({*formers, *successors})
    deed.after(
        succession=row.pk,
        kind=row.kind,
        formers=[party.key for party in formers],
        successors=[party.key for party in successors],
        effective_on=row.effective_on.isoformat(),
        document=row.document,
        issuer=row.issuer,
        ground=row.ground,
    )
    event = events.PartyGoesOn(
        subject=deed.subject,
        parties=tuple(party.key for party in (*formers, *successors)),
        mark=f"succession:{row.pk}",
        kind=row.kind,
        formers=tuple(party.key for party in formers),
        successors=tuple(party.key for party in successors),
        former_names=_names(formers),
        successor_names=_names(successors),
    )
    deed.emit(event)
    tell_representatives([*formers, *successors], event.line(), deed=deed)
    deed.result(row.pk)
    return row


def _share_out(row: Succession, asked: RecordSuccession, *, deed: Deed) -> None:
    steps = {step.successor.key: step for step in row.passages.select_related("successor")}
    Share.objects.bulk_create(Share(passage=steps[holder], subject=subject) for subject, holder in asked.shares.items())
    if asked.shares:
        deed.after(shares=dict(asked.shares))


def end_succession(asked: EndSuccession, *, actor: Actor) -> None:
    """Take a merge or succession back by a deed of its own. Values taken over go back unless they changed meanwhile."""
    access.require_merge(actor)
    with command("people.end_succession", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = Succession.objects.select_for_update().filter(pk=asked.succession_id).first()
        if row is None:
            raise unknown()
        steps = list(row.passages.order_by("id"))
        parties = {p.pk: p for p in _locked({*(s.former_id for s in steps), *(s.successor_id for s in steps)})}
        deed.subject = parties[steps[0].successor_id].key
        if row.ended_at is not None:
            raise ENDED
        reasons = [*ground_reasons(asked.ground), *queries.own_reasons(parties.values(), access.interests_of(actor))]
        require(Decision.refuse_if_any(reasons))
        former, successor = parties[steps[0].former_id], parties[steps[0].successor_id]
        kept = give_back(former, successor, row.taken, deed=deed) if row.taken else ()
        row.ended_at, row.ended_by, row.end_ground = deed.moment, actor.key, clean_text(asked.ground)
        Share.objects.filter(passage__succession=row).update(ended_at=deed.moment)
        row.passages.update(ended_at=deed.moment)
        row.save(update_fields=["ended_at", "ended_by", "end_ground"])
        _next_version(parties.values())
        DuplicatePair.objects.filter(
            Q(first=former, second=successor) | Q(first=successor, second=former), state=DuplicatePair.State.MERGED
        ).update(state=DuplicatePair.State.WAITING, decided_at=None, decided_by="")
        formers = [parties[i] for i in dict.fromkeys(step.former_id for step in steps)]
        successors = [parties[i] for i in dict.fromkeys(step.successor_id for step in steps)]
        deed.after(succession=row.pk, ended=True, ground=row.end_ground, kept_as_changed=list(kept))
        event = events.SuccessionEnded(
            subject=deed.subject,
            parties=tuple(party.key for party in (*formers, *successors)),
            mark=f"succession-ended:{row.pk}",
            kind=row.kind,
            former_names=_names(formers),
            successor_names=_names(successors),
            ground=row.end_ground,
        )
        deed.emit(event)
        tell_representatives([*formers, *successors], event.line(), deed=deed)
        deed.result(True)


def locked_parties(*keys: str) -> list[Party]:
    """The parties of these keys, locked in the order of their numbers so that nobody deadlocks. Raises Missing."""
    found = {party.key: party for party in _locked({party_id(key) for key in keys})}
    if set(keys) - set(found):
        raise unknown()
    if PersonErasure.objects.filter(party__in=[party.pk for party in found.values()]).exists():
        raise Refused.because(ERASED)
    return [found[key] for key in keys]


def share_party(key: str) -> None:
    """Hold the party against mergers and successions until the deed ends, but not against others who hold it so.

    What is read of the party after it is of one piece: before the merger, or after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM people_party WHERE id = %s FOR KEY SHARE", [party_id(key)])


def standing_party(key: str) -> queries.PartyCard:
    """The party for which something is begun, held against mergers and its end until the deed is over. Raises Missing; Refused, at the field
    ``party``, for one that goes on under another or is no more."""
    share_party(key)
    reasons = may_start(queries.facts_of_party(key)).reasons
    require(Decision.refuse_if_any(replace(reason, field="party") for reason in reasons))
    return queries.party(key)


def _locked(ids: Collection[int]) -> list[Party]:
    return list(Party.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _next_version(parties: Iterable[Party]) -> None:
    for party in parties:
        party.version += 1
        party.save(update_fields=["version"])


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(f"“{party.name}”" for party in parties)


def tell_representatives(parties: Iterable[Party], title: Text, *, deed: Deed) -> None:
    """Everyone who acts for one of the parties, and persons themselves, hear of it once."""
    listed = list(parties)
    readers: dict[str, Any] = {party.key: party for party in listed if party.kind == Party.Kind.PERSON}
    readers |= dict.fromkeys(queries.representatives([party.pk for party in listed], deed.today))
    body = Text(
        "Hồ sơ, khoản hỗ trợ và lịch sử được giữ nguyên; ông/bà không phải nộp lại.",
        "Dossiers, supports and their history stay as they are; nothing has to be handed in again.",
    )
    for reader in readers:
        if reader != deed.actor.key:
            deed.notify(reader, "people.changes", title, body, f"/parties/{listed[-1].pk}/")
