"""A dossier of another system becomes one of ours, through the same door as on the screen."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import WholeDossier
from khue.features.dossiers.queries import DossierFacts
from khue.features.intake import access
from khue.features.intake.domain import messages as rules
from khue.features.intake.domain.messages import Message, TakeInDossier
from khue.features.intake.domain.sources import may_send_new
from khue.features.intake.domain.states import REFUSED_CONTENT
from khue.features.intake.domain.telling import Change
from khue.features.intake.events import DossierTakenIn
from khue.features.intake.models import IntakeCase, Source
from khue.features.intake.usecases.parts import write_changes
from khue.features.intake.usecases.paying import fee_changes
from khue.features.intake.usecases.receiving import (
    Files,
    Outcome,
    answered_before,
    judged,
    keep,
    known,
    receive_files,
)
from khue.features.people import usecases as people
from khue.features.people.domain.commands import IdentifiedParty
from khue.kernel.deeds import Deed, command

FIRST_LOOK = """
SELECT s.*, p.procedure_key AS means, EXISTS (
    SELECT FROM intake_intakecase c JOIN intake_messagein m ON m.case_id = c.id
    WHERE c.source_id = s.id AND c.external_id = %(external_id)s AND m.revision = %(revision)s
) AS was_here
FROM intake_source s
LEFT JOIN intake_sourceprocedure p ON p.source_id = s.id AND p.code = %(code)s AND p.ended_at IS NULL
WHERE s.id = %(source)s
"""


def take_in_dossier(asked: TakeInDossier, *, actor: Actor) -> Outcome:
    """A dossier becomes one of ours, or is kept as refused for its content. Raises Conflict: says why it can't be taken.

    A new dossier of a closed source is refused and not kept. Refused content is corrected by a newer revision; what
    was taken in is changed by a supplement only.
    """
    source, procedure, before = _first_look(asked, actor)
    if before is not None:
        return before
    _require_open(source)
    files = receive_files(asked.files)
    with command("intake.take_in_dossier", actor) as deed:
        _hold_open(source)
        case = _case(source, asked, deed.moment)
        deed.subject = f"intake:{case.pk}"
        before = answered_before(case, asked.message)
        if before is not None:
            deed.nothing_done()
            return before
        if case.dossier_id is not None:
            raise _taken_in_already(case)
        was_refused = case.refusal is not None
        facts, refusal = judged(deed, lambda: _take_in(source, asked, procedure, files, deed=deed))
        case.revision, case.refusal = (
            asked.message.revision,
            [r.to_json() for r in refusal.reasons] if refusal else None,
        )
        case.dossier_id = facts.id if facts else None
        case.applicant_name = (facts.applicant_name if facts else asked.applicant.name)[:200]
        case.procedure_code, case.fee_due = asked.procedure, asked.fee.due
        told = _first_changes(case, facts, was_refused=was_refused)
        told += [] if facts is None else fee_changes(case, asked.fee, deed=deed)
        write_changes(case, told, facts, cause=f"message:{asked.message.revision}", deed=deed)
        _trace(case, source, facts, asked.message, deed=deed)
        return keep(case, "submission", asked.message, facts, refusal, deed=deed, files=files)


def _hold_open(source: Source) -> None:
    """Whoever closes the source waits for this message, and the other way round; messages do not wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT closed_at, closed_ground FROM intake_source WHERE id = %s FOR KEY SHARE", [source.pk])
        source.closed_at, source.closed_ground = cursor.fetchone()
    _require_open(source)


def _require_open(source: Source) -> None:
    closed_on = source.closed_at.astimezone(CITY_ZONE).date() if source.closed_at else None
    require(may_send_new(Text(source.name_vi, source.name_en or source.name_vi), closed_on, source.closed_ground))


def _first_look(asked: TakeInDossier, actor: Actor) -> tuple[Source, str | None, Outcome | None]:
    """Who sends, which of our procedures the code means, and the answer of before if it was here; no lock is held.

    Raises NotAllowed, and Conflict as ``known`` does.
    """
    said = {
        "source": access.number_of(actor),
        "code": asked.procedure,
        "external_id": asked.message.external_id,
        "revision": asked.message.revision,
    }
    source: Any = next(iter(Source.objects.raw(FIRST_LOOK, said)), None)
    if source is None:
        raise access.no_source()
    return source, source.means, known(source, asked.message) if source.was_here else None


def _case(source: Source, asked: TakeInDossier, now: datetime) -> IntakeCase:
    """The case under its lock, made when it is the first time: of many at once one makes it, the others wait."""
    lodged = asked.received_at or now
    case = IntakeCase(
        source=source,
        external_id=asked.message.external_id,
        procedure_code=asked.procedure,
        applicant_name=asked.applicant.name[:200],
        lodged_at=lodged,
        lodged_on=lodged.astimezone(CITY_ZONE).date(),
        received_at=now,
    )
    columns = [field for field in IntakeCase._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        values = [field.get_db_prep_save(getattr(case, field.attname), connection) for field in columns]
        cursor.execute(_insert(tuple(field.column for field in columns)), values)
        row = cursor.fetchone()
    if row is None:
        return IntakeCase.objects.select_for_update().get(source=source, external_id=asked.message.external_id)
    case.pk, case._state.adding = row[0], False
    return case


@cache
def _insert(columns: tuple[str, ...]) -> str:
    """Whoever writes the row holds it; only whoever finds it there must ask for it once more."""
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    conflict = "ON CONFLICT (source_id, external_id) DO NOTHING RETURNING id"
    return f"INSERT INTO intake_intakecase ({names}) VALUES ({places}) {conflict}"


def _take_in(source: Source, asked: TakeInDossier, procedure: str | None, files: Files, *, deed: Deed) -> DossierFacts:
    """Through the same door as on the screen. Raises Refused with all reasons that can be known."""
    reasons = [*files.reasons, *rules.moment_reasons(asked.received_at, deed.moment, "received_at")]
    if procedure is None:
        reasons.append(rules.unknown_procedure(asked.procedure))
    certifier = asked.certifier or (asked.applicant if asked.applicant.kind == "person" else None)
    if certifier is None or certifier.kind != "person":
        reasons.append(rules.no_person_certifies())
    applicant = _party(asked.applicant, "applicant", reasons, deed=deed)
    person = applicant
    if certifier is not None and certifier is not asked.applicant:
        person = _party(certifier, "certifier", reasons, deed=deed)
    if procedure is None or applicant is None or person is None:
        raise Refused.because(*reasons)
    whole = WholeDossier(
        procedure, applicant, person, asked.certified, asked.answers, files.kept, source.code, asked.message.external_id
    )
    try:
        found = dossiers.take_in_whole(whole, deed=deed)
    except Refused as refused:
        raise Refused.because(*reasons, *map(rules.in_answers, refused.decision.reasons)) from refused
    if reasons:
        raise Refused.because(*reasons)
    return found


def _party(asked: IdentifiedParty, place: str, reasons: list[Reason], *, deed: Deed) -> str | None:
    try:
        return people.identified_party(asked, deed=deed)
    except Refused as refused:
        reasons += [rules.at(reason, place) for reason in refused.decision.reasons]
        return None


def _first_changes(case: IntakeCase, facts: DossierFacts | None, *, was_refused: bool) -> list[Change]:
    before = REFUSED_CONTENT if was_refused else ""
    after = facts.state if facts else REFUSED_CONTENT
    first = [] if was_refused else [Change("sync", "", "pending")]
    return [*first, Change("business", before, after)] if before != after else first


def _trace(case: IntakeCase, source: Source, facts: DossierFacts | None, message: Message, *, deed: Deed) -> None:
    deed.after(source=source.code, external_id=case.external_id, dossier=facts.number if facts else None)
    if facts is not None:
        deed.emit(
            DossierTakenIn(
                subject=deed.subject,
                parties=(facts.applicant_key,),
                external_id=case.external_id,
                source_vi=source.name_vi,
                source_en=source.name_en or source.name_vi,
                number=facts.number,
            )
        )


def _taken_in_already(case: IntakeCase) -> Conflict:
    return Conflict(
        Text(
            f"Hồ sơ {case.external_id} đã được nhận (bản {case.revision}) nên không nhận lại từ đầu.",
            f"Dossier {case.external_id} was taken in already (revision {case.revision}), so it is not taken in anew.",
        ),
        Text(
            "Khi được yêu cầu bổ sung, mời gửi bổ sung; nếu không còn cần giải quyết, mời gửi rút hồ sơ.",
            "Send a supplement when one is asked for, or a withdrawal when it is no longer wanted.",
        ),
    )
