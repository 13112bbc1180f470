"""Who may sign, look after certificates, edit texts."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.documents.domain import SignerKind
from khue.kernel import files

SIGN = "documents.sign"
"""Sign for the city."""
READ = "documents.read"
"""Read the register of papers."""
EDIT = "documents.edit"
"""Edit the text of a paper before it is signed."""
COPIES = "documents.copies"
"""Record that a paper was signed by hand, and confirm what a colleague recorded."""
CERTIFICATES = "documents.certificates"
"""Register and revoke signing certificates."""
TEMPLATES = "documents.templates"
"""Publish new texts of templates."""


def may_take_turn(actor: Actor, kind: str, who: str) -> bool:
    """Whether the actor is one whom this turn is for: that person, a holder of the right, or with a mandate to sign."""
    if not actor.is_signed_in:
        return False
    match SignerKind(kind):
        case SignerKind.PERSON:
            return actor.is_oneself(who)
        case SignerKind.MANDATE:
            return actor.may_act_for(who, "sign")
        case SignerKind.RIGHT:
            return actor.may(who) and actor.may(SIGN)


def turns_of(actor: Actor) -> tuple[str, ...]:
    """Every ``who`` of a turn that the actor may take."""
    parties = [party for party, scope in actor.acts_for if scope in ("sign", "all")]
    rights = sorted(actor.rights) if actor.may(SIGN) else []
    # A key of an organisation takes no turn of its holder's own.
    return (*(() if actor.within else (actor.key,)), *parties, *rights)


def may_read(actor: Actor, subject: str) -> bool:
    """Readers of a paper are the readers of what it is about."""
    return files.may_read(actor, subject)


def not_edited() -> Missing:
    return Missing(
        Text("Văn bản loại này không sửa được bằng tệp DOCX.", "A paper of this kind is not edited as a DOCX file."),
        Text(
            "Nội dung lấy từ hồ sơ của vụ việc: mời ông/bà sửa ở đó trước khi lập văn bản.",
            "Its text comes from the case: change it there before the paper is drawn up.",
        ),
    )


def no_such_paper() -> Missing:
    return Missing(
        Text("Không tìm thấy văn bản này, hoặc ông/bà không có quyền xem.", "There is no such paper, or not for you."),
        Text("Mời ông/bà mở từ trang hồ sơ hoặc trang “Cần ký”.", "Open it from the dossier, or from “To sign”."),
    )
