"""Who may look at intake, send again, reconcile and connect systems; and which source calls."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.intake.models import Source

READ, SEND, RECONCILE, SOURCES = "intake.read", "intake.send", "intake.reconcile", "intake.sources"
DELIVER_JOB, RECONCILE_JOB, PAYMENT_JOB = "job.intake.deliver", "job.intake.reconcile", "job.intake.note_payment"


def source_of(actor: Actor) -> Source:
    """The source that calls; a closed one goes on with its open cases. Raises NotAllowed for anybody else."""
    found = Source.objects.filter(pk=number_of(actor)).first()
    if found is None:
        raise no_source()
    return found


def number_of(actor: Actor) -> int:
    """The number in ``source:12``. Raises NotAllowed for anybody else."""
    kind, _, number = actor.key.partition(":")
    if kind != "source" or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise no_source()
    return int(number)


def no_source() -> NotAllowed:
    return NotAllowed(
        Text("Việc này chỉ dành cho hệ thống đã kết nối.", "This is for connected systems only."),
        Text("Mời ông/bà dùng khóa của hệ thống đó.", "Use the key of that system."),
    )


def name_of(holder: str) -> str | None:
    """The name of the source behind a key's holder; None where there is none."""
    number = holder.partition(":")[2]
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return Source.objects.filter(pk=int(number)).values_list("name_vi", flat=True).first()


def no_such_case() -> Missing:
    return Missing(
        Text("Không có hồ sơ này.", "There is no such case."),
        Text("Mời kiểm tra lại mã hồ sơ của nguồn gửi.", "Check the external id."),
    )


def no_such(vi: str, en: str) -> Missing:
    return Missing(
        Text(f"Không tìm thấy {vi} này.", f"There is no such {en}."),
        Text("Mời ông/bà mở lại trang “Hồ sơ liên thông”.", "Open the page “Intake” again."),
    )
