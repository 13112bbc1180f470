"""Begin, write section by section, hand in."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Path
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.api.following import file_values
from khue.features.dossiers.api.shapes import (
    AnswersIn,
    DraftOut,
    EditorIn,
    FindingsOut,
    SectionOut,
    StartIn,
    SubmitIn,
    door,
)
from khue.features.dossiers.domain.answers import missing
from khue.features.dossiers.domain.commands import AddEditor, SaveAnswers, StartDraft, SubmitDossier
from khue.features.dossiers.domain.definition import Section
from khue.features.dossiers.forms import EditorForm
from khue.features.dossiers.forms.sending import sent_form, sent_mistakes, sent_reasons
from khue.features.dossiers.queries import DraftPage
from khue.kernel import viewing
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.refusals import require_form
from khue.kernel.api.shapes import DecisionOut, Done, Id, Made, Name

Part = Annotated[str, Path(max_length=60, description="Key of the section")]
Question = Annotated[
    str, Path(max_length=120, pattern=r"^[a-z0-9_]+(\.[0-9]{1,3}\.[a-z0-9_]+)?$", description="papers, or lines.2.evidence")
]  # fmt: skip


def _href(draft: DraftPage, part: str = "") -> str:
    return f"/api/v1/dossiers/{draft.facts.number}{part}"


@door.post("/dossiers", Made, Text("Bắt đầu soạn hồ sơ", "Begin a dossier"), need="submit", status=201)
def start_draft(request: HttpRequest, asked: StartIn) -> Any:
    """Opens a draft of the procedure's newest version on behalf of the applicant."""
    command = StartDraft(asked.procedure, asked.applicant, once_of(request))
    made = usecases.start_draft(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/dossiers/{made}/draft"}


@door.get("/dossiers/{number}/draft", DraftOut, Text("Hồ sơ đang soạn", "A draft"), need="view")
def read_draft(request: HttpRequest, number: Name) -> Any:
    """The sections with their versions, and how many questions of each are open."""
    draft = _readable(request, number)
    facts = draft.facts
    return {
        "id": facts.id,
        "number": facts.number,
        "title": facts.title,
        "state": facts.state,
        "procedure": facts.procedure_key,
        "applicant": facts.applicant_name,
        "applicant_key": facts.applicant_key,
        "writable": draft.writable,
        "may_submit": draft.may_submit,
        "newer": draft.newer,
        "changes": draft.changes,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "version": draft.seen.get(section.key, 0),
                "open": sum(1 for _reason in missing(section, facts.answers)),
            }
            for section in draft.procedure.sections
        ],
        "editors": draft.editors,
        "request": draft.request,
    }


def _readable(request: HttpRequest, number: str) -> DraftPage:
    """What is written, for who may read it. An official's look at a private person's dossier is written down."""
    actor = acting(request)
    draft = queries.draft(number, actor)
    if draft.applicant.is_private_person and not draft.is_side:
        viewing.note_view(actor, draft.facts.applicant_key, "dossier", f"dossier:{draft.facts.id}")
    return draft


def _writable(request: HttpRequest, number: str) -> DraftPage:
    """The draft, while it can be written. Raises Missing for a stranger, Conflict once it was handed in."""
    draft = queries.draft(number, acting(request))
    if not draft.writable:
        raise Conflict(
            Text("Hồ sơ này không còn ở bước soạn.", "This dossier is not being written."),
            Text("Mời ông/bà đọc tại /api/v1/dossiers/{number}.", "Read it at /api/v1/dossiers/{number}."),
        )
    return draft


def _section(draft: DraftPage, key: str) -> Section:
    found = draft.procedure.section(key)
    if found is None:
        raise queries.no_such_section()
    return found


@door.get("/dossiers/{number}/sections/{section}", SectionOut, Text("Một mục của hồ sơ", "A section"), need="view")
def read_section(request: HttpRequest, number: Name, section: Part) -> Any:
    """Its answers. The ETag is what a change of this section rests on."""
    draft = _readable(request, number)
    found = _section(draft, section)
    keys = [field.key for field in found.fields]
    answers = draft.facts.answers
    note_version(request, draft.seen.get(section, 0))
    return {
        "key": section,
        "version": draft.seen.get(section, 0),
        "answers": {key: answers[key] for key in keys if key in answers},
        "prefilled": {key: value for key, value in draft.prefilled().items() if key in keys},
        "open": [reason.to_json() for reason in missing(found, answers)],
        "files": [file_values(card) for card in draft.cards.values()],
    }


@door.put("/dossiers/{number}/sections/{section}", Done, Text("Ghi một mục", "Write a section"), need="submit")
def save_section(request: HttpRequest, number: Name, section: Part, asked: AnswersIn) -> Any:
    """Replaces the answers of this section; other sections stay as they are, whoever is writing them."""
    _save(request, number, section, asked.answers, {})
    return {"href": f"/api/v1/dossiers/{number}/sections/{section}"}


@door.post(
    "/dossiers/{number}/sections/{section}/files/{question}",
    Done,
    Text("Tải tệp lên một câu hỏi", "Upload a file"),
    need="submit",
    takes="files",
    edits=True,
)
def upload_file(request: HttpRequest, number: Name, section: Part, question: Question, file: File[UploadedFile]) -> Any:
    """Answers a question of the kind file; the other answers of the section stay. Size and type as on the pages."""
    draft = _writable(request, number)
    found = _section(draft, section)
    values = {field.key: draft.facts.answers.get(field.key) for field in found.fields}
    _require_file_question(found, question, values)
    _save(request, number, section, values, {question: file})
    return {"href": f"/api/v1/dossiers/{number}/sections/{section}"}


def _require_file_question(section: Section, question: str, values: dict[str, Any]) -> None:
    key, *rest = question.split(".")
    field = next((field for field in section.fields if field.key == key), None)
    if field is not None and field.kind == "file" and not rest:
        return
    rows = values.get(key) or []
    columns = field.columns if field is not None and field.kind == "table" and rest else ()
    row_is_there = bool(rest) and 1 <= int(rest[0]) <= len(rows)
    if row_is_there and any(column.key == rest[1] and column.kind == "file" for column in columns):
        return
    raise Refused.because(
        Reason(
            "no_file_question",
            Text("Mục này không có câu hỏi nhận tệp đó.", "The section has no such question that takes a file."),
            Text("Với bảng, hãy ghi dòng trước rồi tải tệp.", "In a table, write the row first, then upload."),
            "/question",
        )
    )


def _save(request: HttpRequest, number: str, section: str, values: dict[str, Any], files: dict[str, Any]) -> None:
    seen = seen_version(request)
    draft = _writable(request, number)
    found = _section(draft, section)
    if reasons := sent_reasons(found, values):
        raise Refused.because(*reasons)
    form = sent_form(found, values, draft.facts.answers, seen=seen, cards=draft.cards, files=files)
    if not form.is_valid():
        raise Refused.because(*sent_mistakes(form))
    answers, uploads = form.answers()
    with unchanged():
        usecases.save_answers(SaveAnswers(draft.facts.id, section, answers, seen, uploads), actor=acting(request))


@door.post(
    "/dossiers/{number}/renew",
    Done,
    Text("Chuyển sang phiên bản mới", "Move to the newest version"),
    need="submit",
    takes="nothing",
)
def renew_draft(request: HttpRequest, number: Name) -> Any:
    """The draft moves to the newest version of its procedure; answers are kept, and what changed is shown."""
    draft = _writable(request, number)
    usecases.move_to_newest_version(draft.facts.id, actor=acting(request))
    return {"href": _href(draft, "/draft")}


@door.post("/dossiers/{number}/editors", Done, Text("Thêm người cùng soạn", "Add an editor"), need="submit")
def add_editor(request: HttpRequest, number: Name, asked: EditorIn) -> Any:
    """Another person may write on this dossier."""
    draft = queries.draft(number, acting(request))
    form = EditorForm({"name": asked.name, "email": asked.email, "once": str(once_of(request))})
    require_form(form)
    usecases.add_editor(form.command(draft.facts.id), actor=acting(request))
    return {"href": _href(draft, "/draft")}


@door.post(
    "/dossiers/{number}/editors/{person_id}/remove",
    Done,
    Text("Bỏ người cùng soạn", "Remove an editor"),
    need="submit",
    takes="nothing",
)
def remove_editor(request: HttpRequest, number: Name, person_id: Id) -> Any:
    """The person can no longer write; what the person wrote stays."""
    draft = queries.draft(number, acting(request))
    usecases.remove_editor(AddEditor(draft.facts.id, f"party:{person_id}", once_of(request)), actor=acting(request))
    return {"href": _href(draft, "/draft")}


@door.get(
    "/dossiers/{number}/check", FindingsOut, Text("Kiểm tra trước khi nộp", "Check before handing in"), need="view"
)
def check_draft(request: HttpRequest, number: Name) -> Any:
    """Everything that stands against handing in, at once."""
    draft = _readable(request, number)
    reasons = [reason for section in draft.procedure.sections for reason in missing(section, draft.facts.answers)]
    decision = usecases.check_application(draft.facts, draft.applicant, acting(request).today)
    return {
        "open": [reason.to_json() for reason in reasons],
        "decision": DecisionOut.of(decision),
        "may_submit": draft.may_submit,
    }


@door.post("/dossiers/{number}/submit", Done, Text("Nộp hồ sơ", "Hand in"), need="submit")
def submit_dossier(request: HttpRequest, number: Name, asked: SubmitIn) -> Any:
    """The certifier is the person, or the holder of the key. Refused with every open question and every rule's no."""
    draft = queries.draft(number, acting(request))
    command = SubmitDossier(draft.facts.id, asked.certified, once_of(request))
    usecases.submit_dossier(command, actor=acting(request))
    return {"href": _href(draft)}
