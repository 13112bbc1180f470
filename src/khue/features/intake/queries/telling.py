"""What came and what went for one case, in one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.intake import access
from khue.features.intake.domain import messages, sending
from khue.features.intake.models import IntakeCase, MessageIn, MessageOut
from khue.features.intake.queries.cases import CaseCard, card
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.ui import StateView, Tone


@dataclass(frozen=True, slots=True)
class AttemptLine:
    at: datetime
    status: int | None
    arrived: bool
    took_ms: int
    said: str


@dataclass(frozen=True, slots=True)
class InLine:
    """A message in. ``erased``: its text was erased, its digest stays."""

    id: int
    kind: Text
    revision: int
    at: datetime
    taken: bool
    sha256: str
    size: int
    erased: bool
    reasons: tuple[Reason, ...]
    files: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class OutLine:
    """A message out with its attempts, newest first."""

    id: int
    name: str
    kind: Text
    at: datetime
    state: StateView
    body: str
    due_at: datetime | None
    sent_at: datetime | None
    tries: tuple[AttemptLine, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case for an officer."""

    card: CaseCard
    ins: tuple[InLine, ...]
    outs: tuple[OutLine, ...]
    files: tuple[files.FileCard, ...]
    may_send: bool
    applicant_key: str
    is_private_person: bool


def case_page(case_id: int, actor: Actor) -> CasePage:
    """Raises Missing, NotAllowed: also where the message led to no dossier and names somebody whose data are restricted."""
    actor.require(access.READ)
    row = IntakeCase.objects.select_related("source").filter(pk=case_id).first()
    if row is None:
        raise access.no_such_case()
    ins = MessageIn.objects.filter(case=row).prefetch_related("files").order_by("id")
    outs = MessageOut.objects.filter(case=row).prefetch_related("tries").order_by("id")
    found = card(row)
    applicant = people.party(found.facts.applicant_key) if found.facts else None
    concerned = applicant.key if applicant is not None else people.barred_names(actor).find(row.applicant_name)
    if concerned:
        people.require_unrestricted(actor, concerned)
    return CasePage(
        card=found,
        ins=tuple(map(_in, ins)),
        outs=tuple(map(_out, outs)),
        files=files.cards(f"intake:{row.pk}"),
        may_send=actor.may(access.SEND),
        applicant_key=applicant.key if applicant else "",
        is_private_person=applicant is not None and applicant.is_private_person,
    )


def _in(row: MessageIn) -> InLine:
    return InLine(
        id=row.pk,
        kind=messages.KINDS[row.kind],
        revision=row.revision,
        at=row.received_at,
        taken=row.taken,
        sha256=row.sha256,
        size=len(row.raw or b""),
        erased=row.erased_at is not None,
        reasons=tuple(messages.reason_from(said) for said in row.reasons),
        files=tuple((each.question, each.name, each.size) for each in row.files.all()),
    )


def _out(row: MessageOut) -> OutLine:
    tone: Tone = sending.MESSAGE_TONES[row.state]  # type: ignore[assignment]  # the table holds words of Tone only
    tries = sorted(row.tries.all(), key=lambda each: -each.pk)
    return OutLine(
        id=row.pk,
        name=row.name,
        kind=sending.KINDS.get(row.kind, Text(row.kind)),
        at=row.made_at,
        state=StateView(row.state, sending.MESSAGE_STATES[row.state], tone),
        body=row.body,
        due_at=row.due_at if row.state == "waiting" else None,
        sent_at=row.sent_at,
        tries=tuple(AttemptLine(each.at, each.status, each.arrived, each.took_ms, each.said) for each in tries),
    )


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Files of messages that led to no dossier: for those who may read intake, but of somebody whose data are restricted."""
    number = subject.partition(":")[2]
    if not actor.may(access.READ) or not number.isdecimal() or len(number) > 18:
        return False
    row = IntakeCase.objects.select_related("dossier").filter(pk=int(number)).first()
    if row is None:
        return False
    if row.dossier is not None:
        return not people.bars(actor, f"party:{row.dossier.applicant_id}")
    return not people.barred_names(actor).find(row.applicant_name)
