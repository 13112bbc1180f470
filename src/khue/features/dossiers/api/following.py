"""My dossiers, and one of them from handing in to its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.api.shapes import CaseOut, MyRowOut, ResultFileOut, SupplementIn, WithdrawIn, door
from khue.features.dossiers.domain.commands import Supplement, Withdraw
from khue.features.dossiers.queries import CasePage, ResultFile
from khue.kernel import viewing
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, DecisionOut, Done, Listing, Name, Size, listing, whole
from khue.kernel.files import FileCard
from khue.kernel.ui import FileView


@door.get("/dossiers", Listing[MyRowOut], Text("Hồ sơ của tôi", "My dossiers"), need="view")
def list_dossiers(request: HttpRequest, after: After = None, size: Size = 20) -> Any:
    """Drafts and dossiers of everyone the caller stands for; with a key those of its organisation."""
    return listing(request, queries.my_dossiers(acting(request), after, size))


@door.get("/dossiers/{number}", CaseOut, Text("Một hồ sơ", "A dossier"), need="view")
def read_dossier(request: HttpRequest, number: Name) -> Any:
    """State, clock, steps, answers, papers, documents, decisions with their reasons. An official's look is written down."""
    actor = acting(request)
    case = queries.case(number, actor)
    if case.applicant.is_private_person and not case.is_side:
        viewing.note_view(actor, case.facts.applicant_key, "dossier", f"dossier:{case.facts.id}")
    return case_values(case)


@door.get("/dossiers/{number}/results", Listing[ResultFileOut], Text("Kết quả giải quyết", "Results"), need="view")
def list_results(request: HttpRequest, number: Name) -> Any:
    """What a decision produced: papers in force, printed and signed. `read_file` gives the bytes, to the same readers."""
    actor = acting(request)
    case = queries.case(number, actor)
    if case.applicant.is_private_person and not case.is_side:
        viewing.note_view(actor, case.facts.applicant_key, "dossier", f"dossier:{case.facts.id}")
    return whole(queries.results_of(case.facts.id), lambda found: result_values(found, file_values(found.file)))


def result_values(found: ResultFile, file: dict[str, Any]) -> dict[str, Any]:
    names = ("number", "kind", "title", "issued_on", "code")
    return {**{name: getattr(found, name) for name in names}, "file": file}


def case_values(case: CasePage) -> dict[str, Any]:
    """A case as its shape wants it."""
    facts = case.facts
    return {
        "id": facts.id,
        "number": facts.number,
        "title": facts.title,
        "procedure": facts.procedure_key,
        "applicant": facts.applicant_name,
        "applicant_key": facts.applicant_key,
        "state": case.state,
        "submitted_at": case.submitted_at,
        "submitted_by": case.submitted_by,
        "received_on": facts.received_on,
        "law_day": facts.law_day,
        "due_on": facts.due_on,
        "clock": case.clock,
        "stamp": facts.stamp,
        "answers": dict(facts.answers),
        "steps": case.steps,
        "papers": [file_values(file) for file in case.papers],
        "documents": [file_values(file) for file in case.documents],
        "decisions": [
            {
                "state": line.state,
                "text": line.text,
                "amount": line.amount,
                "decider": line.decider,
                "decided_on": line.decided_on,
                "why": DecisionOut.of(line.why),
                "superseded": line.superseded,
            }
            for line in case.decisions
        ],
        "request": case.request,
        "answered": case.answered,
        "timeline": case.timeline,
        "may_write": case.may_write,
        "may_withdraw": case.may_withdraw,
    }


def file_values(file: FileView | FileCard) -> dict[str, Any]:
    """A file of the case; an issued document that is not printed yet leads nowhere."""
    return {
        "id": file.id,
        "name": file.name,
        "size": file.size,
        "media_type": file.media_type,
        "sha256": file.sha256,
        "note": file.note,
        "href": f"/api/v1/files/{file.id}" if file.url else "",
    }


@door.post("/dossiers/{number}/supplement", Done, Text("Gửi nội dung bổ sung", "Send a supplement"), need="submit")
def supplement_dossier(request: HttpRequest, number: Name, asked: SupplementIn) -> Any:
    """Answers the open request, after the sections were changed; the clock runs again."""
    actor = acting(request)
    draft = queries.draft(number, actor)
    usecases.supplement_dossier(Supplement(draft.facts.id, asked.note, once_of(request)), actor=actor)
    return {"href": f"/api/v1/dossiers/{draft.facts.number}"}


@door.post("/dossiers/{number}/withdraw", Done, Text("Rút hồ sơ", "Withdraw"), need="submit")
def withdraw_dossier(request: HttpRequest, number: Name, asked: WithdrawIn) -> Any:
    """Takes the dossier back, before a decision. A draft needs no reason."""
    actor = acting(request)
    case = queries.case(number, actor)
    usecases.withdraw_dossier(Withdraw(case.facts.id, asked.ground, once_of(request)), actor=actor)
    return {"href": f"/api/v1/dossiers/{case.facts.number}"}
