"""Which benefits a party has on a day because a key task of it is recognised: the door for other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from khue.core.bilingual import Text
from khue.core.decision import Source
from khue.core.errors import Missing
from khue.features.keytasks.domain.benefits import Span
from khue.features.keytasks.models import Benefit
from khue.features.keytasks.queries.rules import known_benefits
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A benefit of one key task. ``state``: active, offered (its value is not confirmed yet), ended or later.

    ``until_on`` and ``ended_on`` are the first days without it; ``last_day`` is how people say it.
    """

    key: str
    text: Text
    source: Source
    state: str
    from_on: date
    until_on: date
    ended_on: date | None
    end_ground: str
    key_task: int
    number: str
    cause: str
    procedure: str = ""


def benefits_of(party: str, on: date) -> tuple[BenefitRow, ...]:
    """The benefits that ``party`` (``party:12``) has on the day ``on`` and that apply by the law of that day.

    What a recognition names but no confirmed value carries is not among them: it is offered, not applied (``benefits_named``).
    Raises nothing for a party that is not known.
    """
    return tuple(row for row in benefits_named(party, on) if row.state == "active")


def benefits_named(party: str, on: date) -> tuple[BenefitRow, ...]:
    """Every benefit that holds on the day, also those that are only offered."""
    try:
        number = people.party_id(party)
    except (Missing, ValueError):
        return ()
    rows = Benefit.objects.filter(key_task__party=number, from_on__lte=on, until_on__gt=on).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    )
    return rows_of(rows.select_related("key_task").order_by("key", "pk"), on)


def rows_of(benefits: Iterable[Benefit], on: date) -> tuple[BenefitRow, ...]:
    """Written benefits with what the law of the day says of each."""
    law = {one.key: one for one in known_benefits(on)}
    return tuple(_row(one, law.get(one.key), on) for one in benefits)


def _row(one: Benefit, known: object, on: date) -> BenefitRow:
    applies = bool(getattr(known, "applies", False))
    span = Span(one.from_on, one.until_on, one.ended_on)
    state = "active" if applies else "offered"
    if not span.holds(on):
        state = "later" if on < one.from_on else "ended"
    source = getattr(known, "source", None) or Source(one.provision, one.certainty, "", one.provision_en)
    return BenefitRow(
        key=one.key,
        text=Text(one.text_vi, one.text_en),
        source=source,
        state=state,
        from_on=one.from_on,
        until_on=one.until_on,
        ended_on=one.ended_on,
        end_ground=one.end_ground,
        key_task=one.key_task_id,
        number=one.key_task.dossier_number,
        cause=one.cause,
        procedure=str(getattr(known, "procedure", "")),
    )


def running_benefits(key_task: int) -> Iterable[Benefit]:
    """Benefits whose end was not written."""
    return Benefit.objects.filter(key_task=key_task, ended_on=None, until_on__gt=F("from_on"))
