"""Breaches through their use-cases: the hours, what was sent, who was told, how long the file is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.privacy import jobs, queries, usecases
from khue.features.privacy.domain.breaches import (
    FixBreach,
    NotifyAuthority,
    RecordBreach,
    TellPersons,
    hours_left,
    kept_until,
    reminder,
)
from khue.features.privacy.models import Breach, BreachNotice, BreachWord
from khue.kernel import files
from khue.kernel.models import AuditRecord, Notice
from tests.cast import MOMENT, organisation, persona
from tests.privacy.stories import TODAY, officer

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 2, 27, 10, 0, tzinfo=UTC)  # 17:00 in Hanoi


def recorded(detected: datetime = FRIDAY, **values: Any) -> Breach:
    given: dict[str, Any] = {
        "title": "Gửi nhầm danh sách",
        "happened": "Danh sách 40 người được gửi nhầm địa chỉ.",
        "kinds": "Họ tên, điện thoại",
        "people": 40,
        "severity": "medium",
        "measures": "Đã đề nghị bên nhận xóa.",
    }
    asked = RecordBreach(detected_at=detected, once=uuid4(), **{**given, **values})
    return Breach.objects.get(pk=usecases.record_breach(asked, actor=officer()))


def notice(breach: Breach, **values: Any) -> NotifyAuthority:
    given: dict[str, Any] = {
        "sent_to": "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân",
        "how": "Cổng thông tin, mã 12",
        "sent_at": MOMENT,
        "happened": breach.happened,
        "people": 40,
        "measures": "Đã thu hồi thư.",
        "once": uuid4(),
    }
    return NotifyAuthority(breach.pk, **{**given, **values})


def test_the_hours_run_through_the_weekend() -> None:
    breach = recorded()
    assert breach.due_at == FRIDAY + timedelta(hours=72), "Monday 17:00, not a working day later"
    assert (breach.state, breach.hours, breach.number[:8]) == ("open", 72, "SC-2026-")
    assert queries.breach_page(breach.pk, officer()).clock.remaining == 7  # type: ignore[union-attr]  # it is there, or the test fails here
    assert Notice.objects.filter(party=officer().key).count() == 0, "who recorded it needs no reminder"


def test_a_breach_from_tomorrow_or_without_words_is_refused_with_every_reason() -> None:
    with pytest.raises(Refused) as refused:
        recorded(MOMENT + timedelta(hours=1), title=" ", kinds="", severity="terrible")
    codes = {reason.code for reason in refused.value.decision.reasons}
    assert codes == {"no_title", "no_kinds", "no_severity", "detected_at_later"}
    assert not Breach.objects.exists()


def test_the_notice_is_kept_as_it_was_sent_with_its_pdf() -> None:
    breach = recorded()
    command = notice(breach)
    first = usecases.notify_authority(command, actor=officer())
    assert usecases.notify_authority(command, actor=officer()) == first
    breach.refresh_from_db()
    assert (breach.state, breach.notified_at, breach.notices.count()) == ("notified", MOMENT, 1)
    jobs.render_notice({"notice": first})
    jobs.render_notice({"notice": first})
    row = BreachNotice.objects.get()
    assert row.file is not None
    assert files.open_bytes(row.file).read(5) == b"%PDF-"
    assert queries.breach_page(breach.pk, officer()).notices[0].files
    with pytest.raises(IntegrityError), transaction.atomic():
        BreachNotice.objects.filter(pk=first).update(happened="khác")
    second = usecases.notify_authority(notice(breach, people=55), actor=officer(1))
    assert BreachNotice.objects.get(pk=second).number == 2
    breach.refresh_from_db()
    assert breach.notified_at == MOMENT, "the first notice stopped the clock"


def test_a_late_notice_says_why() -> None:
    breach = recorded()
    late = FRIDAY + timedelta(hours=80)
    with pytest.raises(Refused) as refused:
        usecases.notify_authority(notice(breach, sent_at=late), actor=officer(2))
    assert [reason.code for reason in refused.value.decision.reasons] == ["late"]
    usecases.notify_authority(notice(breach, sent_at=late, late_ground="Mất liên lạc."), actor=officer(2))
    record = AuditRecord.objects.get(deed="privacy.notify_authority")
    assert '"late":true' in (record.kept.get(part="values").body or "")


def test_persons_are_told_once_each_and_organisations_are_not_persons() -> None:
    breach = recorded()
    both = (persona("resident").key, persona("founder").key)
    assert usecases.tell_persons(TellPersons(breach.pk, both, "Mời đổi mật khẩu.", uuid4()), actor=officer()) == 2
    assert usecases.tell_persons(TellPersons(breach.pk, both, "Mời đổi mật khẩu.", uuid4()), actor=officer()) == 0
    assert Notice.objects.filter(party__in=both, title_vi__contains="sự cố").count() == 2
    assert BreachWord.objects.count() == 2
    firm = organisation("VLSH")
    with pytest.raises(Refused) as refused:
        usecases.tell_persons(TellPersons(breach.pk, (*both, firm), "x"), actor=officer())
    [reason] = refused.value.decision.reasons
    assert firm.removeprefix("party:") in reason.text.vi, "the refusal names the number that is no person's"
    assert both[0].removeprefix("party:") not in reason.text.vi.replace(firm.removeprefix("party:"), "")
    [told] = queries.told_of(persona("resident"))
    assert (told.number, told.words) == (breach.number, "Mời đổi mật khẩu.")
    assert queries.told_of(persona("researcher")) == ()


def test_the_file_is_kept_for_the_years_of_the_law_and_the_database_says_so() -> None:
    breach = recorded()
    usecases.notify_authority(notice(breach), actor=officer())
    usecases.fix_breach(FixBreach(breach.pk, TODAY, "Đã khóa tính năng gửi hàng loạt.", once=uuid4()), actor=officer())
    breach.refresh_from_db()
    assert (breach.state, breach.keep_until) == ("fixed", TODAY.replace(year=2031))
    with pytest.raises(DatabaseError), transaction.atomic():
        breach.notices.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(keep_until=TODAY - timedelta(days=1))
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM privacy_breach")


def test_an_open_breach_is_not_fixed_before_the_authority_knows() -> None:
    breach = recorded()
    with pytest.raises(Refused):
        usecases.fix_breach(FixBreach(breach.pk, TODAY, "xong"), actor=officer())
    with pytest.raises(Conflict):
        usecases.notify_authority(notice(breach, seen=9), actor=officer())
    for who in ("auditor", "clerk", "administrator"):
        with pytest.raises(NotAllowed):
            usecases.notify_authority(notice(breach), actor=persona(who))
    assert Breach.objects.get().state == "open"


def test_the_desk_is_reminded_at_each_mark_once(monkeypatch: pytest.MonkeyPatch) -> None:
    breach = recorded()
    party = officer().key

    def at(hours: int) -> int:
        monkeypatch.setattr("khue.kernel.clock.now", lambda: FRIDAY + timedelta(hours=hours))
        jobs.watch_breaches(0)
        jobs.watch_breaches(0)
        return Notice.objects.filter(party=party, title_vi__contains="thời hạn thông báo").count()

    assert [at(hours) for hours in (2, 25, 49, 50, 67, 73)] == [0, 1, 2, 2, 3, 4]
    breach.refresh_from_db()
    assert breach.warned == 0


def test_hours_and_years_are_counted_as_said() -> None:
    assert hours_left(FRIDAY, FRIDAY + timedelta(hours=3, minutes=59)) == 3
    assert hours_left(FRIDAY, FRIDAY - timedelta(seconds=1)) == -1
    assert reminder(47, None) == 48
    assert reminder(5, 24) == 6
    assert reminder(5, 6) is None
    assert kept_until(date(2028, 2, 29), 5) == date(2033, 3, 1)
    assert kept_until(TODAY, None) is None
