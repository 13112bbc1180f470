"""Who may change procedures."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed

EDIT, PUBLISH, MIGRATE = "procedures.edit", "procedures.publish", "procedures.migrate"
RUN_JOB = "job.procedures.migrate_cases"


def require_read(actor: Actor) -> None:
    """Whoever may change, publish or migrate may look. Raises NotAllowed."""
    if not any(actor.may(right) for right in (EDIT, PUBLISH, MIGRATE)):
        raise NotAllowed(
            Text("Ông/bà không có quyền xem phần soạn thảo thủ tục.", "You may not look at drafts of procedures."),
            Text(
                "Mời ông/bà đề nghị quản trị viên cấp quyền soạn thảo hoặc ban hành thủ tục.",
                "Ask an administrator for the right to write or publish procedures.",
            ),
        )


def no_such_draft() -> Missing:
    return Missing(
        Text("Thủ tục này không có bản soạn thảo đang mở.", "This procedure has no open draft."),
        Text("Mời ông/bà mở bản soạn thảo từ trang của thủ tục.", "Open a draft from the procedure's page."),
    )


def no_such_part() -> Missing:
    return Missing(
        Text("Phần này không còn trong bản soạn thảo.", "This part is no longer in the draft."),
        Text("Mời ông/bà mở lại bản soạn thảo.", "Open the draft again."),
    )
