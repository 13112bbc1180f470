"""Doors for a room whose dossiers lie in envelopes: named, sealed, taken back, and entered once they may be read.

Until a dossier is entered it is a draft: nobody but its writers reads it, the search and the exports do not know it, and the
audit keeps none of its words. While it is sealed the database refuses every change of its answers (migration guards).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.core.folding import fold
from khue.features.dossiers import access
from khue.features.dossiers.domain.answers import open_questions
from khue.features.dossiers.domain.definition import digest_of
from khue.features.dossiers.domain.steps import DOSSIER
from khue.features.dossiers.domain.versions import carried
from khue.features.dossiers.models import Dossier, DraftFile, Editor
from khue.features.dossiers.queries import DossierFacts, definition, facts_of, newest_version
from khue.features.dossiers.usecases.parts import locked_dossier, move
from khue.features.dossiers.usecases.submitting import enter
from khue.features.people import queries as people
from khue.kernel.deeds import Deed
from khue.kernel.models import StoredFile


def put_in_envelope(dossier_id: int, envelope: str, *, deed: Deed) -> None:
    """Names the envelope (``proposal:12``) of a draft that this deed has begun."""
    dossier = locked_dossier(dossier_id)
    dossier.envelope = envelope
    dossier.save(update_fields=["envelope"])
    deed.about(access.subject_key(dossier))


def prefill_from(dossier_id: int, earlier: int, *, deed: Deed) -> tuple[str, ...]:
    """A draft that this deed has begun takes over what an earlier dossier answered to the same questions; their keys.

    Files stay where they are: a file belongs to one dossier.
    """
    dossier, source = locked_dossier(dossier_id), Dossier.objects.get(pk=earlier)
    under = definition(dossier.version_id)
    files = {field.key for field in under.fields() if field.kind == "file"}
    given = {key: value for key, value in source.answers.items() if key not in files}
    goes_on, _former = carried(definition(source.version_id), under, given)
    dossier.answers = {**dossier.answers, **goes_on}
    dossier.save(update_fields=["answers"])
    deed.about(access.subject_key(source))
    return tuple(sorted(goes_on))


def missing_in(dossier_id: int, *, deed: Deed) -> tuple[Reason, ...]:
    """What a draft still lacks: open questions, and the newest edition of its form."""
    dossier = locked_dossier(dossier_id)
    reasons = list(open_questions(definition(dossier.version_id), dossier.answers))
    if newest_version(dossier.procedure_key, deed.today) != dossier.version_id:
        reasons.append(
            Reason(
                "newer_version",
                Text("Biểu mẫu vừa có phiên bản mới.", "The form has a new edition."),
                Text(
                    "Mời ông/bà mở lại đề xuất để xem điểm thay đổi; các câu trả lời vẫn được giữ.",
                    "Open the proposal again to see what changed; your answers are kept.",
                ),
            )
        )
    return tuple(reasons)


def seal_draft(dossier_id: int, nonce: str, *, deed: Deed) -> str:
    """From now on nobody changes it; the digest of what it says and of its files. Raises Conflict when it is sealed already."""
    dossier = locked_dossier(dossier_id)
    if dossier.sealed_at is not None or dossier.state != "draft":
        raise Conflict(Text("Đề xuất này đã được niêm phong.", "This proposal is sealed already."))
    dossier.sealed_at = deed.moment
    move(dossier, dossier.state, "sealed_at", deed=deed)
    return content_digest(dossier, nonce)


def unseal_draft(dossier_id: int, *, deed: Deed) -> None:
    """Its authors take it back to change it."""
    dossier = locked_dossier(dossier_id)
    dossier.sealed_at = None
    move(dossier, dossier.state, "sealed_at", deed=deed)


def give_up_draft(dossier_id: int, *, deed: Deed) -> None:
    """The draft ends unread; nobody but its writers ever reads it."""
    dossier = locked_dossier(dossier_id)
    dossier.sealed_at, dossier.ended_on = None, deed.today
    move(dossier, DOSSIER.after(dossier.state, "withdraw"), "sealed_at", "ended_on", deed=deed)


def enter_sealed(
    dossier_id: int, *, title: str, submitted_by: str, submitted_at: datetime, nonce: str, digest: str, deed: Deed
) -> DossierFacts:
    """Opened: the dossier is handed in as it was sealed, and lies on the desk of its first step.

    Raises Refused when what lies in the envelope is not what was sealed.
    """
    dossier = locked_dossier(dossier_id)
    if content_digest(dossier, nonce) != digest:
        raise Refused.because(
            Reason(
                "seal_broken",
                Text(
                    f"Nội dung đề xuất {dossier.number} khác với lúc niêm phong; chưa có gì được mở.",
                    f"Proposal {dossier.number} is not what was sealed; nothing was opened.",
                ),
                Text("Mời ông/bà báo ngay cho tổ vận hành.", "Tell the operators at once."),
            )
        )
    applicant = people.party(access.party_key(dossier))
    dossier.title, dossier.sealed_at = title[:200], None
    dossier.submitted_by, dossier.submitted_at = submitted_by, submitted_at
    dossier.applicant_name = applicant.name
    dossier.folded = fold(f"{dossier.title} {dossier.applicant_name} {dossier.number}")
    written = ("title", "sealed_at", "submitted_by", "submitted_at", "applicant_name", "folded")
    move(dossier, DOSSIER.after(dossier.state, "submit"), *written, deed=deed)
    enter(dossier, applicant, deed=deed)
    return facts_of(dossier)


def content_digest(dossier: Dossier, nonce: str) -> str:
    """sha256 of nonce, form edition, answers and the digests of all files: two contents never share one."""
    ids = [str(one) for one in DraftFile.objects.filter(dossier=dossier).values_list("file", flat=True)]
    files = dict(StoredFile.objects.filter(pk__in=ids).values_list("id", "sha256"))
    content = {
        "nonce": nonce,
        "edition": dossier.version_id,
        "answers": dossier.answers,
        "files": {str(key): value for key, value in sorted(files.items(), key=lambda pair: str(pair[0]))},
    }
    return digest_of(content)


def set_editors(dossier_id: int, persons: Iterable[int], *, deed: Deed) -> None:
    """Exactly these persons write on the draft besides the applicant's side."""
    dossier = locked_dossier(dossier_id)
    wanted = set(persons)
    present = Editor.objects.filter(dossier=dossier, removed_at=None)
    present.exclude(person__in=wanted).update(removed_at=deed.moment)
    known = set(present.values_list("person_id", flat=True))
    Editor.objects.bulk_create(
        Editor(dossier=dossier, person_id=number, added_by=deed.actor.key) for number in sorted(wanted - known)
    )
