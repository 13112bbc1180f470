"""Messages in: each is taken once per (source, external id, revision), and kept as it came whatever became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries import DossierFacts
from khue.features.intake import access
from khue.features.intake.domain import messages as rules
from khue.features.intake.domain.messages import Message, SentFile
from khue.features.intake.models import IntakeCase, MessageFile, MessageIn, Source
from khue.features.intake.usecases.parts import told_of
from khue.kernel import files as kept_files
from khue.kernel.deeds import Deed, command
from khue.kernel.files import Received


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a message: plain JSON, the same each time it comes. ``refusal`` when its content was refused."""

    answer: Mapping[str, Any]
    refusal: Decision | None = None
    repeated: bool = False


@dataclass(slots=True)
class Files:
    """What became of a message's files: kept ones by question, and why others were not."""

    sent: tuple[SentFile, ...] = ()
    kept: dict[str, Received] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)


@contextmanager
def message_for(name: str, message: Message, *, actor: Actor) -> Iterator[tuple[Deed, IntakeCase | Outcome]]:
    """The deed around a later message of a case: the locked case, or the answer when it was here before. Raises Missing."""
    source = access.source_of(actor)
    with command(name, actor) as deed:
        mine = IntakeCase.objects.filter(source=source, external_id=message.external_id)
        # Officers' deeds lock the dossier and then its case, so this one does too.
        dossier = mine.values_list("dossier_id", flat=True).first()
        if dossier is not None:
            dossiers.locked_dossier(dossier)
        case = mine.select_for_update().first()
        if case is None:
            raise access.no_such_case()
        if case.dossier_id != dossier:
            raise _just_taken_in(case)
        deed.subject = f"intake:{case.pk}"
        before = answered_before(case, message)
        if before is not None:
            deed.nothing_done()
        yield deed, before or case


def _just_taken_in(case: IntakeCase) -> Conflict:
    return Conflict(
        Text(f"Hồ sơ {case.external_id} vừa được nhận.", f"Dossier {case.external_id} was taken in just now."),
        Text("Mời gửi lại đúng nội dung này.", "Send the very same content again."),
    )


def judged(deed: Deed, part: Callable[[], DossierFacts]) -> tuple[DossierFacts | None, Decision | None]:
    """What it brought about, or the refusal: then nothing of the part is left but its reasons."""
    try:
        with deed.attempt():
            return part(), None
    except Refused as refused:
        return None, refused.decision


def known(source: Source, message: Message) -> Outcome | None:
    """The answer of before, looked up without a lock, so that a repetition writes no file."""
    row = MessageIn.objects.filter(
        case__source=source, case__external_id=message.external_id, revision=message.revision
    ).first()
    return None if row is None else _again(row, message)


def answered_before(case: IntakeCase, message: Message) -> Outcome | None:
    """The answer that the same message got. Raises Conflict for other words under its number, or an overtaken number."""
    row = MessageIn.objects.filter(case=case, revision=message.revision).first() if case.revision else None
    if row is not None:
        return _again(row, message)
    if message.revision < case.revision:
        raise Conflict(
            Text(
                f"Đã nhận bản {case.revision} của hồ sơ {case.external_id}; bản {message.revision} tới sau nên không nhận.",
                f"Revision {case.revision} of {case.external_id} was taken already; revision {message.revision} came too late.",
            ),
            Text(
                "Mời đọc trạng thái hiện tại bằng GET rồi gửi với số revision lớn hơn.",
                "Read the present state by GET, then send with a higher revision.",
            ),
        )
    return None


def _again(row: MessageIn, message: Message) -> Outcome:
    if row.digest != message.digest:
        when = f"{row.received_at.astimezone(CITY_ZONE):%H:%M:%S %d/%m/%Y}"
        raise Conflict(
            Text(
                f"Bản {row.revision} của hồ sơ này đã được nhận lúc {when} với nội dung khác"
                f" (SHA-256 {row.digest[:16]}…; bản vừa gửi {message.digest[:16]}…).",
                f"Revision {row.revision} of this dossier was received at {english_day(when)} with another content"
                f" (SHA-256 {row.digest[:16]}…; this one {message.digest[:16]}…).",
            ),
            Text(
                "Nếu nội dung đã thay đổi, mời gửi với số revision lớn hơn; nếu không, gửi lại đúng nội dung cũ.",
                "If the content has changed, send it with a higher revision; if not, send the very same content.",
            ),
        )
    refusal = None if row.taken else Decision.refuse(*map(rules.reason_from, row.reasons))
    return Outcome(row.answer, refusal, repeated=True)


def receive_files(sent: tuple[SentFile, ...]) -> Files:
    """Bytes to disk before the deed, so that no lock waits for them; a file that can't be taken is a reason."""
    files = Files(sent)
    for item in sent:
        try:
            files.kept[item.question] = kept_files.receive(item.upload, field=item.question)
        except Refused as refused:
            files.reasons += refused.decision.reasons
    return files


def keep(
    case: IntakeCase, kind: str, message: Message, facts: DossierFacts | None, refusal: Decision | None, *, deed: Deed,
    files: Files | None = None,
) -> Outcome:  # fmt: skip
    """The message as it came, with its answer."""
    files = files or Files()
    told = told_of(case, facts)
    answer = {
        "external_id": case.external_id,
        "revision": message.revision,
        "kind": kind,
        "taken": refusal is None,
        "dossier": told.number,
        "states": dict(told.states),
        "due_on": told.due_on.isoformat() if told.due_on else None,
        "received_at": deed.moment.isoformat(),
        "digest": message.digest,
    }
    reasons = [reason.to_json() for reason in refusal.reasons] if refusal else []
    row = MessageIn.objects.create(
        case=case, revision=message.revision, kind=kind, digest=message.digest,
        sha256=hashlib.sha256(message.raw).hexdigest(), raw=message.raw, taken=refusal is None, reasons=reasons,
        answer=answer, sent_at=message.sent_at, received_at=deed.moment, via=deed.actor.via[:40],
        request=deed.actor.request_id[:64],
    )  # fmt: skip
    if refusal is not None:
        _keep_refused_files(case, files, deed=deed)
    MessageFile.objects.bulk_create(
        MessageFile(
            message=row, question=item.question[:120], name=item.name[:200], size=item.size, sha256=item.sha256,
            file=files.kept[item.question].id if item.question in files.kept else None,
        )
        for item in files.sent
    )  # fmt: skip
    deed.after(revision=message.revision, digest=message.digest, taken=refusal is None)
    if refusal is not None:
        deed.decide(refusal)
    return Outcome(answer, refusal)


def _keep_refused_files(case: IntakeCase, files: Files, *, deed: Deed) -> None:
    """Files of a message that led to no dossier are kept with it, for those who may read intake."""
    kept_files.store_many(files.kept, deed=deed, owner=deed.actor.key, subject=f"intake:{case.pk}")
