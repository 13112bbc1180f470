"""A procedure as anybody reads it, and one that staff are writing as an applicant would meet it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.api.shapes import AnswersIn, ProcedureOut, SectionPreviewOut, door
from khue.features.dossiers.domain.answers import is_asked, missing
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.forms.sending import sent_form, sent_mistakes, sent_reasons
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Name

WRITERS = "procedures.edit / procedures.publish / procedures.migrate"


@door.get("/procedures/{key}", ProcedureOut, Text("Một thủ tục", "A procedure"), need="public")
def read_procedure(request: HttpRequest, key: Name) -> Any:
    """What it asks, question by question, its steps with their terms today, and the provisions behind it."""
    return _told(queries.procedure(key), request)


def _told(found: Procedure, request: HttpRequest) -> dict[str, Any]:
    return {
        "key": found.key,
        "name": found.name,
        "summary": found.summary,
        "who": found.who,
        "result": found.result,
        "needs": found.needs,
        "sections": found.sections,
        "steps": found.steps,
        "terms": queries.step_terms(found, acting(request).today),
        "basis": queries.bases(found),
    }


@door.get(
    "/editor/procedures/{key}/draft/preview", ProcedureOut, Text("Xem trước bản soạn thảo", "Preview"), right=WRITERS
)
def preview_procedure(request: HttpRequest, key: Name) -> Any:
    """The draft as an applicant would read it; 404 while it can't be built."""
    return _told(usecases.drafted_procedure(key, acting(request)), request)


@door.post(
    "/editor/procedures/{key}/draft/preview/{section}",
    SectionPreviewOut,
    Text("Thử trả lời một mục", "Try a section"),
    right=WRITERS,
)
def preview_section(request: HttpRequest, key: Name, section: Name, asked: AnswersIn) -> Any:
    """What an applicant with these answers would be asked and told; nothing is stored, and files are not taken."""
    found = usecases.drafted_procedure(key, acting(request)).section(section)
    if found is None:
        raise queries.no_such_section()
    mistakes = list(sent_reasons(found, asked.answers))
    answers: dict[str, Any] = dict(asked.answers)
    if not mistakes:
        form = sent_form(found, asked.answers, {}, seen=0, cards={})
        mistakes = [] if form.is_valid() else sent_mistakes(form)
        answers = answers if mistakes else form.answers()[0]
    return {
        "asked": [field.key for field in found.fields if is_asked(field, answers)],
        "open": [reason.to_json() for reason in missing(found, answers)] if not mistakes else [],
        "mistakes": [reason.to_json() for reason in mistakes],
        "answers": answers if not mistakes else {},
    }
