"""Writing a dossier: the list of sections, one section a page, who writes along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, Refused
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.answers import is_asked, is_begun, is_complete, missing
from khue.features.dossiers.domain.commands import AddEditor, SaveAnswers
from khue.features.dossiers.domain.definition import Field, Section
from khue.features.dossiers.forms import EditorForm, Part, SectionForm, section_form, typed_answers
from khue.features.dossiers.queries import DraftPage, PaperToFill
from khue.features.dossiers.queries.pages import EditorLine, SupplementLine
from khue.features.dossiers.queries.summary import SectionSummary
from khue.features.dossiers.views.waiting import waiting_files
from khue.kernel import keeping, web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import ConfirmView, Link, StateView, TaskView
from khue.kernel.wording import words

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class EditPage:
    number: str
    title: str
    procedure: Text
    applicant: str
    state: StateView
    tasks: tuple[TaskView, ...]
    done: int
    changes: tuple[Text, ...]
    just_renewed: bool
    editors: tuple[EditorLine, ...]
    former: SectionSummary | None
    request: SupplementLine | None
    next_href: str
    is_side: bool
    is_draft: bool
    in_envelope: bool  # begun, handed in and shared on the page of another room
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    number: str
    title: Text
    help: Text | None
    position: int
    total: int
    parts: tuple[Part, ...]
    mistakes: tuple[tuple[str, str], ...]
    crumbs: tuple[Link, ...]
    action: str
    prefilled: bool
    kept: bool
    conflict: Conflict | None
    saved: SectionSummary | None
    has_files: bool
    changes: tuple[Text, ...]
    to_fill: tuple[PaperToFill, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorPage:
    number: str
    crumbs: tuple[Link, ...]


@require_GET
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The task list. A draft whose procedure has a newer version moves to it here, and the page says what changed."""
    actor = web.signed_in(request)
    draft, renewed = present(number, actor)
    if not draft.writable:
        return web.redirect("dossiers:follow", draft.facts.number)
    tasks = tuple(_task(draft, section) for section in draft.procedure.sections)
    is_draft = draft.facts.state == "draft"
    home = usecases.home_of(draft.facts) if is_draft else ""
    page = EditPage(
        number=draft.facts.number,
        title=draft.facts.title,
        procedure=draft.procedure.name,
        applicant=draft.facts.applicant_name,
        state=queries.state_view(draft.facts.state),
        tasks=tasks,
        done=sum(task.state.code == "complete" for task in tasks),
        changes=draft.changes,
        just_renewed=renewed or "changed" in request.GET,
        editors=draft.editors,
        former=draft.former,
        request=draft.request,
        next_href=home or reverse("dossiers:check" if is_draft else "dossiers:supplement", args=[draft.facts.number]),
        is_side=draft.is_side and not home,
        is_draft=is_draft,
        in_envelope=bool(home),
        crumbs=crumbs(draft)[:1],
    )
    return web.render(request, "dossiers/edit.html", page)


def _task(draft: DraftPage, section: Section) -> TaskView:
    href = reverse("dossiers:section", args=[draft.facts.number, section.key])
    answers = draft.facts.answers
    saved = draft.seen.get(section.key, 0) > 0
    hint = ""
    if saved and is_complete(section, answers):
        state = StateView("complete", _("Complete"), "good")
    elif saved or is_begun(section, answers):
        state = StateView("begun", _("Begun"), "wait")
        hint = _("Questions still open: %(count)s") % {"count": sum(1 for _reason in missing(section, answers))}
    else:
        state = StateView("not_started", _("Not started"))
    return TaskView(section.title, href, state, hint)


def present(number: str, actor: Actor) -> tuple[DraftPage, bool]:
    """The draft under the version that is in force today, and whether it has just moved to it."""
    draft = queries.draft(number, actor)
    if not (draft.newer and draft.writable):
        return draft, False
    moved = usecases.move_to_newest_version(draft.facts.id, actor=actor)
    return queries.draft_after_move(draft, actor), moved


# -- one section -----------------------------------------------------------------------------------------------------


@ask
def section(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """The questions of one section: kept as they are typed, judged when they are checked."""
    actor = web.signed_in(request)
    if request.method == "POST":
        return _sent(request, number, section, actor)
    draft, renewed = present(number, actor)
    if not draft.writable:
        return web.redirect("dossiers:follow", draft.facts.number)
    found = draft.procedure.section(section)
    if found is None and (renewed or draft.changes):
        return web.redirect("dossiers:edit", draft.facts.number, query={"changed": "1"})
    if found is None:
        raise queries.no_such_section()
    kept = keeping.take(request)
    if kept is not None:
        form = _form(draft, found, {**draft.facts.answers, **typed_answers(found, kept)})
        form.kept = True
    else:
        answers = {**draft.prefilled(), **draft.facts.answers}
        form = _form(draft, found, answers, more_rows=request.GET.get("add", ""), check="check" in request.GET)
        if "check" in request.GET:
            form.told(usecases.check_application(draft.facts, draft.applicant, actor.today))
    return _show(request, draft, found, form, changes=draft.changes if renewed else ())


def _sent(request: HttpRequest, number: str, section: str, actor: Actor) -> HttpResponse:
    """What was typed is read by the questions that the page showed, also when the procedure has changed since."""
    draft = queries.as_read_under(queries.draft(number, actor), request.POST.get("edition", ""))
    found = draft.procedure.section(section)
    if found is None:
        raise queries.no_such_section()
    if not draft.writable:
        raise Conflict(
            Text(
                "Hồ sơ này đã nộp nên không sửa được nữa.", "This dossier was submitted and can't be changed any more."
            ),
            Text("Mời ông/bà mở lại hồ sơ để xem nội dung đã nộp.", "Open the dossier to see what was submitted."),
        )
    return _posted(request, draft, found, actor)


def _form(draft: DraftPage, section: Section, answers: Mapping[str, Any], **how: Any) -> SectionForm:
    hints = {field.key: words(note) for field in section.fields if (note := _origin(draft, field, answers))}
    seen = draft.seen.get(section.key, 0)
    return section_form(section, answers, seen=seen, edition=draft.edition, cards=draft.cards, hints=hints, **how)


def _origin(draft: DraftPage, field: Field, answers: Mapping[str, Any]) -> Text | str:
    return draft.origins.of(field, answers.get(field.key))


def _posted(request: HttpRequest, draft: DraftPage, section: Section, actor: Actor) -> HttpResponse:
    rows = request.POST.get("add_line") or request.POST.get("remove_line")
    if "refresh" in request.POST or (rows and getattr(request, "htmx", False)):
        form = _form(draft, section, _as_typed(request, draft, section))
        form.take_along(waiting_files(request, actor.key))
        return _show(request, draft, section, form)
    form = _form(draft, section, draft.facts.answers, posted=(request.POST, request.FILES))
    form.wait_for(actor.key)
    form.drop_row(request.POST.get("remove_line", ""))
    if not form.is_valid():
        form.send_again()
        return _show(request, draft, section, form, 422)
    values, uploads = form.answers()
    marks = form.cleaned_data
    asked = SaveAnswers(
        draft.facts.id, section.key, values, marks["seen"], uploads, once=marks["once"], edition=draft.edition
    )
    try:
        renewed = usecases.save_answers(asked, actor=actor)
    except Refused as refused:
        form.refuse(refused)
        form.send_again()
        return _show(request, draft, section, form, 422)
    except Conflict as conflict:
        return _collision(request, draft, section, conflict, actor)
    if renewed:
        messages.info(
            request, _("Saved. The form has a new edition: nothing you wrote is lost, see what changed below.")
        )
        return web.redirect("dossiers:edit", draft.facts.number, query={"changed": "1"})
    return _onwards(request, draft, section, {**draft.facts.answers, **values, **uploads})


def _as_typed(request: HttpRequest, draft: DraftPage, section: Section) -> dict[str, Any]:
    """What is typed, with the row added or taken out that a button asked for."""
    return {**draft.facts.answers, **with_rows(request, typed_answers(section, request.POST))}


def with_rows(request: HttpRequest, typed: dict[str, Any]) -> dict[str, Any]:
    """Typed answers after the pressed button: one row more, or one less."""
    added = request.POST.get("add_line", "")
    if added in typed and isinstance(typed[added], list):
        typed[added].append({})
    key, _dash, number = request.POST.get("remove_line", "").rpartition("-")
    if isinstance(typed.get(key), list) and number.isdecimal() and int(number) < len(typed[key]):
        del typed[key][int(number)]
    return typed


def _collision(
    request: HttpRequest, draft: DraftPage, section: Section, conflict: Conflict, actor: Actor
) -> HttpResponse:
    """Somebody saved this section meanwhile: what they wrote stands on top, what was typed here stays in the form."""
    fresh = queries.as_read_under(queries.draft(draft.facts.number, actor), str(draft.edition))
    if not fresh.writable or fresh.seen.get(section.key, 0) == draft.seen.get(section.key, 0) == 0:
        raise conflict
    form = _form(fresh, section, {**fresh.facts.answers, **typed_answers(section, request.POST)})
    form.take_along(waiting_files(request, actor.key))
    return _show(request, fresh, section, form, 409, conflict)


def _onwards(request: HttpRequest, draft: DraftPage, section: Section, answers: Mapping[str, Any]) -> HttpResponse:
    """Where the pressed button leads, now that the answers are saved."""
    number, here = draft.facts.number, section.key
    if added := request.POST.get("add_line"):
        return web.redirect("dossiers:section", number, here, query={"add": added})
    if "remove_line" in request.POST:
        return web.redirect("dossiers:section", number, here)
    if "return" in request.POST:
        messages.success(request, _("Saved. You can go on at any time."))
        return web.redirect("dossiers:edit", number)
    if _opened(section, draft.facts.answers, answers):
        messages.info(request, _("Saved. Your answer opened further questions on this page."))
        return web.redirect("dossiers:section", number, here)
    if not is_complete(section, answers):
        return web.redirect("dossiers:section", number, here, query={"check": "1"})
    keys = [each.key for each in draft.procedure.sections]
    after = keys[keys.index(here) + 1 :]
    if after:
        return web.redirect("dossiers:section", number, after[0])
    if home := usecases.home_of(draft.facts):
        return web.redirect(home)
    return web.redirect("dossiers:check" if draft.facts.state == "draft" else "dossiers:edit", number)


def _opened(section: Section, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a question is asked now that was hidden when the page was drawn."""
    return any(
        is_asked(field, after) and not is_asked(field, before) and not after.get(field.key)
        for field in section.fields
        if field.show_when
    ) or any(_opened_row(field, before, after) for field in section.fields if field.kind == "table")


def _opened_row(field: Field, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    old = before.get(field.key) or []
    for number, row in enumerate(after.get(field.key) or []):
        was = old[number] if number < len(old) else {}
        for column in field.columns:
            if column.show_when and is_asked(column, row) and not is_asked(column, was) and not row.get(column.key):
                return True
    return False


def _show(
    request: HttpRequest,
    draft: DraftPage,
    section: Section,
    form: SectionForm,
    status: int = 200,
    conflict: Conflict | None = None,
    changes: tuple[Text, ...] = (),
) -> HttpResponse:
    keys = [each.key for each in draft.procedure.sections]
    page = SectionPage(
        number=draft.facts.number,
        title=section.title,
        help=section.help,
        position=keys.index(section.key) + 1,
        total=len(keys),
        parts=tuple(form.parts()),
        mistakes=tuple(form.mistakes()),
        crumbs=crumbs(draft),
        action=request.path,
        prefilled=not draft.seen.get(section.key) and any(key in form.fields for key in draft.prefilled()),
        kept=form.kept,
        conflict=conflict,
        saved=next((each for each in draft.summary() if each.key == section.key), None) if conflict else None,
        has_files=any(field.kind == "file" for field in with_columns(section)),
        changes=changes,
        to_fill=_to_fill(draft, section),
    )
    return web.render(request, "dossiers/section.html", page, status, form=form)


def _to_fill(draft: DraftPage, section: Section) -> tuple[PaperToFill, ...]:
    """Template papers for this section's upload questions; where it has one, also those for no question in particular."""
    asked = {field.key for field in section.fields if field.kind == "file"}
    if not asked:
        return ()
    return tuple(one for one in usecases.papers_to_fill(draft.facts) if one.question in asked or not one.question)


def with_columns(section: Section) -> Iterator[Field]:
    for field in section.fields:
        yield from (field, *field.columns)


def crumbs(draft: DraftPage) -> tuple[Link, ...]:
    return (
        Link(_("My dossiers"), reverse("dossiers:mine")),
        Link(draft.facts.number, reverse("dossiers:edit", args=[draft.facts.number])),
    )


# -- writing together ------------------------------------------------------------------------------------------------


@ask
def add_editor(request: HttpRequest, number: str) -> HttpResponse:
    """Let another person write on this dossier."""
    actor = web.signed_in(request)
    draft = queries.draft(number, actor)
    form = bind(EditorForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.add_editor(form.command(draft.facts.id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The person can write on this dossier now."))
            return web.redirect("dossiers:edit", draft.facts.number)
    page = EditorPage(draft.facts.number, crumbs(draft))
    return web.render(request, "dossiers/add_editor.html", page, 422 if form.errors else 200, form=form)


@ask
def remove_editor(request: HttpRequest, number: str, person_id: int) -> HttpResponse:
    """End a person's part in writing, after asking once."""
    actor = web.signed_in(request)
    draft = queries.draft(number, actor)
    back = reverse("dossiers:edit", args=[draft.facts.number])
    editor = next((line for line in draft.editors if line.person_id == person_id), None)
    if editor is None:
        return web.redirect(back)
    if request.method == "POST":
        usecases.remove_editor(AddEditor(draft.facts.id, f"party:{person_id}"), actor=actor)
        messages.success(request, _("The person can no longer write on this dossier."))
        return web.redirect(back)
    title = _("Shall %(name)s no longer write on this dossier?") % {"name": editor.name}
    page = ConfirmView(title, _("What the person wrote stays."), _("End it"), back)
    return web.render(request, "ui/confirm.html", page)
