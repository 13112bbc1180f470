"""Copies signed by hand: recorded with their scan, confirmed by a second person where money follows, superseded, withdrawn."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused, require
from khue.features.documents import access
from khue.features.documents.domain import (
    COPY,
    AnswerCopy,
    RecordCopy,
    SignerKind,
    WithdrawCopy,
    may_answer,
    may_record,
    may_withdraw,
)
from khue.features.documents.events import CopyConfirmed, CopyEnded, CopyRecorded
from khue.features.documents.models import CopySignature, Paper, PaperCopy, Signing
from khue.features.documents.queries.copies import copy_facts, demand_on, signer_lines
from khue.features.documents.usecases.following import tell_signatures
from khue.features.documents.usecases.papers import close_signing
from khue.features.documents.usecases.parts import owner_of, parties_of
from khue.features.people import queries as people
from khue.kernel import files, uploads
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

BY_HAND = "Ký trên giấy, có lưu bản chụp"


def record_copy(asked: RecordCopy, *, actor: Actor) -> int:
    """Keep that a paper was signed by hand, with its scan; the record's id.

    It counts at once, or when a second person has confirmed it (papers from which money follows). A record that counted until
    now is superseded then, with the ground given here. Raises Refused with every reason, Conflict when the paper moved on
    since the page was opened, NotAllowed, Missing.
    """
    actor.require(access.COPIES)
    scan = _received(asked, actor)
    with command("documents.record_copy", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        paper = _locked(asked.code, actor)
        deed.subject = f"paper:{paper.pk}"
        require(may_record(copy_facts(paper), asked, deed.today))
        require_seen(asked.seen, paper.stamp)
        if isinstance(scan, Refused):
            raise scan
        assert scan is not None, "may_record has seen it"
        copy = _record(asked, scan, paper, deed=deed)
        if copy.second_person:
            _ask_second_person(copy, paper, deed=deed)
        else:
            _count(copy, paper, deed=deed)
        deed.result(copy.pk)
        return int(copy.pk)


def _received(asked: RecordCopy, actor: Actor) -> files.Received | Refused | None:
    """The scan, checked before the transaction. A refusal waits, so that all reasons of the rule come first."""
    if asked.scan is None or isinstance(asked.scan, files.Received):
        return asked.scan
    paper = Paper.objects.filter(code=asked.code).first()
    if paper is None or not access.may_read(actor, paper.subject):
        raise access.no_such_paper()
    try:
        got = files.receive(asked.scan, field="scan")
    except Refused as refused:
        return refused
    return got if got.media_type in uploads.SHOWN_IN_BROWSER else Refused.because(_no_picture())


def _no_picture() -> Reason:
    return Reason(
        "copy.no_picture",
        Text("Bản chụp phải là tệp PDF, PNG hoặc JPEG.", "The scan is a PDF, PNG or JPEG."),
        Text("Mời ông/bà quét hoặc chụp lại bản giấy rồi tải lên.", "Scan or photograph the sheet, then upload it."),
        "scan",
    )


def _record(asked: RecordCopy, scan: files.Received, paper: Paper, *, deed: Deed) -> PaperCopy:
    demand = demand_on(paper.reference)
    side = next((one.who for one in demand.wanted if one.kind is SignerKind.MANDATE), deed.actor.key)
    stored = files.store(
        scan, deed=deed, owner=owner_of(paper) or side, kind=f"{paper.kind}-signed-copy", subject=paper.subject
    )
    standing = PaperCopy.objects.filter(paper=paper, state="confirmed").first()
    last = paper.copies.order_by("-number").values_list("number", flat=True).first() or 0
    copy = PaperCopy.objects.create(
        paper=paper,
        number=last + 1,
        scan=stored.pk,
        sha256=stored.sha256,
        kept_at=asked.kept_at.strip()[:200],
        second_person=demand.binds_money,
        recorded_by=deed.actor.key,
        recorded_for=deed.actor.stands_in_for,
        recorded_name=deed.actor.name,
        recorded_at=deed.moment,
        supersedes=standing,
        supersedes_ground=asked.ground.strip()[:500] if standing else "",
    )
    given = {one.turn: one for one in asked.signatures}
    lines = {line.turn: line for line in signer_lines(paper)}
    CopySignature.objects.bulk_create(
        CopySignature(
            copy=copy,
            turn=turn,
            label_vi=line.label.vi,
            label_en=line.label.en,
            office=line.office,
            name=given[turn].name.strip()[:200],
            signed_on=on,
        )
        for turn, line in lines.items()
        if (on := given[turn].signed_on) is not None  # may_record has seen each
    )
    paper.stamp += 1
    paper.save(update_fields=["stamp"])
    deed.after(
        copy=copy.number,
        sha256=stored.sha256,
        kept_at=copy.kept_at,
        second_person=copy.second_person,
        signed_on=[str(one.signed_on) for one in asked.signatures],
        supersedes=standing.number if standing else None,
        ground=copy.supersedes_ground,
    )
    deed.personal(signers=[one.name.strip() for one in asked.signatures])
    deed.emit(
        CopyRecorded(
            subject=deed.subject,
            parties=_told(paper),
            paper=paper.code,
            reference=paper.reference,
            number=paper.number,
            counts=not copy.second_person,
        )
    )
    return copy


def _ask_second_person(copy: PaperCopy, paper: Paper, *, deed: Deed) -> None:
    title = Text(
        f"Bản giấy đã ký của văn bản {paper.number} chờ đối chiếu",
        f"A signed copy of paper {paper.number} awaits a second person",
    )
    body = Text(
        f"{copy.recorded_name} đã ghi nhận. Nơi lưu bản giấy: {copy.kept_at}.",
        f"Recorded by {copy.recorded_name}. The sheet is kept at: {copy.kept_at}.",
    )
    hands = {copy.recorded_by, copy.recorded_for}
    for card in people.people_with_right(access.COPIES, deed.today):
        if card.key not in hands:
            deed.notify(card.key, "signing", title, body, f"/documents/papers/{paper.code}/")


def _count(copy: PaperCopy, paper: Paper, *, deed: Deed) -> None:
    """From now on the paper is signed: an earlier record ends, and electronic signatures are no longer asked for."""
    earlier = PaperCopy.objects.select_for_update().filter(paper=paper, state="confirmed").first()
    if earlier is not None:
        earlier.state, earlier.ended_at = COPY.after(earlier.state, "supersede"), deed.moment
        earlier.save(update_fields=["state", "ended_at"])
    copy.state = COPY.after(copy.state, "confirm")
    copy.save(update_fields=["state", "answered_by", "answered_for", "answered_name", "answered_at", "ground"])
    for signing in Signing.objects.select_for_update().filter(paper=paper, ended_at=None):
        close_signing(signing, "supersede", BY_HAND, deed=deed)
    deed.after(copy_state=copy.state)
    tell_signatures(paper, deed=deed)


def answer_copy(asked: AnswerCopy, *, actor: Actor) -> None:
    """A second person has compared the sheet with the record.

    Raises Refused with every reason, Conflict when the paper moved on since the page was opened, NotAllowed, Missing.
    """
    actor.require(access.COPIES)
    with command("documents.answer_copy", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        copy, paper = _locked_copy(asked.copy_id, actor)
        deed.subject = f"paper:{paper.pk}"
        require(
            may_answer(
                copy.state,
                asked,
                recorders=(copy.recorded_by, copy.recorded_for),
                hands=actor.hands,
                in_force=paper.state == "in_force",
                signed=Signing.objects.filter(paper=paper, state="signed").exists(),
            )
        )
        require_seen(asked.seen, paper.stamp)
        deed.before(copy=copy.number, copy_state=copy.state)
        copy.answered_by, copy.answered_for = actor.key, actor.stands_in_for
        copy.answered_name, copy.answered_at = actor.name, deed.moment
        if asked.confirmed:
            _count(copy, paper, deed=deed)
            deed.emit(CopyConfirmed(**_said(paper, deed)))
        else:
            _end(copy, "refuse", asked.ground, paper, deed=deed)
        _touch(paper)
        deed.result(True)


def withdraw_copy(asked: WithdrawCopy, *, actor: Actor) -> None:
    """The record was wrong altogether: it no longer counts, and stays readable with the ground.

    Raises Refused, Conflict when the paper moved on since the page was opened, NotAllowed, Missing.
    """
    actor.require(access.COPIES)
    with command("documents.withdraw_copy", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        copy, paper = _locked_copy(asked.copy_id, actor)
        deed.subject = f"paper:{paper.pk}"
        require(may_withdraw(copy.state, asked.ground))
        require_seen(asked.seen, paper.stamp)
        deed.before(copy=copy.number, copy_state=copy.state)
        _end(copy, "withdraw", asked.ground, paper, deed=deed)
        _touch(paper)
        tell_signatures(paper, copy.ground, deed=deed)
        deed.result(True)


def _end(copy: PaperCopy, transition: str, ground: str, paper: Paper, *, deed: Deed) -> None:
    copy.state, copy.ended_at = COPY.after(copy.state, transition), deed.moment
    copy.ground = ground.strip()[:500]
    copy.save(
        update_fields=["state", "ended_at", "ground", "answered_by", "answered_for", "answered_name", "answered_at"]
    )
    deed.after(copy_state=copy.state, ground=copy.ground)
    deed.emit(CopyEnded(**_said(paper, deed), withdrawn=copy.state == "withdrawn"))
    if copy.recorded_by != deed.actor.key and copy.recorded_by.startswith("party:"):
        title = Text(
            f"Bản ghi bản giấy của văn bản {paper.number}: {COPY.label(copy.state).vi.lower()}",
            f"Your record of a signed copy of {paper.number}: {COPY.label(copy.state).en.lower()}",
        )
        deed.notify(
            copy.recorded_by, "signing", title, Text(copy.ground, copy.ground), f"/documents/papers/{paper.code}/"
        )


def _told(paper: Paper) -> tuple[str, ...]:
    """Whose timeline hears of it. A sheet may come back signed before the paper's own file, which names its owner, is there."""
    if parties := parties_of(paper):
        return parties
    sides = (one.who for one in demand_on(paper.reference).wanted if one.kind is SignerKind.MANDATE)
    return tuple(dict.fromkeys(key for key in sides if key.startswith("party:")))


def _said(paper: Paper, deed: Deed) -> dict[str, Any]:
    return {
        "subject": deed.subject,
        "parties": _told(paper),
        "paper": paper.code,
        "reference": paper.reference,
        "number": paper.number,
    }


def _touch(paper: Paper) -> None:
    paper.stamp += 1
    paper.save(update_fields=["stamp"])


def _locked(code: str, actor: Actor) -> Paper:
    paper = Paper.objects.select_for_update().filter(code=code).first()
    if paper is None or not access.may_read(actor, paper.subject):
        raise access.no_such_paper()
    return paper


def _locked_copy(copy_id: int, actor: Actor) -> tuple[PaperCopy, Paper]:
    """The paper first, as every other deed on it does. Raises Missing."""
    code = PaperCopy.objects.filter(pk=copy_id).values_list("paper__code", flat=True).first()
    if code is None:
        raise Missing(
            Text("Không có bản ghi này.", "There is no such record."),
            Text("Mời ông/bà mở lại trang văn bản.", "Open the paper again."),
        )
    paper = _locked(code, actor)
    return PaperCopy.objects.select_for_update().get(pk=copy_id), paper
