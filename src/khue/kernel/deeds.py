"""One command = one transaction = one audit record.

``with command("missions.order_payment", actor, subject="tranche:7") as deed:`` opens the transaction; on leaving it
the audit record, the timeline rows and the jobs are written inside it. After an exception nothing of it exists.
A function that takes ``deed`` joins the command that is under way and opens nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.dispatch import Signal
from psycopg.errors import DeadlockDetected

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, KhueError
from khue.core.events import Event
from khue.kernel import audit, jobs, notices
from khue.kernel.events import tasks_for
from khue.kernel.models import OnceDone, TimelineRow

FORM_OF_ANOTHER = Text("Biểu mẫu này đã được dùng cho việc khác.", "This form was already used for something else.")
FORM_OF_ANOTHER_NEXT = Text("Mời ông/bà mở lại trang và điền lại.", "Please open the page again and fill it in anew.")

AT_ONCE = Text(
    "Có người vừa thực hiện một việc liên quan cùng lúc; yêu cầu của ông/bà chưa được thực hiện.",
    "Somebody did something connected at the same moment; what you asked for was not done.",
)
AT_ONCE_NEXT = Text(
    "Mời ông/bà mở lại trang, xem điều đã thay đổi rồi thực hiện lại.",
    "Please open the page again, see what changed, and do it once more.",
)

began, ended = Signal(), Signal()
"""Around each command, so that a room may ask once what can't differ within it."""


class Deed:
    """What one command does, gathered while it runs and written when it ends."""

    def __init__(self, name: str, actor: Actor, subject: str) -> None:
        self.name = name
        self.actor = actor
        self.subject = subject
        self._before: dict[str, Any] = {}
        self._after: dict[str, Any] = {}
        self._personal: dict[str, Any] = {}
        self._decision: Decision | None = None
        self._entries: list[str] = []
        self._events: list[Event] = []
        self._told: list[notices.Told] = []
        self._also: list[str] = []
        self._edition = ""
        self._once: UUID | None = None
        self._result: Any = None
        self._repeated = False

    @property
    def moment(self) -> datetime:
        return self.actor.moment

    @property
    def today(self) -> date:
        return self.actor.today

    def before(self, **values: Any) -> None:
        """Plain JSON values as they stood before."""
        self._before.update(values)

    def after(self, **values: Any) -> None:
        """Plain JSON values as they stand now."""
        self._after.update(values)

    def personal(self, **values: Any) -> None:
        """Personal values: kept beside the chain, so that a lawful erasure breaks nothing."""
        self._personal.update(values)

    def about(self, subject: str) -> None:
        """Name a further subject that the deed touched: found by it in the audit, and taken anew by the search."""
        self._also.append(subject)

    def decide(self, decision: Decision, *, edition: str = "") -> None:
        """Keep the decision, with the edition of the rules it rests on."""
        self._decision = decision
        self._edition = edition or self._edition

    def entry(self, entry_id: UUID) -> None:
        """Name a ledger entry that this deed posted."""
        self._entries.append(str(entry_id))

    def emit(self, event: Event) -> None:
        """Tell each party's timeline, and queue the jobs wired to this event."""
        self._events.append(event)

    def notify(self, party: str, kind: str, title: Text, body: Text, path: str) -> None:
        """One notice to one party, in this transaction; ``path`` has no language prefix."""
        self._told.append(notices.Told(party, kind, title, body, path))

    def repeated(self, once: UUID | None) -> Any | None:
        """What the same form brought about when it was posted before; None when this is the first time.

        Call it first. On a repetition return its result and do nothing else: the deed then writes no second record.
        The insert waits for a twin that is still under way. Raises Conflict when the key belongs to another deed.
        """
        if once is None:
            return None
        found, created = OnceDone.objects.get_or_create(
            key=once, defaults={"actor": self.actor.key, "deed": self.name, "at": self.moment}
        )
        if created:
            self._once = once
            return None
        if (found.actor, found.deed) != (self.actor.key, self.name):
            raise Conflict(FORM_OF_ANOTHER, FORM_OF_ANOTHER_NEXT)
        self._repeated = True
        return found.result

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the command that a rule may refuse while the rest of it stands: rows and traces go back together.

        The refusal goes on to the caller, who then records it in the same deed.
        """
        gathered = (self._before, self._after, self._personal, self._entries, self._events, self._told)
        kept = [copy(part) for part in gathered]
        decision, edition = self._decision, self._edition
        try:
            with transaction.atomic():
                yield
        except KhueError:
            self._before, self._after, self._personal, self._entries, self._events, self._told = kept  # type: ignore[assignment]  # what was set aside by the same six names
            self._decision, self._edition = decision, edition
            raise

    def nothing_done(self) -> None:
        """The command found everything as it should be already: no record of a deed that did nothing."""
        self._repeated = True

    def result(self, value: Any) -> None:
        """Plain JSON that a second posting of the same form gets instead of a second deed."""
        self._result = value

    def _write(self) -> None:
        if self._repeated:
            return
        if self._once is not None:
            OnceDone.objects.filter(key=self._once).update(result=self._result)
        if not self.subject:
            raise ValueError(f"the deed {self.name} names no subject")
        TimelineRow.objects.bulk_create(
            TimelineRow(
                party=party,
                subject=event.subject,
                wire=event.wire,
                text_vi=line.vi,
                text_en=line.en,
                actor=self.actor.key,
                at=self.moment,
            )
            for event, line in [(event, event.line()) for event in self._events]
            for party in dict.fromkeys(event.parties)
        )
        notices.put_all(self, self._told)
        for event in self._events:
            for task_name in tasks_for(event.wire):
                jobs.defer(task_name, event=event.to_json())
        values: dict[str, Any] = {}
        if self._before:
            values["before"] = self._before
        if self._after:
            values["after"] = self._after
        if self._personal:
            values["personal"] = self._personal
        if self._decision is not None:
            values["decision"] = self._decision.to_json()
        # Last of all: the chain's lock is held for as short a time as can be.
        audit.append(
            chain=self.subject,
            actor=self.actor,
            deed=self.name,
            subjects=list(dict.fromkeys([self.subject, *(event.subject for event in self._events), *self._also])),
            values=values or None,
            decision=self._decision,
            edition=self._edition,
            entries=self._entries,
            request=self.actor.request_id,
        )


@contextmanager
def command(name: str, actor: Actor, subject: str = "") -> Iterator[Deed]:
    """The stated transaction of one command. ``subject`` may be set on the deed when it is created inside.

    ``durable`` makes a nested command an error: a part of a bigger deed takes the deed instead. Two commands that
    wait for each other are a Conflict for the one that the database gives up; nothing of it exists.
    """
    began.send(Deed)
    try:
        with transaction.atomic(durable=True):
            deed = Deed(name, actor, subject)
            yield deed
            deed._write()
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise Conflict(AT_ONCE, AT_ONCE_NEXT) from error
        raise
    finally:
        ended.send(Deed)
