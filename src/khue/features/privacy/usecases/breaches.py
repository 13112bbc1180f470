"""The deeds of a breach: record it, notify the authority, tell the persons, record the fix; remind in time."""

from __future__ import annotations

from typing import Any

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.number import dossier_number
from khue.features.dossiers.usecases import next_number
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.breaches import (
    BREACH,
    SEVERITIES,
    FixBreach,
    NotifyAuthority,
    RecordBreach,
    TellPersons,
    due_at,
    hours_left,
    kept_until,
    may_fix,
    may_notify,
    may_record,
    may_tell,
    reminder,
)
from khue.features.privacy.events import AuthorityNotified, ToldOfBreach
from khue.features.privacy.models import Breach, BreachNotice, BreachWord
from khue.features.privacy.queries.rules import breach_hours, breach_years
from khue.features.privacy.usecases.parts import tell_desk
from khue.kernel.deeds import command
from khue.kernel.forms import require_seen

SERIES, PREFIX = "breach", "SC"


def record_breach(asked: RecordBreach, *, actor: Actor) -> int:
    """Enter a breach in the register; its hours run from the detection. Returns its id."""
    actor.require(access.HANDLE)
    with command("privacy.record_breach", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_record(asked, deed.moment))
        hours = breach_hours(asked.detected_at.astimezone(CITY_ZONE).date())
        known = hours.number if hours.applies else None
        year = deed.today.year
        breach = Breach.objects.create(
            number=dossier_number(year, next_number(f"{SERIES}:{year}"), PREFIX),
            title=asked.title.strip(),
            detected_at=asked.detected_at,
            happened=asked.happened.strip(),
            kinds=asked.kinds.strip(),
            people=asked.people,
            severity=asked.severity,
            measures=asked.measures.strip(),
            due_at=due_at(asked.detected_at, known),
            hours=known,
            recorded_by=actor.key,
            recorded_by_name=actor.name,
            recorded_at=deed.moment,
        )
        deed.subject = _subject(breach)
        deed.after(number=breach.number, state=breach.state, severity=breach.severity, hours=known, people=asked.people)
        deed.personal(title=breach.title, happened=breach.happened, kinds=breach.kinds, measures=breach.measures)
        tell_desk(
            Text(f"Sự cố dữ liệu cá nhân {breach.number}", f"Personal-data breach {breach.number}"),
            Text(
                f"Mức độ {SEVERITIES[breach.severity].vi}; thông báo trong {known or '?'} giờ từ khi phát hiện.",
                f"Severity {SEVERITIES[breach.severity].en}; to be notified {known or '?'} hours after detection.",
            ),
            _path(breach),
            deed=deed,
        )
        deed.result(breach.pk)
        return int(breach.pk)


def notify_authority(asked: NotifyAuthority, *, actor: Actor) -> int:
    """Record what was sent to the authority; its PDF is rendered by the worker. Returns the notice's id."""
    actor.require(access.HANDLE)
    with command("privacy.notify_authority", actor, subject=f"breach:{asked.breach_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        breach = _locked(asked.breach_id, asked.seen)
        source = breach_hours(deed.today).source
        require(may_notify(asked, breach.state, breach.detected_at, breach.due_at, deed.moment, source))
        number = breach.notices.count() + 1
        notice = BreachNotice.objects.create(
            breach=breach,
            number=number,
            sent_to=asked.sent_to.strip(),
            how=asked.how.strip(),
            sent_at=asked.sent_at,
            happened=asked.happened.strip(),
            people=asked.people,
            measures=asked.measures.strip(),
            late_ground=asked.late_ground.strip(),
            recorded_by=actor.key,
            recorded_by_name=actor.name,
            recorded_at=deed.moment,
        )
        deed.before(state=breach.state)
        _write(breach, state=BREACH.after(breach.state, "notify"), notified_at=breach.notified_at or asked.sent_at)
        late = number == 1 and breach.due_at is not None and asked.sent_at > breach.due_at
        deed.after(state=breach.state, notice=number, late=late, people=asked.people, sent_to=notice.sent_to)
        deed.personal(happened=notice.happened, measures=notice.measures, late_ground=notice.late_ground)
        deed.emit(AuthorityNotified(subject=_subject(breach), parties=(), number=breach.number, notice=notice.pk))
        deed.result(notice.pk)
        return int(notice.pk)


def tell_persons(asked: TellPersons, *, actor: Actor) -> int:
    """Tell persons whose data it was: in the app, and by mail where they have an address. How many were told."""
    actor.require(access.HANDLE)
    with command("privacy.tell_persons", actor, subject=f"breach:{asked.breach_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        breach = _locked(asked.breach_id, None)
        cards = {key: card for key, card in people.parties(asked.parties).items() if card.is_private_person}
        require(may_tell(asked, set(asked.parties) - cards.keys()))
        known = set(breach.told.filter(party__in=cards).values_list("party", flat=True))
        fresh = sorted(cards.keys() - known)
        BreachWord.objects.bulk_create(
            BreachWord(
                breach=breach, party=key, words=asked.words.strip(), at=deed.moment, by=actor.key, by_name=actor.name
            )
            for key in fresh
        )
        for key in fresh:
            deed.notify(
                key,
                "privacy",
                Text("Thông báo về sự cố dữ liệu cá nhân của ông/bà", "A breach that concerns your personal data"),
                Text(asked.words.strip(), ""),
                "/me/data/",
            )
        if fresh:
            deed.emit(ToldOfBreach(subject=_subject(breach), parties=tuple(fresh), number=breach.number))
        deed.after(told=len(fresh), known_before=len(known))
        deed.result(len(fresh))
        return len(fresh)


def fix_breach(asked: FixBreach, *, actor: Actor) -> None:
    """The breach is fixed: its file is kept from this day on for the years of the law."""
    actor.require(access.HANDLE)
    with command("privacy.fix_breach", actor, subject=f"breach:{asked.breach_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        breach = _locked(asked.breach_id, asked.seen)
        detected = breach.detected_at.astimezone(CITY_ZONE).date()
        require(may_fix(asked, breach.state, detected, deed.today))
        years = breach_years(asked.fixed_on)
        until = kept_until(asked.fixed_on, years.number if years.applies else None)
        deed.before(state=breach.state)
        _write(
            breach,
            state=BREACH.after(breach.state, "fix"),
            fixed_on=asked.fixed_on,
            fixed_by=actor.key,
            fixed_by_name=actor.name,
            fix=asked.words.strip(),
            keep_until=until,
        )
        deed.after(state=breach.state, fixed_on=str(asked.fixed_on), keep_until=str(until or ""))
        deed.personal(fix=breach.fix)
        deed.result(True)


def watch_breach(breach_id: int, *, actor: Actor) -> None:
    """Remind the desk at each mark of the hours left, once."""
    actor.require("job.privacy.watch_breaches")
    with command("privacy.watch_breach", actor, subject=f"breach:{breach_id}") as deed:
        breach = _locked(breach_id, None)
        left = hours_left(deed.moment, breach.due_at) if breach.due_at else None
        mark = reminder(left, breach.warned) if left is not None and breach.state == "open" else None
        if mark is None or left is None:
            deed.nothing_done()
            return
        breach.warned = mark
        breach.save(update_fields=["warned"])
        body = (
            Text(
                f"Còn {left} giờ để thông báo cơ quan có thẩm quyền.", f"{left} hours are left to notify the authority."
            )
            if left >= 0
            else Text(f"Đã quá hạn thông báo {-left} giờ.", f"The notice is {-left} hours overdue.")
        )
        title = Text(f"Sự cố {breach.number}: thời hạn thông báo", f"Breach {breach.number}: the notice is due")
        tell_desk(title, body, _path(breach), deed=deed)
        deed.after(reminded_at=mark)


def _locked(breach_id: int, seen: int | None) -> Breach:
    found = Breach.objects.select_for_update().filter(pk=breach_id).first()
    if found is None:
        raise access.no_such_breach()
    if seen is not None:
        require_seen(seen, found.version)
    return found


def _write(breach: Breach, **values: Any) -> None:
    for name, value in values.items():
        setattr(breach, name, value)
    breach.version += 1
    breach.save(update_fields=[*values, "version"])


def _subject(breach: Breach) -> str:
    return f"breach:{breach.pk}"


def _path(breach: Breach) -> str:
    return f"/privacy/breaches/{breach.pk}/"
