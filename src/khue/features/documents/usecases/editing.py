"""The text of a paper that nobody has signed yet, replaced by what a colleague edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.documents import access
from khue.features.documents.domain import ReplaceDraft
from khue.features.documents.models import Paper, Signing
from khue.features.documents.queries.editing import draft_text, source_of
from khue.features.documents.usecases.papers import add_version, close_signing, prepare, signers_again
from khue.features.documents.usecases.parts import owner_of
from khue.kernel import documents as sheets
from khue.kernel import files
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

EDITED_GROUND = "Nội dung được sửa trước khi ký"


@dataclass(frozen=True, slots=True)
class _Printed:
    file: files.Received
    places: list[dict[str, float]]


def replace_draft(asked: ReplaceDraft, *, actor: Actor) -> int:
    """The edited text becomes the paper's next version, and its signing starts anew; the version's number.

    Number, day, parties and signature blocks stay. Raises Refused when somebody has signed, when nothing differs or the text is
    empty; Conflict when the paper moved on since the page was opened; NotAllowed; Missing.
    """
    actor.require(access.EDIT)
    printed = _print_or_why(asked, actor)
    with command("documents.replace_draft", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        paper = Paper.objects.select_for_update().filter(code=asked.code).first()
        if paper is None or not access.may_read(actor, paper.subject):
            raise access.no_such_paper()
        deed.subject = f"paper:{paper.pk}"
        signing = Signing.objects.select_for_update().filter(paper=paper, ended_at=None).first()
        if paper.state != "in_force" or signing is None or signing.state != "prepared":
            raise Refused.because(_too_late())
        require_seen(asked.seen, paper.stamp)
        if isinstance(printed, Refused):
            raise printed
        number = _keep(asked.blocks, printed, paper, signing, deed=deed)
        deed.result(number)
        return number


def _print_or_why(asked: ReplaceDraft, actor: Actor) -> _Printed | Refused:
    """A refusal is kept for later: the same form posted twice finds the deed done, not a text that no longer differs."""
    try:
        return _print(asked, actor)
    except Refused as refused:
        return refused


def _print(asked: ReplaceDraft, actor: Actor) -> _Printed:
    """The edited paper as PDF, made before the transaction. Raises Refused for a text that can't be printed."""
    present = draft_text(asked.code, actor)
    if not any(str(block.get("text", "")).strip() for block in asked.blocks):
        raise Refused.because(_empty())
    if list(asked.blocks) == list(present.blocks):
        raise Refused.because(_same())
    values, texts = source_of(present.reference)
    edited = {**values, "blocks": list(asked.blocks)}
    name = f"{present.kind}-{present.number.replace('/', '-')}.pdf"
    try:
        content = sheets.render_edited(present.kind, edited, texts=texts)
        places = sheets.sign_places(present.kind, edited, texts=texts, sheet=sheets.EDITED)
    except ValueError as error:
        raise Refused.because(_unprintable()) from error
    return _Printed(files.receive(ContentFile(content, name=name)), places)


def _keep(blocks: Sequence[Mapping[str, Any]], printed: _Printed, paper: Paper, signing: Signing, *, deed: Deed) -> int:
    stored = files.store(
        printed.file,
        deed=deed,
        owner=owner_of(paper) or deed.actor.key,
        kind=f"{paper.kind}-edited",
        subject=paper.subject,
    )
    deed.before(paper=paper.number, sha256=signing.current.sha256)
    version = add_version(
        paper, "edited", stored.pk, stored.sha256, places=printed.places, blocks=list(blocks), deed=deed
    )
    close_signing(signing, "supersede", EDITED_GROUND, deed=deed)
    prepare(paper, version, signers_again(signing), deed=deed)
    paper.stamp += 1
    paper.save(update_fields=["stamp"])
    deed.after(version=version.number, sha256=stored.sha256)
    return version.number


def _too_late() -> Reason:
    return Reason(
        "draft.signed",
        Text(
            "Văn bản đã có chữ ký hoặc không còn chờ ký nên không sửa được nữa.",
            "The paper has a signature or no longer waits for one: its text can't be changed.",
        ),
        Text(
            "Nếu nội dung sai, mời ông/bà từ chối ký hoặc ban hành văn bản thay thế.",
            "If it is wrong, decline to sign, or issue a paper that supersedes it.",
        ),
    )


def _empty() -> Reason:
    return Reason(
        "draft.empty",
        Text("Tệp đã sửa không còn nội dung.", "The edited file has no text."),
        Text("Mời ông/bà tải lại bản DOCX, sửa rồi tải lên.", "Download the DOCX again, edit it, upload it."),
        "file",
    )


def _same() -> Reason:
    return Reason(
        "draft.same",
        Text("Nội dung không khác bản hiện tại.", "The text does not differ from the present one."),
        Text("Mời ông/bà kiểm tra đã lưu tệp sau khi sửa chưa.", "Look whether you saved the file after editing."),
        "file",
    )


def _unprintable() -> Reason:
    return Reason(
        "draft.unprintable",
        Text("Không in được văn bản với nội dung này.", "The paper can't be printed with this text."),
        Text(
            "Mời ông/bà bỏ ký tự lạ hoặc bảng quá rộng rồi thử lại.",
            "Take out strange characters or very wide tables and try again.",
        ),
        "file",
    )
