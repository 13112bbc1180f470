"""Doors for the room of procedures: publish a version, take it back before its day, migrate a dossier. Each joins a deed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Max

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, Refused, require
from khue.features.dossiers.domain.checking import City, check_content
from khue.features.dossiers.domain.definition import digest_of
from khue.features.dossiers.domain.steps import needs_ground
from khue.features.dossiers.domain.versions import carried, moving
from khue.features.dossiers.events import DossierMigrated
from khue.features.dossiers.models import Dossier, FormerAnswer, ProcedureVersion, Task, VersionMove, VersionWithdrawal
from khue.features.dossiers.queries import definition
from khue.features.dossiers.queries.facts import in_force
from khue.features.dossiers.queries.versions import moving_case
from khue.features.dossiers.usecases.loading import has_parameter
from khue.features.dossiers.usecases.parts import locked_dossier, notify_applicant, parties_of
from khue.features.people.queries.city import known_rights
from khue.kernel.deeds import Deed
from khue.kernel.documents import sides


def publish_version(content: Mapping[str, Any], effective_on: date, *, deed: Deed) -> tuple[int, int]:
    """Store the next version of a procedure, in force from a day; (id, number).

    Whoever publishes at the same moment waits: the newest version's row is locked. Raises Refused for a content that is
    not in order, that is the same as what is in force last, or whose day lies before that of a version already published.
    """
    found = check_content(content, City(known_rights(), has_parameter, sides()))
    rows = ProcedureVersion.objects.select_for_update().filter(key=content.get("key")).order_by("number")
    earlier = [row for row in rows if not hasattr(row, "withdrawal")]
    digest = digest_of(content)
    reasons = [Reason("problem", item.words, field=".".join(map(str, item.path))) for item in found]
    if earlier and earlier[-1].digest == digest:
        reasons.append(_same_content(earlier[-1].number))
    latest = max((row.effective_on for row in earlier if row.effective_on), default=None)
    if latest is not None and effective_on < latest:
        reasons.append(_too_early(latest))
    if effective_on < deed.today:
        reasons.append(_past())
    require(Decision.refuse_if_any(reasons))
    key = str(content["key"])
    number = (ProcedureVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0) + 1
    made = ProcedureVersion.objects.create(
        key=key,
        number=number,
        digest=digest,
        content=dict(content),
        published_at=deed.moment,
        published_by=deed.actor.key,
        effective_on=effective_on,
    )
    return int(made.pk), number


def _same_content(number: int) -> Reason:
    return Reason(
        "same_content",
        Text(
            f"Nội dung giống hệt phiên bản {number}, nên không có gì để ban hành.",
            f"The content is the same as version {number}: there is nothing to publish.",
        ),
        Text("Mời ông/bà sửa bản soạn thảo trước.", "Change the draft first."),
    )


def _too_early(latest: date) -> Reason:
    return Reason(
        "too_early",
        Text(
            f"Đã có phiên bản có hiệu lực từ {latest:%d/%m/%Y}.",
            f"A version in force from {format_day(latest, 'en')} is already published.",
        ),
        Text(
            "Chọn ngày đó hoặc ngày sau, hoặc rút phiên bản ấy trước.",
            "Choose that day or a later one, or withdraw that version first.",
        ),
        "effective_on",
    )


def _past() -> Reason:
    return Reason(
        "past_day",
        Text("Ngày có hiệu lực đã qua.", "The day lies in the past."),
        Text("Chọn hôm nay hoặc một ngày sau.", "Choose today or a later day."),
        "effective_on",
    )


def withdraw_version(version_id: int, ground: str, *, deed: Deed) -> None:
    """Take a published version back before its day. Raises Refused when it is in force already."""
    row = ProcedureVersion.objects.select_for_update().filter(pk=version_id).first()
    if row is None:
        raise no_such_version()
    if VersionWithdrawal.objects.filter(version=row).exists():
        deed.nothing_done()
        return
    reasons = list(needs_ground(ground))
    if row.effective_on is None or row.effective_on <= deed.today:
        reasons.append(
            Reason(
                "in_force",
                Text(
                    "Phiên bản này đã có hiệu lực nên không rút được.",
                    "This version is in force: it can't be withdrawn.",
                ),
                Text(
                    "Soạn và ban hành một phiên bản mới thay thế.", "Write and publish a version that takes its place."
                ),
            )
        )
    require(Decision.refuse_if_any(reasons))
    VersionWithdrawal.objects.create(
        version=row, ground=ground, withdrawn_by=deed.actor.key, withdrawn_at=deed.moment, withdrawn_on=deed.today
    )


def no_such_version() -> Missing:
    return Missing(
        Text("Không có phiên bản này.", "There is no such version."),
        Text("Mời ông/bà xem danh sách phiên bản.", "Look at the list of versions."),
    )


@dataclass(frozen=True, slots=True)
class MigrateDossier:
    """``steps`` names the step that takes the place of one which the newer version lacks; ``ground`` says the law in words."""

    dossier_id: int
    version: int
    provision: str
    ground: Text
    steps: Mapping[str, str] = field(default_factory=dict)


def migrate_dossier(asked: MigrateDossier, *, deed: Deed) -> str:
    """A dossier that was handed in goes on under another version; its number. No due day moves.

    Raises Refused with every reason: ended, a step that the version lacks, no legal ground.
    """
    dossier = locked_dossier(asked.dossier_id)
    row = ProcedureVersion.objects.filter(pk=asked.version, key=dossier.procedure_key, withdrawal=None).first()
    if row is None:
        raise no_such_version()
    if not asked.provision.strip():
        raise Refused.because(*needs_ground("", "provision"))
    old, new = definition(dossier.version_id), definition(row.pk)
    found = moving(moving_case(dossier), old, new, row.pk, asked.steps)
    require(found.decision)
    changed = {before: after for before, after in found.steps if before != after}
    VersionMove.objects.create(
        dossier=dossier,
        from_version_id=dossier.version_id,
        to_version=row,
        provision=asked.provision,
        ground=asked.ground.vi,
        steps=changed,
        moved_by=deed.actor.key,
        moved_at=deed.moment,
    )
    _goes_on, former = carried(old, new, dossier.answers)
    FormerAnswer.objects.bulk_create(
        FormerAnswer(dossier=dossier, version_id=dossier.version_id, question=key, value=value, kept_at=deed.moment)
        for key, value in former.items()
    )
    deed.before(version=dossier.version_id, due_on=str(dossier.due_on or ""))
    dossier.version_id = row.pk
    dossier.stamp = F("stamp") + 1
    dossier.save(update_fields=["version", "stamp"])
    dossier.refresh_from_db(fields=["stamp"])
    _move_tasks(dossier, changed)
    deed.after(version=row.pk, due_on=str(dossier.due_on or ""), steps=changed, provision=asked.provision)
    deed.emit(
        DossierMigrated(
            subject=f"dossier:{dossier.pk}",
            parties=parties_of(dossier),
            number=dossier.number,
            version=row.number,
            ground=asked.ground.to_json(),
        )
    )
    notify_applicant(
        dossier,
        "dossier",
        Text(
            f"Hồ sơ {dossier.number} được giải quyết theo phiên bản mới của thủ tục",
            f"Dossier {dossier.number} goes on under a newer version of the procedure",
        ),
        Text(
            f"Căn cứ: {asked.ground.vi}. Thời hạn trả kết quả giữ nguyên; ông/bà không phải làm gì thêm.",
            f"Ground: {asked.ground.into('en')}. The promised day stays as it was; you need not do anything.",
        ),
        deed=deed,
    )
    return dossier.number


def carry_to_steps(dossier_id: int, steps: Collection[str], provision: str, ground: Text, *, deed: Deed) -> bool:
    """A dossier whose version lacks some of these steps goes on under the newest in force, later than its own,
    that has them all.

    For a room that follows a grant with steps which came after the dossier was handed in. Nothing happens (False) where the
    dossier's own version has them. Raises Missing when no later version has them, Refused as ``migrate_dossier``.
    """
    dossier = locked_dossier(dossier_id)
    if _has(dossier.version_id, steps):
        return False
    newer = in_force(deed.today).filter(key=dossier.procedure_key, number__gt=dossier.version.number)
    target = next((pk for pk in newer.order_by("-number").values_list("pk", flat=True) if _has(pk, steps)), None)
    if target is None:
        raise Missing(
            Text(
                f"Chưa có phiên bản mới nào đang có hiệu lực của thủ tục có đủ các bước tiếp theo của hồ sơ {dossier.number}.",
                f"No later version in force of the procedure has the steps with which dossier {dossier.number} goes on.",
            ),
            Text(
                "Ban hành phiên bản có các bước đó rồi chạy lại công việc này.",
                "Publish one that has them, then run this job again.",
            ),
        )
    migrate_dossier(MigrateDossier(dossier_id, target, provision, ground), deed=deed)
    return True


def _has(version_id: int, steps: Collection[str]) -> bool:
    return set(steps) <= {step.key for step in definition(version_id).steps}


def _move_tasks(dossier: Dossier, changed: Mapping[str, str]) -> None:
    """Open tasks follow the newer version: name, right and page of their step. Their days stay."""
    procedure = definition(dossier.version_id)
    for task in Task.objects.select_for_update().filter(dossier=dossier, closed_at=None):
        step = procedure.step(changed.get(task.step, task.step))
        if task.right != step.right:
            # Whoever had it in hand may lack the new right: it lies on the desks of those who hold it.
            task.assignee = task.assignee_name = ""
        task.step, task.right, task.page = step.key, step.right, step.page
        task.name_vi, task.name_en = step.name.vi, step.name.en
        task.save(update_fields=["step", "right", "page", "name_vi", "name_en", "assignee", "assignee_name"])
