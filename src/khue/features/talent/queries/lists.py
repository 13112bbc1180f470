"""Engagements in lists, and what jobs, files and councils ask about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.errors import KhueError
from khue.features.councils.queries import SourcePaper
from khue.features.people import queries as people
from khue.features.talent import access
from khue.features.talent.domain.words import DUE, ENGAGEMENT, EVALUATION_SUBJECT, ORIGINS, RESULT
from khue.features.talent.models import Candidacy, Engagement, Evaluation, ExpertDue, Offer
from khue.features.talent.queries.engagements import NOTICE_BEFORE, PUBLIC, YEAR, engagement_state
from khue.features.talent.queries.facts import last_evaluated
from khue.features.talent.queries.judging import require_judge_or_reader
from khue.features.talent.queries.searching import unit_name
from khue.kernel import files
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import Answer, StateView


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """A line of a list; ``name`` may be the sentence of a restriction, or empty where the expert wants it so."""

    id: int
    number: str
    version: int
    title: str
    unit: Text
    name: Text | str
    origin: Text
    from_on: date
    until_on: date
    state: StateView
    total: int
    paid: int

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels


def engagements(
    actor: Actor, state: str, origin: str, q: str, after: str | None, size: int = 25
) -> Page[EngagementLine]:
    """All engagements for staff, newest first; names of restricted persons are left out. Raises NotAllowed."""
    actor.require(access.READ)
    hidden = access.barred(actor)
    found = _filtered(Engagement.objects.select_related("need", "offer"), state, origin)
    if q.strip():
        found = found.filter(Q(need__title__icontains=q.strip()) | Q(number__icontains=q.strip()))
    return keyset(found, ["-id"], after, size).of(
        lambda row: _line(row, people.RESTRICTED if row.person_id in hidden else row.name)
    )


def public_engagements(
    today: date, state: str, origin: str, q: str, after: str | None, size: int = 25
) -> Page[EngagementLine]:
    """What everybody may read: task, unit, period, kind of expert and money; a name only with the expert's consent.

    Engagements of persons whose data are restricted are left out.
    """
    found = _filtered(Engagement.objects.select_related("need", "offer").filter(state__in=PUBLIC), state, origin)
    found = found.exclude(person_id__in=people.restricted_ids())
    if q.strip():
        found = found.filter(Q(need__title__icontains=q.strip()) | Q(number__icontains=q.strip()))
    return keyset(found, ["-id"], after, size).of(lambda row: _line(row, row.name if row.public_name else ""))


def _filtered(found: QuerySet[Any], state: str, origin: str) -> QuerySet[Any]:
    if state in ENGAGEMENT.labels:
        found = found.filter(state=state)
    return found.filter(origin=origin) if origin in ORIGINS else found


def _line(row: Engagement, name: Text | str) -> EngagementLine:
    return EngagementLine(
        row.pk, row.number, row.version, row.need.title, unit_name(row.unit), name, ORIGINS[row.origin], row.from_on,
        row.until_on, engagement_state(row.state), row.offer.total, row.paid,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExpertStream:
    """Contracts of one budget line, field and kind of expert together, đồng; ``contracted`` without what was given back."""

    budget: str
    field: str
    origin: str
    origin_words: Text
    contracted: int
    paid: int


def streams() -> tuple[ExpertStream, ...]:
    """Over all contracts that came into force, for everybody: no person is named, so sums hold restricted ones too."""
    rows = (
        Engagement.objects.filter(state__in=PUBLIC)
        .values("budget_line", "need__profile__field", "origin")
        .annotate(contracted=Sum(F("committed") - F("released")), sums=Sum("paid"))
        .order_by("budget_line", "need__profile__field", "origin")
    )
    return tuple(
        ExpertStream(
            row["budget_line"].removeprefix("budget:"), row["need__profile__field"] or "", row["origin"],
            ORIGINS[row["origin"]], row["contracted"], row["sums"],
        )
        for row in rows
    )  # fmt: skip


def my_engagements(actor: Actor) -> tuple[EngagementLine, ...]:
    """The reader's own engagements, newest first."""
    if not actor.is_signed_in or actor.within:
        return ()
    own = [people.party_id(key) for key in actor.keys if people.is_party_key(key)]
    rows = Engagement.objects.select_related("need", "offer").filter(person_id__in=own).order_by("-pk")[:50]
    return tuple(_line(row, row.name) for row in rows)


def engagement_of_due(due_id: int) -> int:
    """Raises Missing."""
    found = ExpertDue.objects.filter(pk=due_id).values_list("engagement_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    return int(found)


def engagement_of_evaluation(evaluation_id: int) -> int:
    """Raises Missing."""
    found = Evaluation.objects.filter(pk=evaluation_id).values_list("engagement_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    return int(found)


# -- for jobs, files and councils --------------------------------------------------------------------------------------


def offers_to_lapse(today: date) -> tuple[int, ...]:
    return tuple(Offer.objects.filter(state="sent", answer_by__lt=today).values_list("pk", flat=True))


def engagements_to_evaluate(today: date) -> tuple[int, ...]:
    """Running ones whose year since the last evaluation ends within a month, and that nobody was reminded of yet."""
    rows = Engagement.objects.filter(state="running", from_on__lte=today - YEAR + NOTICE_BEFORE)
    found = []
    for row in rows.exclude(evaluations__state__in=("open", "judged", "contested")):
        _last, since = last_evaluated(row)
        if since + YEAR - NOTICE_BEFORE <= today and (row.reminded_on is None or row.reminded_on <= since):
            found.append(row.pk)
    return tuple(found)


def may_read_subject(actor: Actor, subject: str) -> bool:
    """For files of ``candidacy:<id>`` and ``engagement:<id>``: the expert, staff whom no restriction keeps out, and whoever judges it.

    A member of the council that has the candidate or a year of the contract before it reads as long as no interest bars; with
    one, nobody does, staff either.
    """
    kind, _, number = subject.partition(":")
    if not number.isdigit():
        return False
    rows: dict[str, QuerySet[Any]] = {"candidacy": Candidacy.objects.all(), "engagement": Engagement.objects.all()}
    person = rows[kind].filter(pk=int(number)).values_list("person_id", flat=True).first() if kind in rows else None
    if person is None:
        return False
    judged = (subject,) if kind == "candidacy" else _evaluations_of(int(number))
    try:
        require_judge_or_reader(actor, person, judged)
    except KhueError:
        return False
    return True


def _evaluations_of(engagement: int) -> tuple[str, ...]:
    """The years of a contract as councils know them."""
    rows = Evaluation.objects.filter(engagement=engagement, item__isnull=False).order_by("pk")
    return tuple(f"{EVALUATION_SUBJECT}:{number}" for number in rows.values_list("pk", flat=True))


def council_papers(subject: str) -> Iterator[SourcePaper]:
    """For councils: the papers of a candidacy. They name the candidate, so there is no redacted copy."""
    number = subject.partition(":")[2]
    row = Candidacy.objects.filter(pk=int(number)).first() if number.isdigit() else None
    for card in files.cards_by_id(row.papers) if row else ():
        yield SourcePaper(card.name, UUID(card.id))


def evaluation_papers(subject: str) -> Iterator[SourcePaper | Answer]:
    """For councils: the expert's own report of the year, and what was handed in within it. They name the expert: no redacted copy."""
    number = subject.partition(":")[2]
    row = Evaluation.objects.filter(pk=int(number)).first() if number.isdigit() and len(number) < 19 else None
    if row is None:
        return
    if row.report:
        yield Answer(Text("Báo cáo của chuyên gia", "The expert’s own report"), row.report)
    year = (datetime.combine(day, time.min, CITY_ZONE) for day in (row.from_on, row.until_on))
    dues = ExpertDue.objects.filter(engagement=row.engagement_id, kind=RESULT, handed_in_at__range=tuple(year))
    for due in dues.order_by("no"):
        yield Answer(due.title, DUE.label(due.state).capitalised())
        for card in files.cards_by_id(due.papers):
            yield SourcePaper(f"{due.title}: {card.name}", UUID(card.id))


def hidden_engagements(actor: Actor) -> frozenset[str]:
    """``engagement:7`` whose papers stand in no list for this reader: the expert's data are restricted."""
    hidden = access.barred(actor)
    rows = Engagement.objects.filter(person_id__in=hidden).values_list("pk", flat=True) if hidden else ()
    return frozenset(f"engagement:{number}" for number in rows)


def is_restricted_subject(subject: str) -> bool:
    """For the public check of a paper: whether its expert's data are restricted now."""
    kind, _, number = subject.partition(":")
    if kind != "engagement" or not number.isdigit():
        return False
    person = Engagement.objects.filter(pk=int(number)).values_list("person_id", flat=True).first()
    return person is not None and people.is_restricted(access.key_of(person))
