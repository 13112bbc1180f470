"""Writing: start, save a section, confirm what is prefilled, write together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, NotAllowed, Refused, Stale, require
from khue.core.folding import fold
from khue.features.dossiers import access
from khue.features.dossiers.domain.answers import title_of
from khue.features.dossiers.domain.commands import AddEditor, SaveAnswers, StartDraft
from khue.features.dossiers.domain.definition import Field, Procedure, Section, changes_told, digest_of
from khue.features.dossiers.domain.sent import put_file
from khue.features.dossiers.domain.steps import ROUND_LIMIT
from khue.features.dossiers.domain.versions import carried
from khue.features.dossiers.events import DraftStarted
from khue.features.dossiers.models import Dossier, DraftFile, Editor, FormerAnswer
from khue.features.dossiers.queries import DossierFacts, definition, facts_of, newest_version
from khue.features.dossiers.usecases.parts import locked_dossier, new_dossier_number
from khue.features.dossiers.usecases.submitting import require_no_envelope
from khue.features.dossiers.usecases.wiring import begins_at, tell_saved
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.kernel import files
from khue.kernel.deeds import Deed, command


def start_draft(asked: StartDraft, *, actor: Actor) -> int:
    """Open a draft of a procedure's newest version on behalf of the applicant; its id."""
    _require_may_write_for(actor, asked.applicant)
    applicant = people.party(asked.applicant)
    with command("dossiers.start_draft", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(people.may_start(asked.applicant, deed.today))
        _require_begun_at_counter(asked.procedure)
        dossier = _begin(asked.procedure, applicant, deed=deed)
        found = definition(dossier.version_id)
        deed.subject = f"dossier:{dossier.pk}"
        deed.after(number=dossier.number, procedure=found.key, applicant=asked.applicant)
        parties = tuple(dict.fromkeys((asked.applicant, actor.key)))
        deed.emit(DraftStarted(subject=deed.subject, parties=parties, number=dossier.number))
        deed.result(dossier.pk)
        return int(dossier.pk)


def _begin(procedure: str, applicant: PartyCard, *, deed: Deed) -> Dossier:
    version = newest_version(procedure, deed.today)
    found = definition(version)
    return Dossier.objects.create(
        number=new_dossier_number(deed.today.year),
        version_id=version,
        procedure_key=found.key,
        applicant_id=applicant.id,
        applicant_name=applicant.name,
        title=found.name.vi,
        folded=fold(f"{found.name.vi} {applicant.name}"),
        created_by=deed.actor.key,
        created_at=deed.moment,
    )


def begin_in_envelope(procedure: str, applicant: str, *, deed: Deed) -> DossierFacts:
    """A draft that lies in an envelope of another room from its first moment; ``put_in_envelope`` names it in the same
    deed. The caller has checked who may write for the applicant. Raises Refused when the party may start nothing.
    """
    require(people.may_start(applicant, deed.today))
    return facts_of(_begin(procedure, people.party(applicant), deed=deed))


def _require_begun_at_counter(procedure: str) -> None:
    if begins_at(procedure):
        raise Refused.because(
            Reason(
                "elsewhere",
                Text("Hồ sơ của thủ tục này không bắt đầu ở đây.", "Dossiers of this procedure do not begin here."),
                Text("Mời ông/bà mở thông báo đang nhận đề xuất và bắt đầu từ đó.", "Open the call and begin there."),
            )
        )


def _require_may_write_for(actor: Actor, applicant: str) -> None:
    if not actor.is_signed_in:
        raise NotAllowed(
            Text("Ông/bà cần đăng nhập để soạn hồ sơ.", "Sign in to write a dossier."),
            Text("Mời ông/bà đăng nhập rồi tiếp tục.", "Sign in, then go on."),
        )
    if not actor.may_act_for(applicant, "submit"):
        raise NotAllowed(
            Text("Ông/bà chưa được ủy quyền thay mặt tổ chức, cá nhân này.", "You hold no mandate for this party."),
            Text(
                "Mời ông/bà xin ủy quyền, hoặc nộp hồ sơ cho chính mình.",
                "Ask the party for a mandate, or apply for yourself.",
            ),
        )


def save_answers(asked: SaveAnswers, *, actor: Actor) -> bool:
    """Write the answers of one section; other sections stay as they are. True when the draft went on to a newer version.

    A page that was opened before the procedure changed says so by its ``edition``: its answers are carried over, and what
    the newer version does not ask stays readable. Raises Conflict when this section was saved by somebody else meanwhile.
    """
    with command("dossiers.save_answers", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        told = deed.repeated(asked.once)
        if told is not None:
            # A browser may bring back an old form with its key: other words under the same key are no repetition.
            if told != _mark_of(asked):
                raise _section_moved_on()
            version = Dossier.objects.values_list("version_id", flat=True).get(pk=asked.dossier_id)
            return asked.edition not in (None, version)
        deed.result(_mark_of(asked))
        dossier = locked_dossier(asked.dossier_id)
        _require_writable(actor, dossier)
        read_under = asked.edition or dossier.version_id
        procedure = definition(read_under)
        section = procedure.section(asked.section)
        if procedure.key != dossier.procedure_key or section is None:
            raise access.no_such_dossier()
        current = int(dossier.section_versions.get(asked.section, 0))
        if asked.seen != current:
            raise _section_moved_on()
        if read_under != dossier.version_id:
            move_draft(dossier, deed=deed)
            _carry_section(dossier, read_under, section, asked, deed=deed)
            return True
        answers = dict(dossier.answers)
        for field in section.fields:
            if field.key in asked.values:
                answers[field.key] = asked.values[field.key]
            elif field.kind != "file":
                answers.pop(field.key, None)
        _store_files(dossier, answers, asked, deed=deed)
        dossier.answers = answers
        dossier.section_versions = {**dossier.section_versions, asked.section: current + 1}
        if asked.section not in dossier.confirmed_prefills:
            dossier.confirmed_prefills = [*dossier.confirmed_prefills, asked.section]
        dossier.title = title_of(procedure, answers)
        dossier.folded = fold(f"{dossier.title} {dossier.applicant_name} {dossier.number}")
        dossier.save(update_fields=["answers", "section_versions", "confirmed_prefills", "title", "folded"])
        deed.after(section=asked.section, version=current + 1)
        _keep_saved(dossier, asked.section, {field.key: answers.get(field.key) for field in section.fields}, deed=deed)
        return move_draft(dossier, deed=deed)


def _carry_section(dossier: Dossier, version: int, section: Section, asked: SaveAnswers, *, deed: Deed) -> None:
    """Answers typed on a page of an earlier version: what the present one asks is answered, the rest is kept to be read."""
    typed = dict(asked.values)
    _store_files(dossier, typed, asked, deed=deed)
    under = definition(dossier.version_id)
    emptied = {field.key for field in section.fields if field.kind != "file" and field.key not in typed}
    merged = {key: value for key, value in dossier.answers.items() if key not in emptied} | typed
    goes_on, former = carried(definition(version), under, merged)
    _keep_former(dossier, version, {key: value for key, value in former.items() if key in typed}, deed=deed)
    dossier.answers = goes_on
    touched = {each.key for each in under.sections for field in each.fields if field.key in typed} | {asked.section}
    seen = dossier.section_versions
    dossier.section_versions = {**seen, **{key: int(seen.get(key, 0)) + 1 for key in touched}}
    dossier.title = title_of(under, goes_on)
    dossier.folded = fold(f"{dossier.title} {dossier.applicant_name} {dossier.number}")
    dossier.save(update_fields=["answers", "section_versions", "title", "folded"])
    deed.after(section=asked.section, read_under=version, kept_aside=sorted(key for key in former if key in typed))
    _keep_saved(dossier, asked.section, typed, deed=deed)


def _keep_saved(dossier: Dossier, section: str, values: Mapping[str, Any], *, deed: Deed) -> None:
    """What was saved goes beside the audit; of a dossier in an envelope only its room keeps it, for its authors."""
    if dossier.envelope:
        tell_saved(facts_of(dossier), section, values, deed=deed)
    else:
        deed.personal(answers=dict(values))


def _keep_former(dossier: Dossier, version: int, former: Mapping[str, Any], *, deed: Deed) -> None:
    FormerAnswer.objects.bulk_create(
        FormerAnswer(dossier=dossier, version_id=version, question=key, value=value, kept_at=deed.moment)
        for key, value in former.items()
    )


def _mark_of(asked: SaveAnswers) -> str:
    """The same for the same answers with the same files, told by name and size."""
    files = {key: (upload.name, upload.size) for key, upload in asked.files.items()}
    return digest_of({"section": asked.section, "values": asked.values, "files": files})


def _section_moved_on() -> Stale:
    return Stale(
        Text(
            "Người khác vừa lưu mục này trong lúc ông/bà đang viết, nên chưa có gì được ghi đè.",
            "Somebody else saved this section while you were writing, so nothing was overwritten.",
        ),
        Text(
            "Mời ông/bà mở lại mục này, xem nội dung mới rồi điền lại phần của mình.",
            "Open the section again, look at what is new, and enter your part again.",
        ),
    )


def _require_writable(actor: Actor, dossier: Dossier) -> None:
    if not access.may_read(actor, dossier):
        raise access.no_such_dossier()
    if dossier.sealed_at is not None:
        raise Conflict(
            Text("Đề xuất đã nộp và được niêm phong nên không sửa được.", "This proposal was handed in and is sealed."),
            Text(
                "Khi thông báo còn mở, mời ông/bà rút lại để sửa rồi nộp lại.",
                "While the call is open, take it back to change it, then hand it in again.",
            ),
        )
    if not access.may_write(actor, dossier):
        raise Conflict(
            Text(
                "Hồ sơ này đã nộp nên không sửa được nữa.", "This dossier was submitted and can't be changed any more."
            ),
            Text(
                "Nếu cần sửa, mời ông/bà đề nghị cán bộ thụ lý yêu cầu bổ sung, hoặc rút hồ sơ.",
                "To change it, ask the officer to request supplements, or withdraw it.",
            ),
        )


def _store_files(dossier: Dossier, answers: dict[str, Any], asked: SaveAnswers, *, deed: Deed) -> None:
    """Take in the uploads of this section; all refusals at once, each beside its question."""
    reasons: list[Reason] = []
    for question, upload in asked.files.items():
        try:
            stored = files.store(
                upload,
                deed=deed,
                owner=access.party_key(dossier),
                kind=question,
                subject=f"dossier:{dossier.pk}",
                field=question,
            )
        except Refused as refused:
            reasons += refused.decision.reasons
            continue
        put_file(answers, question, str(stored.pk))
        DraftFile.objects.create(
            dossier=dossier, question=question, file=stored.pk, added_by=deed.actor.key, added_at=deed.moment
        )
    require(Decision.refuse_if_any(reasons))
    _forget_foreign_files(dossier, answers, definition(dossier.version_id))


def _forget_foreign_files(dossier: Dossier, answers: dict[str, Any], procedure: Procedure) -> None:
    """An answer may name only a file of this dossier: ids typed by hand are dropped."""
    own = {str(file) for file in DraftFile.objects.filter(dossier=dossier).values_list("file", flat=True)}

    def clean(field: Field, holder: dict[str, Any]) -> None:
        if field.kind == "file" and holder.get(field.key) not in own:
            holder.pop(field.key, None)

    for field in procedure.fields():
        clean(field, answers)
        if field.kind == "table" and isinstance(answers.get(field.key), list):
            rows = [dict(row) for row in answers[field.key]]
            for row in rows:
                for column in field.columns:
                    clean(column, row)
            answers[field.key] = rows


def move_to_newest_version(dossier_id: int, *, actor: Actor) -> bool:
    """A draft moves to the newest version and keeps what changed to be shown. True when it moved."""
    with command("dossiers.move_draft", actor, subject=f"dossier:{dossier_id}") as deed:
        dossier = locked_dossier(dossier_id)
        _require_writable(actor, dossier)
        if not move_draft(dossier, deed=deed):
            deed.nothing_done()
            return False
        return True


def move_draft(dossier: Dossier, *, deed: Deed) -> bool:
    """The same inside a bigger deed, on a dossier that is locked. Answers that are not used any more stay readable."""
    if dossier.state != "draft" or dossier.sealed_at is not None:
        return False
    newest = newest_version(dossier.procedure_key, deed.today)
    if newest == dossier.version_id:
        return False
    old, new = definition(dossier.version_id), definition(newest)
    deed.before(version=dossier.version_id)
    goes_on, former = carried(old, new, dossier.answers)
    _keep_former(dossier, dossier.version_id, former, deed=deed)
    dossier.changes_to_show = [text.to_json() for text in changes_told(old, new)]
    dossier.version_id = newest
    dossier.answers = goes_on
    dossier.save(update_fields=["version", "answers", "changes_to_show"])
    deed.after(version=newest, kept_aside=sorted(former))
    return True


def add_editor(asked: AddEditor, *, actor: Actor) -> None:
    """Let another person write on this dossier."""
    person = people.party(asked.person)
    with command("dossiers.add_editor", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        dossier = locked_dossier(asked.dossier_id)
        _require_writable(actor, dossier)
        access.require_side_of_applicant(actor, dossier)
        require_no_envelope(dossier)
        editors = Editor.objects.filter(dossier=dossier, removed_at=None)
        if editors.filter(person=person.id).exists():
            deed.nothing_done()
            return
        if person.kind != "person" or editors.count() >= ROUND_LIMIT:
            raise Refused.because(
                Reason(
                    "editor",
                    Text("Chỉ thêm được cá nhân, nhiều nhất 50 người.", "Only persons can be added, at most 50."),
                    Text(
                        "Mời ông/bà chọn một cá nhân đã có thông tin tại Thành phố.",
                        "Choose a person who has a record.",
                    ),
                    "person",
                )
            )
        Editor.objects.create(dossier=dossier, person_id=person.id, added_by=actor.key)
        deed.after(editor=asked.person)
        deed.notify(
            asked.person,
            "dossier",
            Text(
                f"Ông/bà được mời cùng soạn hồ sơ {dossier.number}",
                f"You were asked to write on dossier {dossier.number}",
            ),
            Text(dossier.title, dossier.title),
            f"/dossiers/{dossier.number}/edit/",
        )
        deed.result(True)


def remove_editor(asked: AddEditor, *, actor: Actor) -> None:
    """End a person's part in writing."""
    with command("dossiers.remove_editor", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        dossier = locked_dossier(asked.dossier_id)
        access.require_side_of_applicant(actor, dossier)
        require_no_envelope(dossier)
        person = people.party(asked.person)
        editors = Editor.objects.filter(dossier=dossier, person=person.id, removed_at=None)
        if not editors.update(removed_at=deed.moment):
            deed.nothing_done()
            return
        deed.after(removed=asked.person)
        deed.result(True)
