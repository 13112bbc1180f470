"""Messages out: sent in order per case, at least once, with a stable id, until they arrive or a person must look.

A receiver that is down is not hammered: one probe at a time, ever more seldom up to ten minutes; when a probe arrives,
everything that waits follows. The sending holds no lock and no transaction while it waits for an answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.intake import access
from khue.features.intake.domain import sending as rules
from khue.features.intake.domain.sending import SendAgain, SendAllAgain, may_send_again
from khue.features.intake.models import Attempt, IntakeCase, MessageOut, Source, Subscription
from khue.features.intake.usecases.parts import locked_case, settle_sync, wake
from khue.features.people import queries as people
from khue.kernel import calling, sealed
from khue.kernel.calling import Called
from khue.kernel.deeds import Deed, command

ALONE = 4_070_211
"""Class of the advisory locks by which one worker at a time sends to a receiver."""
Post = Callable[[str, bytes, Mapping[str, str]], Called]
MARKS = UUID("5f0f4a39-4a5c-4a0e-9a0b-6f6f3c1f8d27")
AT_ONCE = 50
LONGEST_RUN = 40.0  # seconds of one job; what is left is the next one's
MOST_GIVEN_UP = 1000


@dataclass(frozen=True, slots=True)
class Delivered:
    """``more``: something is still due now, and the receiver answers."""

    sent: int = 0
    more: bool = False


def deliver(source_id: int, *, actor: Actor, wall: datetime, post: Post | None = None) -> Delivered:
    """Send what is due to a source. ``wall`` is the wall clock's time, which receivers compare. Safe to repeat.

    ``post`` takes the place of the network: the sample city's receiver is played.
    """
    actor.require(access.DELIVER_JOB)
    found = Subscription.objects.filter(source=source_id, ended_at=None).first()
    if found is None or (found.probe_at is not None and actor.moment < found.probe_at):
        return Delivered()
    with _alone(found.pk) as mine:
        if not mine:
            return Delivered()
        if post is not None:
            return _deliver(found, post, actor=actor, wall=wall)
        with calling.line() as client:
            return _deliver(found, partial(calling.post, client), actor=actor, wall=wall)


def _deliver(found: Subscription, post: Post, *, actor: Actor, wall: datetime) -> Delivered:
    begun, sent = time.monotonic(), 0
    while batch := _due(found, actor.moment, 1 if found.down_since else AT_ONCE):
        for message in batch:
            headers = _headers(found, message, wall + timedelta(seconds=time.monotonic() - begun), actor.moment)
            answered = (
                post(found.address, message.body.encode(), headers)
                if headers
                else Called(None, "no secret to sign with can be opened", 0)
            )
            said = rules.verdict(answered.status)
            _note(found, message, answered, said, actor=actor)
            sent += said == "arrived"
            if said in ("down", "gone"):
                return Delivered(sent)
        if time.monotonic() - begun > LONGEST_RUN:
            return Delivered(sent, more=True)
    return Delivered(sent)


@contextmanager
def _alone(subscription: int) -> Iterator[bool]:
    """Whether nobody else sends to this receiver now. A worker that dies lets go with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [ALONE, subscription])
        row = cursor.fetchone()
    mine = bool(row and row[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ALONE, subscription])


def _due(found: Subscription, now: datetime, most: int) -> list[MessageOut]:
    """The next message of each case, unless an earlier one of it still waits or was given up."""
    earlier = MessageOut.objects.filter(case=OuterRef("case"), id__lt=OuterRef("id"), state__in=("waiting", "dead"))
    rows = MessageOut.objects.filter(~Exists(earlier), source=found.source_id, state="waiting", due_at__lte=now)
    return list(rows.order_by("id")[:most])


def _headers(found: Subscription, message: MessageOut, wall: datetime, now: datetime) -> dict[str, str]:
    """As Standard Webhooks say, with one signature for each secret that is valid; empty when there is none."""
    from standardwebhooks import Webhook

    signatures = []
    for secret in found.secrets.exclude(valid_until__lte=now).order_by("-id"):
        try:
            signatures.append(
                Webhook(sealed.unseal(secret.sealed)).sign(message.name, wall.astimezone(UTC), message.body)
            )
        except sealed.CantOpen:
            continue
    if not signatures:
        return {}
    return {
        "webhook-id": message.name,
        "webhook-timestamp": str(int(wall.timestamp())),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
        "user-agent": "Khue/1 (webhooks)",
    }


def _note(found: Subscription, message: MessageOut, answered: Called, said: str, *, actor: Actor) -> None:
    """What became of one sending: the attempt, the message, its case, and what it says of the receiver."""
    now = actor.moment
    with transaction.atomic():
        case = locked_case(message.case_id)
        row = MessageOut.objects.select_for_update().get(pk=message.pk)
        Attempt.objects.create(
            message=row, at=now, status=answered.status, arrived=said == "arrived", took_ms=answered.took_ms,
            said=answered.said[: calling.MOST_SAID],
        )  # fmt: skip
        row.attempts += 1
        row.first_tried_at = row.first_tried_at or now
        if row.state == "waiting" and said == "arrived":
            row.state, row.sent_at = "sent", now
        elif row.state == "waiting" and said == "rejected":
            dice = rules.dice_of(row.uid, row.attempts)
            row.due_at = now + rules.wait_after(row.attempts, dice=dice, longest=rules.LONGEST_WAIT)
            if rules.is_over(row.first_tried_at, now, settings.KHUE_TRY_DAYS):
                row.state = "dead"
        row.save(update_fields=["attempts", "first_tried_at", "state", "sent_at", "due_at"])
        settle_sync(case, at=now, by=actor.key, cause="receiver")
        _note_receiver(found, row, said, now)
    if said == "gone":
        _end(found, actor=actor)
    if said == "down":
        _give_up(found, actor=actor)
    elif row.state == "dead":
        _tell(int(found.source_id), 1, actor=actor)


def _note_receiver(found: Subscription, row: MessageOut, said: str, now: datetime) -> None:
    if said == "down":
        found.failures += 1
        found.down_since = found.down_since or now
        dice = rules.dice_of(row.uid, found.failures)
        found.probe_at = now + rules.wait_after(found.failures, dice=dice, longest=rules.LONGEST_PROBE)
    elif found.down_since is not None or found.failures:
        found.failures, found.down_since, found.probe_at = 0, None, None
    else:
        return
    found.save(update_fields=["failures", "down_since", "probe_at"])


# -- when a person must look -----------------------------------------------------------------------------------------


def _give_up(found: Subscription, *, actor: Actor) -> None:
    """The receiver has been down for so long that what waits since then is given up, and somebody hears of it."""
    limit = actor.moment - timedelta(days=max(settings.KHUE_TRY_DAYS, rules.LEAST_TRY_DAYS))
    if found.down_since is None or found.down_since > limit or found.made_at > limit:
        return
    old = MessageOut.objects.filter(source=found.source_id, state="waiting", made_at__lte=limit)
    cases = list(old.order_by("case_id").values_list("case_id", flat=True).distinct()[:MOST_GIVEN_UP])
    count = 0
    for case_id in cases:
        with transaction.atomic():
            case = locked_case(case_id)
            count += old.filter(case=case_id).update(state="dead")
            settle_sync(case, at=actor.moment, by=actor.key, cause="receiver")
    if count:
        _tell(int(found.source_id), count, actor=actor)


def _tell(source_id: int, count: int, *, actor: Actor) -> None:
    """Those who may send again hear of it: once a day for a source, however many messages died."""
    source = Source.objects.get(pk=source_id)
    with command("intake.give_up_messages", actor, subject=source.key) as deed:
        if deed.repeated(uuid5(MARKS, f"{source.key} dead {actor.today}")) is not None:
            return
        _tell_senders(deed, source, f"{count} thông điệp đã dừng gửi", f"{count} messages were given up")
        deed.after(given_up=count)
        deed.result(count)


def _end(found: Subscription, *, actor: Actor) -> None:
    """410: nobody is there any more. Nothing is sent until somebody gives another address."""
    source = found.source
    with command("intake.end_subscription", actor, subject=source.key) as deed:
        if not Subscription.objects.filter(pk=found.pk, ended_at=None).update(ended_at=deed.moment):
            deed.nothing_done()
            return
        _tell_senders(deed, source, "nơi nhận thông báo đã đóng (410)", "the receiver is gone (410)")
        deed.after(address=found.address, ended=True)


def _tell_senders(deed: Deed, source: Source, vi: str, en: str) -> None:
    title = Text(f"{source.name_vi}: {vi}", f"{source.name_en or source.name_vi}: {en}")
    body = Text(
        "Mời xem lý do, rồi gửi lại khi nơi nhận đã sẵn sàng.",
        "Look at the reason, and send again when the receiver is back.",
    )
    for reader in people.people_with_right(access.SEND, deed.today):
        deed.notify(reader.key, "intake", title, body, f"/intake/queue/?source={source.code}")


def send_again(asked: SendAgain, *, actor: Actor) -> int:
    """What was given up of a case waits to be sent again, from the first on; how many. Raises NotAllowed, Missing, Refused."""
    actor.require(access.SEND)
    with command("intake.send_again", actor, subject=f"intake:{asked.case_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case = locked_case(asked.case_id)
        count = _revive(MessageOut.objects.filter(case=case), case, deed=deed)
        require(may_send_again(count))
        _probe_now(int(case.source_id), deed)
        deed.after(messages=count)
        deed.result(count)
        return count


def send_all_again(asked: SendAllAgain, *, actor: Actor) -> int:
    """The same for every case of a source, at most a thousand at once. Raises NotAllowed, Refused."""
    actor.require(access.SEND)
    with command("intake.send_all_again", actor, subject=f"source:{asked.source_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        dead = MessageOut.objects.filter(source=asked.source_id, state="dead")
        ids = list(dead.order_by("case_id").values_list("case_id", flat=True).distinct()[:MOST_GIVEN_UP])
        count = 0
        for case in IntakeCase.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
            count += _revive(MessageOut.objects.filter(case=case), case, deed=deed)
        require(may_send_again(count))
        _probe_now(asked.source_id, deed)
        deed.after(messages=count, cases=len(ids))
        deed.result(count)
        return count


def _revive(messages: QuerySet[MessageOut, Any], case: IntakeCase, *, deed: Deed) -> int:
    count = messages.filter(state="dead").update(state="waiting", due_at=deed.moment, first_tried_at=None)
    settle_sync(case, at=deed.moment, by=deed.actor.key, cause="officer")
    return count


def _probe_now(source_id: int, deed: Deed) -> None:
    """Whoever sends again believes that the receiver is back: it is tried at once, and its time runs anew."""
    down = Subscription.objects.filter(~Q(down_since=None), source=source_id, ended_at=None)
    down.update(probe_at=deed.moment, down_since=deed.moment)
    transaction.on_commit(lambda: wake(source_id))


# -- what a source fetches itself ------------------------------------------------------------------------------------


def number_changes(source_id: int) -> None:
    """Messages that everybody can see by now get their place in what the source reads.

    A number from a sequence would come before it can be seen: a reader that has passed it would miss the message.
    """
    unplaced = MessageOut.objects.filter(source=source_id, seq=None)
    if not unplaced.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        Source.objects.select_for_update(no_key=True).get(pk=source_id)  # messages that come in need not wait
        cursor.execute(
            """UPDATE intake_messageout m SET seq = n.place FROM (
                   SELECT id, row_number() OVER (ORDER BY id)
                       + COALESCE((SELECT max(seq) FROM intake_messageout WHERE source_id = %s), 0) AS place
                   FROM intake_messageout WHERE source_id = %s AND seq IS NULL) n
               WHERE m.id = n.id""",
            [source_id, source_id],
        )


def acknowledge_changes(asked: rules.Acknowledge, *, actor: Actor) -> int:
    """The source has read its changes up to a place: they need not be sent any more; how many were new to that."""
    source = access.source_of(actor)
    with command("intake.acknowledge_changes", actor, subject=source.key) as deed:
        read = MessageOut.objects.filter(source=source, seq__lte=asked.up_to, state__in=("waiting", "sent", "dead"))
        ids = list(read.order_by("case_id").values_list("case_id", flat=True).distinct())
        cases = list(IntakeCase.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        count = read.update(state="acknowledged", acknowledged_at=deed.moment, sent_at=F("sent_at"))
        if not count:
            deed.nothing_done()
            return 0
        for case in cases:
            settle_sync(case, at=deed.moment, by=actor.key, cause="source")
        deed.after(up_to=asked.up_to, messages=count)
        return count
