"""Who exchanges files with the national exchange: whoever holds the right, and the worker."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing

NATIONAL = "publicity.national"
"""Make files for the national exchange, read its receipts, set the schedule."""
JOB = "job.publicity.national"


def require_national(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.may(JOB):
        actor.require(NATIONAL)


def no_such_file() -> Missing:
    return Missing(
        Text("Không tìm thấy tệp này.", "There is no such file."),
        Text(
            "Mời ông/bà mở lại trang Sàn giao dịch công nghệ quốc gia.", "Open the page of the national exchange again."
        ),
    )
