"""Lawful erasure by two officers: propose, confirm, decline. What goes is counted; chains and ledger stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.dossiers.queries import erasing as dossiers
from khue.features.dossiers.usecases import erase_draft
from khue.features.people import queries as people
from khue.features.people.usecases import erase_person, hold_party
from khue.features.privacy import access
from khue.features.privacy.domain.erasing import (
    BREACH,
    DRAFT,
    ERASURE,
    KINDS,
    PARAMETERS,
    PERSON,
    Confirmed,
    ConfirmErasure,
    DeclineErasure,
    ProposeErasure,
    may_confirm,
    may_decline,
    may_propose,
    may_repeat,
)
from khue.features.privacy.domain.requests import REQUEST
from khue.features.privacy.events import RequestDone
from khue.features.privacy.models import Breach, Erasure, SubjectRequest
from khue.features.privacy.queries.holding import standing_of, still_there
from khue.features.privacy.usecases.parts import LAST, about, locked_request, told_line, write
from khue.kernel.deeds import Deed, command
from khue.kernel.erasing import (
    GONE,
    erase_audit_values,
    erase_files,
    erase_notices,
    erase_timeline,
    unname_viewer,
)
from khue.kernel.models import StoredFile

Eraser = Callable[[str, Deed], int]
_erasers: dict[str, Eraser] = {}


def wire_eraser(name: str, eraser: Eraser) -> None:
    """Called by ``site``: ``eraser(key of a record, deed)`` deletes what a room above keeps for that person; how much."""
    _erasers[name] = eraser


DONE_WORDS = "Dữ liệu cá nhân đã được xóa."


def propose_erasure(asked: ProposeErasure, *, actor: Actor) -> int:
    """Propose; somebody else confirms. Raises Refused with everything that holds it back. Returns the erasure's id."""
    actor.require(access.HANDLE)
    with command("privacy.propose_erasure", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        _require_known(asked.kind, asked.subject)
        _hold(asked.kind, asked.subject, deed=deed)
        request = locked_request(asked.request_id) if asked.request_id else None
        facts = standing_of(asked.kind, asked.subject, actor, request)
        opened = Erasure.objects.filter(subject=asked.subject, state="proposed").exists()
        require(may_propose(facts, asked.ground, open_one=opened))
        erasure = Erasure.objects.create(
            kind=asked.kind,
            subject=asked.subject,
            label=_label(asked.kind, asked.subject),
            ground=asked.ground.strip(),
            parameter="" if facts.requested else PARAMETERS[asked.kind],
            request=request if facts.requested else None,
            proposed_by=actor.key,
            proposed_by_name=actor.name,
            proposed_at=deed.moment,
        )
        deed.subject = f"erasure:{erasure.pk}"
        deed.after(state=erasure.state, kind=asked.kind, of=asked.subject, ground=erasure.ground)
        _tell_second(erasure, deed=deed)
        deed.result(erasure.pk)
        return int(erasure.pk)


def confirm_erasure(asked: ConfirmErasure, *, actor: Actor) -> dict[str, int]:
    """Erase now, as the second officer. Judged anew; whole or not at all. What went, by kind."""
    actor.require(access.CONFIRM)
    with command("privacy.confirm_erasure", actor, subject=f"erasure:{asked.erasure_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return dict(before)
        erasure = _locked(asked.erasure_id)
        request = locked_request(erasure.request_id) if erasure.request_id else None
        if erasure.state == "proposed":
            _hold(erasure.kind, erasure.subject, deed=deed)
        facts = standing_of(erasure.kind, erasure.subject, actor, request)
        require(may_confirm(erasure.state, facts, erasure.proposed_by, actor.hands))
        if request is not None:
            _finish(request, asked.told, deed=deed)
        counts = _ERASE[erasure.kind](erasure, deed)
        erasure.state = ERASURE.after(erasure.state, "confirm")
        erasure.label, erasure.counts = "", counts
        _decide(erasure, deed=deed)
        deed.after(
            state=erasure.state,
            kind=erasure.kind,
            of=erasure.subject,
            counts=counts,
            by_proposal_of=erasure.proposed_by,
            ground=erasure.ground,
        )
        deed.result(counts)
        return counts


def repeat_erasure(asked: Confirmed, *, actor: Actor) -> bool:
    """Carry out again what two officers had decided and a restore brought back; False when it is not there any more.

    Raises Refused when something holds the record back in the data as they are now: then officers propose it anew.
    """
    actor.require(access.REPEAT_JOB)
    with command("privacy.repeat_erasure", actor) as deed:
        _require_kind(asked.kind, asked.subject)
        if not still_there(asked):
            deed.nothing_done()
            return False
        _hold(asked.kind, asked.subject, deed=deed)
        require(may_repeat(standing_of(asked.kind, asked.subject, actor)))
        erasure = Erasure.objects.select_for_update().filter(subject=asked.subject, state="proposed").first()
        erasure = erasure or Erasure(
            kind=asked.kind, subject=asked.subject, ground=asked.ground, proposed_by=asked.proposed_by,
            proposed_by_name=asked.proposed_by, proposed_at=asked.at,
        )  # fmt: skip
        counts = _ERASE[asked.kind](erasure, deed)
        erasure.state, erasure.label, erasure.counts = "done", "", counts
        erasure.decided_by, erasure.decided_by_name = asked.decided_by, asked.decided_by
        erasure.decided_at = deed.moment
        erasure.save()
        deed.subject = f"erasure:{erasure.pk}"
        deed.after(state="done", kind=asked.kind, of=asked.subject, counts=counts, by_proposal_of=asked.proposed_by)
        deed.after(ground=asked.ground, decided_by=asked.decided_by, first_at=asked.at.isoformat())
        return True


def decline_erasure(asked: DeclineErasure, *, actor: Actor) -> None:
    """Not erased, with the reason; it may be proposed again."""
    actor.require(access.CONFIRM)
    with command("privacy.decline_erasure", actor, subject=f"erasure:{asked.erasure_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        erasure = _locked(asked.erasure_id)
        require(may_decline(erasure.state, asked.ground))
        erasure.state = ERASURE.after(erasure.state, "decline")
        erasure.decline_ground = asked.ground.strip()
        _decide(erasure, deed=deed)
        deed.after(state=erasure.state, ground=erasure.decline_ground)
        deed.result(True)


def _decide(erasure: Erasure, *, deed: Deed) -> None:
    erasure.decided_by, erasure.decided_by_name = deed.actor.key, deed.actor.name
    erasure.decided_at = deed.moment
    erasure.save()


# -- what goes ---------------------------------------------------------------------------------------------------------


def _erase_draft(erasure: Erasure, deed: Deed) -> dict[str, int]:
    number = int(erasure.subject.partition(":")[2])
    counts = erase_draft(number, deed=deed)
    counts["audit_values"] = erase_audit_values([erasure.subject], erasure.ground, deed=deed)
    return counts


def _erase_person(erasure: Erasure, deed: Deed) -> dict[str, int]:
    """Everything that lies under the person's keys: the record, and those that were merged into it."""
    counts: Counter[str] = Counter()
    for key in people.same_party(erasure.subject):
        counts.update(_erase_key(key, erasure, deed))
        # The index of the search follows the audit: this deed names each record among its subjects.
        deed.about(key)
    return dict(counts)


def _erase_key(key: str, erasure: Erasure, deed: Deed) -> Counter[str]:
    name = people.party(key).name
    subjects = [key, f"consents:{key}"]
    counts: Counter[str] = Counter()
    for number in dossiers.drafts_of(key):
        counts.update(erase_draft(number, deed=deed))
        subjects.append(f"dossier:{number}")
    counts.update(erase_person(key, erasure.ground, proposed_by=erasure.proposed_by, deed=deed))
    requests = SubjectRequest.objects.filter(party=key)
    subjects += [f"subject_request:{number}" for number in requests.values_list("pk", flat=True)]
    own = StoredFile.objects.filter(owner=key, subject=key).values_list("pk", flat=True)
    counts.update(
        requests=_redact(key),
        notices=erase_notices(key, deed=deed),
        timeline=erase_timeline(key, name, deed=deed),
        looks=unname_viewer(key, deed=deed),
        audit_values=erase_audit_values(subjects, erasure.ground, deed=deed),
        files=erase_files(list(own), deed=deed),
        **{what: eraser(key, deed) for what, eraser in _erasers.items()},
    )
    return counts


def _redact(party: str) -> int:
    """What the person wrote in requests goes; that there were such requests, and when they were answered, stays."""
    blank = {"party_name": GONE, "details": "", "told": ""}
    rows = SubjectRequest.objects.filter(party=party)
    rows.filter(channel="paper").update(identity=GONE)
    rows.exclude(answer="").update(answer=GONE)
    rows.exclude(outcome="").update(outcome=GONE)
    rows.exclude(extension_ground="").update(extension_ground=GONE)
    return rows.update(**blank)


def _erase_breach(erasure: Erasure, deed: Deed) -> dict[str, int]:
    number = int(erasure.subject.partition(":")[2])
    breach = Breach.objects.select_for_update().get(pk=number)
    stored = list(StoredFile.objects.filter(subject=erasure.subject).values_list("pk", flat=True))
    counts = {
        "files": erase_files(stored, deed=deed),
        "told": breach.told.all().delete()[0],
        "notices_sent": breach.notices.all().delete()[0],
        "audit_values": erase_audit_values([erasure.subject], erasure.ground, deed=deed),
    }
    breach.delete()
    return counts


_ERASE = {DRAFT: _erase_draft, PERSON: _erase_person, BREACH: _erase_breach}


def _finish(request: SubjectRequest, told: str, *, deed: Deed) -> None:
    """The erasure carries the person's request out; its words go with everything else."""
    write(
        request,
        state=REQUEST.after(request.state, "finish"),
        outcome=DONE_WORDS,
        ended_on=deed.today,
        ended_by=deed.actor.key,
        ended_by_name=deed.actor.name,
        told=told_line(request, told, deed),
        sort_on=LAST,
    )
    deed.emit(RequestDone(**{**about(request), "parties": ()}))


# -- parts -------------------------------------------------------------------------------------------------------------


def _locked(erasure_id: int) -> Erasure:
    found = Erasure.objects.select_for_update().filter(pk=erasure_id).first()
    if found is None:
        raise access.no_such_erasure()
    return found


def _require_known(kind: str, subject: str) -> None:
    _require_kind(kind, subject)
    if kind == BREACH and not Breach.objects.filter(pk=int(subject.partition(":")[2])).exists():
        raise access.no_such_breach()


def _require_kind(kind: str, subject: str) -> None:
    wanted = {DRAFT: "dossier", PERSON: "party", BREACH: "breach"}.get(kind, "")
    head, _, number = subject.partition(":")
    if not wanted or head != wanted or not (number.isascii() and number.isdecimal() and len(number) < 18):
        raise access.no_such_erasure()


def _hold(kind: str, subject: str, *, deed: Deed) -> None:
    """The record stands still while it is judged and erased."""
    if kind == PERSON:
        hold_party(subject, deed=deed)


def _label(kind: str, subject: str) -> str:
    if kind == PERSON:
        return people.party(subject).name
    if kind == BREACH:
        return Breach.objects.get(pk=int(subject.partition(":")[2])).number
    found = dossiers.draft(int(subject.partition(":")[2]))
    if found is None:
        raise Refused.because(_gone())
    return f"{found.number} · {found.title}"[:300]


def _gone() -> Reason:
    return Reason(
        "gone",
        Text("Không còn bản nháp này.", "There is no such draft any more."),
        Text("Mời ông/bà mở lại danh sách.", "Open the list again."),
    )


def _tell_second(erasure: Erasure, *, deed: Deed) -> None:
    for card in people.people_with_right(access.CONFIRM, deed.today):
        if card.key != deed.actor.key and card.key != erasure.subject:
            deed.notify(
                card.key,
                "task",
                Text("Đề xuất xóa dữ liệu chờ xác nhận", "An erasure waits for your confirmation"),
                KINDS[erasure.kind].capitalised(),
                f"/privacy/erasures/{erasure.pk}/",
            )
