"""Dossiers that another system sends whole: the same questions, rules and steps as on the pages. Each joins a deed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import Refused, require
from khue.core.folding import fold
from khue.features.dossiers import access
from khue.features.dossiers.domain.answers import kept, open_questions, title_of
from khue.features.dossiers.domain.commands import WholeDossier
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.domain.sent import cleaned, file_reason, put_file, whole_reasons
from khue.features.dossiers.domain.steps import DOSSIER, Certifier, may_submit
from khue.features.dossiers.models import Dossier, DraftFile
from khue.features.dossiers.queries import DossierFacts, definition, facts_of, newest_version
from khue.features.dossiers.usecases.parts import locked_dossier, new_dossier_number
from khue.features.dossiers.usecases.submitting import answer_request, enter, take_back
from khue.features.dossiers.usecases.wiring import check_application
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.files import Received


def take_in_whole(asked: WholeDossier, *, deed: Deed) -> DossierFacts:
    """Begun and handed in at once, under the version in force today. Raises Refused with every reason, Missing.

    Whoever sends it has established who the applicant is and who certifies; the deed has checked its right.
    """
    version = newest_version(asked.procedure, deed.today)
    procedure = definition(version)
    answers = _answers(procedure, asked.answers, asked.files)
    applicant, allowed = people.starting(asked.applicant, deed.today)
    dossier = Dossier(
        version_id=version,
        procedure_key=procedure.key,
        applicant_id=applicant.id,
        applicant_name=applicant.name,
        title=title_of(procedure, answers),
        answers=kept(procedure, answers),
        created_by=asked.submitted_by,
        created_at=deed.moment,
        submitted_by=asked.submitted_by,
        submitted_at=deed.moment,
        source=asked.source,
        external_id=asked.external_id,
    )
    certifier = Certifier(asked.submitted_by, applicant.key, True, asked.certified)
    decision = check_application(facts_of(dossier), applicant, deed.today)
    _require_none(
        [
            *_faults(procedure, asked.answers, asked.files),
            *may_submit(dossier.state, certifier, open_questions(procedure, answers)).reasons,
            *_no(allowed),
            *_no(decision),
        ]
    )
    deed.decide(decision)
    # Everything above only reads: a dossier that is refused draws no number.
    dossier.number = new_dossier_number(deed.today.year)
    dossier.state = DOSSIER.after(dossier.state, "submit")
    dossier.folded = fold(f"{dossier.title} {applicant.name} {dossier.number}")
    dossier.save(force_insert=True)
    _store(dossier, asked.files, deed=deed)
    enter(dossier, applicant, deed=deed)
    return facts_of(dossier)


def supplement_whole(
    dossier_id: int, answers: Mapping[str, Any], sent: Mapping[str, Received], note: str, *, deed: Deed
) -> DossierFacts:
    """The answers that changed, and files: then as on the page. Raises Refused with every reason, or Conflict."""
    dossier = locked_dossier(dossier_id)
    procedure = definition(dossier.version_id)
    require(DOSSIER.decision(dossier.state, "supplement"))
    _require_none(_faults(procedure, {**dossier.answers, **answers}, sent))
    new = cleaned(procedure, answers)
    _keep_files(procedure, dossier.answers, new)
    dossier.answers = kept(procedure, _placed({**dossier.answers, **new}, sent))
    dossier.title = title_of(procedure, dossier.answers)
    dossier.folded = fold(f"{dossier.title} {dossier.applicant_name} {dossier.number}")
    dossier.save(update_fields=["answers", "title", "folded"])
    _store(dossier, sent, deed=deed)
    deed.personal(answers=dict(new))
    answer_request(dossier, note, deed=deed)
    return facts_of(dossier)


def withdraw_whole(dossier_id: int, ground: str, *, deed: Deed) -> DossierFacts:
    """The applicant has taken it back at the system that sent it. Raises Refused."""
    dossier = locked_dossier(dossier_id)
    take_back(dossier, ground, deed=deed)
    return facts_of(dossier)


# -- inside ----------------------------------------------------------------------------------------------------------


def _answers(procedure: Procedure, values: Mapping[str, Any], sent: Mapping[str, Received]) -> dict[str, Any]:
    return _placed(cleaned(procedure, values), sent)


def _placed(answers: dict[str, Any], sent: Mapping[str, Received]) -> dict[str, Any]:
    for path, got in sent.items():
        if path.count(".") in (0, 2):
            put_file(answers, path, str(got.id))
    return answers


def _faults(procedure: Procedure, values: Mapping[str, Any], sent: Mapping[str, Received]) -> list[Reason]:
    named = (file_reason(procedure, values, path) for path in sent)
    return [*whole_reasons(procedure, values), *(reason for reason in named if reason is not None)]


def _keep_files(procedure: Procedure, before: Mapping[str, Any], new: dict[str, Any]) -> None:
    """Rows that are sent again keep the files that stood in them, place by place."""
    for field in procedure.fields():
        if field.kind != "table" or field.key not in new:
            continue
        names = [column.key for column in field.columns if column.kind == "file"]
        for row, old in zip(new[field.key], before.get(field.key) or (), strict=False):
            row.update({name: old[name] for name in names if old.get(name)})


def _no(decision: Decision) -> tuple[Reason, ...]:
    return () if decision.outcome is Outcome.GRANTED else tuple(decision.reasons)


def _require_none(reasons: list[Reason]) -> None:
    """Raises Refused. What was answered wrongly is not said to be unanswered as well."""
    wrong = {reason.field for reason in reasons if reason.code != "unanswered"}
    told = [reason for reason in reasons if reason.code != "unanswered" or reason.field not in wrong]
    if told:
        raise Refused.because(*dict.fromkeys(told))


def _store(dossier: Dossier, sent: Mapping[str, Received], *, deed: Deed) -> None:
    files.store_many(sent, deed=deed, owner=access.party_key(dossier), subject=access.subject_key(dossier))
    by = dossier.submitted_by or dossier.created_by
    DraftFile.objects.bulk_create(
        DraftFile(dossier=dossier, question=path, file=got.id, added_by=by, added_at=deed.moment)
        for path, got in sent.items()
    )
