"""Meetings: agenda with quorum per item, presence, ballots as far as anybody may know them, minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.councils import access
from khue.features.councils.domain.interests import Interest
from khue.features.councils.domain.voting import Quorum, Share, quorum_of, share_in_force
from khue.features.councils.domain.words import MEETING, OUTCOMES
from khue.features.councils.models import AgendaItem, Ballot, CountedPaper, Meeting, Minutes, Presence, Seat, Voter
from khue.features.councils.queries.interests import interests_of, veiled_interests
from khue.features.councils.queries.panels import (
    NOBODY,
    CouncilCard,
    Hidden,
    ItemLine,
    SeatLine,
    barred,
    council,
    hidden_in,
    item_lines,
    items_by_id,
    own_ids,
    own_seat,
    readable_council,
    seat_of,
    seats_of,
    veiled_seats,
)
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class MeetingCard:
    id: int
    council_id: int
    number: int
    held_at: datetime
    place: str
    state: str
    called_by: str
    opened_at: datetime | None
    closed_at: datetime | None

    @property
    def state_words(self) -> Text:
        return MEETING.label(self.state)


@dataclass(frozen=True, slots=True)
class BallotCard:
    """``voted``/``voters`` the turnout. ``counts`` and ``papers`` (code, choice) only when it is closed."""

    id: int
    agenda_id: int
    number: int
    question: str
    state: str
    base: int
    needed: int | None
    quorum: str
    pass_share: str
    voters: int
    voted: int
    opened_at: datetime
    counts: Mapping[str, int] | None
    valid: bool | None
    passes: bool | None


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """``out`` members with an interest in the item, each with the first ground that bars."""

    id: int
    position: int
    item: ItemLine
    outcome: str
    conclusion: str
    quorum: Quorum
    out: tuple[tuple[SeatLine, Interest], ...]
    ballots: tuple[BallotCard, ...]

    @property
    def outcome_words(self) -> Text | None:
        return OUTCOMES.get(self.outcome)

    @property
    def last_ballot(self) -> BallotCard | None:
        return self.ballots[-1] if self.ballots else None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting as members and the secretary see it. ``present`` seat ids."""

    card: MeetingCard
    council: CouncilCard
    seats: tuple[SeatLine, ...]
    present: frozenset[int]
    agenda: tuple[AgendaLine, ...]
    quorum_share: Share | None
    pass_share: Share | None
    minutes: MinutesCard | None


@dataclass(frozen=True, slots=True)
class MinutesCard:
    """``signed``: everybody who must sign has signed, and no signature was withdrawn since."""

    id: int
    number: str
    file: UUID | None
    drawn_at: datetime
    signed: bool


def no_such_meeting() -> Missing:
    return Missing(
        Text("Không tìm thấy phiên họp này.", "There is no such meeting."),
        Text("Mời ông/bà mở lại trang hội đồng.", "Go back to the council’s page."),
    )


def meetings_of(council_id: int) -> tuple[MeetingCard, ...]:
    """Newest first."""
    return tuple(map(_card, Meeting.objects.filter(council_id=council_id).order_by("-number")))


def _card(row: Meeting) -> MeetingCard:
    return MeetingCard(
        row.pk, row.council_id, row.number, row.held_at, row.place, row.state, row.called_by_name, row.opened_at,
        row.closed_at,
    )  # fmt: skip


def quorum_share(card: CouncilCard, on: date) -> Share | None:
    """The share of members that must be there to vote: the law's when it applies, else the council's own."""
    return share_in_force(rulebook.parameter("missions.council.quorum", on), card.quorum, card.decision_number)


def pass_share(card: CouncilCard, on: date) -> Share | None:
    return share_in_force(rulebook.parameter("missions.council.pass_share", on), card.pass_share, card.decision_number)


def readable_meeting(meeting_id: int, actor: Actor) -> MeetingPage:
    """For members of the council and staff who read councils. Items of an own interest show no more than their title.

    Raises Missing.
    """
    return _readable(_meetings().filter(pk=meeting_id).first(), actor)


def _meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("minutes")


def _readable(row: Meeting | None, actor: Actor) -> MeetingPage:
    if row is None:
        raise no_such_meeting()
    card = council(row.council_id)
    seats = seats_of(row.council_id)
    own = own_seat(seats, actor)
    if not actor.may(access.READ) and (card.state == "draft" or own is None):
        raise access.no_such_council()
    hidden = NOBODY if own is not None else barred(actor)
    return _page(row, card, veiled_seats(seats, hidden), actor.today, hidden)


def chairs(meeting_id: int, actor: Actor) -> bool:
    """Whether the actor is the chair of the council that meets."""
    council_id = Meeting.objects.filter(pk=meeting_id).values_list("council_id", flat=True).first()
    own = seat_of(council_id, actor) if council_id is not None else None
    return own is not None and own.role == "chair" and access.is_person(actor, own.person)


def leads(found: MeetingPage, actor: Actor) -> bool:
    """The same of a meeting that was read already, without a question more."""
    own = own_seat(found.seats, actor)
    return own is not None and own.role == "chair"


def agenda_line(agenda_id: int, actor: Actor) -> tuple[int, AgendaLine]:
    """The meeting's id and one line of its agenda. Raises Missing."""
    found = _readable(_meetings().filter(agenda=agenda_id).first(), actor)
    return found.card.id, next(line for line in found.agenda if line.id == agenda_id)


def meeting_page(meeting_id: int, on: date, hidden: Hidden = NOBODY) -> MeetingPage:
    """The whole meeting in a fixed number of queries, however many items and members."""
    row = _meetings().get(pk=meeting_id)
    return _page(row, council(row.council_id), seats_of(row.council_id, hidden=hidden), on, hidden)


def _page(row: Meeting, card: CouncilCard, seats: tuple[SeatLine, ...], on: date, hidden: Hidden) -> MeetingPage:
    # Who stayed to the end left with it: of a closed meeting they are told as present.
    there = Presence.objects.filter(meeting=row, left_at=row.closed_at)
    if row.closed_at is None:
        there = there.filter(seat__ended_at=None)
    present = frozenset(there.values_list("seat_id", flat=True))
    share = quorum_share(card, on)
    agenda = list(AgendaItem.objects.filter(meeting=row).select_related("item").order_by("position"))
    items = {line.id: line for line in item_lines([line.item for line in agenda], hidden)}
    out = _out(row.council_id, seats, on, hidden)
    ballots = _ballots(row.pk)
    lines = tuple(
        _veiled(
            AgendaLine(
                line.pk,
                line.position,
                items[line.item_id],
                line.outcome,
                line.conclusion,
                quorum_of([s.id for s in seats], [s.id for s, _ in out.get(line.item_id, ())], present, share),
                out.get(line.item_id, ()),
                tuple(ballots.get(line.pk, ())),
            )
        )
        for line in agenda
    )
    minutes = getattr(row, "minutes", None)
    return MeetingPage(
        _card(row),
        card,
        seats,
        present,
        lines,
        share,
        pass_share(card, on),
        _minutes(minutes) if minutes else None,
    )


def _minutes(row: Minutes) -> MinutesCard:
    return MinutesCard(row.pk, row.number, row.file, row.drawn_at, row.signed_at is not None)


def _veiled(line: AgendaLine) -> AgendaLine:
    """What was written about an item goes with it: its number, quorum, outcome and counts stay."""
    if line.item.title != people.restricted_words():
        return line
    ballots = tuple(replace(ballot, question=people.restricted_words()) for ballot in line.ballots)
    return replace(line, conclusion=people.restricted_words() if line.conclusion else "", ballots=ballots)


def _out(
    council_id: int, seats: tuple[SeatLine, ...], on: date, hidden: Hidden = NOBODY
) -> dict[int, tuple[tuple[SeatLine, Interest], ...]]:
    """Item → seats that are out of it, each once."""
    by_person = {seat.person: seat for seat in seats}
    found: dict[int, dict[int, tuple[SeatLine, Interest]]] = {}
    for one in veiled_interests(interests_of(council_id, on, list(by_person)), hidden):
        if one.bars:
            seat = by_person[one.person]
            found.setdefault(one.item, {}).setdefault(seat.id, (seat, one))
    return {item: tuple(pairs.values()) for item, pairs in found.items()}


def _ballots(meeting_id: int) -> dict[int, list[BallotCard]]:
    turnout = {"on_roll": Count("voters"), "in_box": Count("voters", filter=Q(voters__voted=True))}
    found: dict[int, list[BallotCard]] = {}
    for row in Ballot.objects.filter(agenda__meeting_id=meeting_id).annotate(**turnout).order_by("number"):
        found.setdefault(row.agenda_id, []).append(_ballot(row, row.on_roll, row.in_box))  # type: ignore[attr-defined]  # annotated by the query
    return found


def _ballot(row: Ballot, voters: int, voted: int) -> BallotCard:
    return BallotCard(
        row.pk, row.agenda_id, row.number, row.question, row.state, row.base, row.needed, row.quorum, row.pass_share,
        voters, voted, row.opened_at, row.counts, row.valid, row.passes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BallotPage:
    """A ballot for one reader: whether on the roll, whether voted; papers once it is closed."""

    ballot: BallotCard
    meeting_id: int
    council_id: int
    item: ItemLine
    seat: SeatLine | None
    on_roll: bool
    voted: bool
    papers: tuple[tuple[str, str], ...]


def readable_ballot(ballot_id: int, actor: Actor) -> BallotPage:
    """For members of the council and staff who read councils. Raises Missing."""
    row = Ballot.objects.select_related("agenda__meeting").filter(pk=ballot_id).first()
    if row is None:
        raise no_such_meeting()
    council_id = row.agenda.meeting.council_id
    readable_council(council_id, actor)
    voters = dict(Voter.objects.filter(ballot=row).values_list("seat_id", "voted"))
    seat = seat_of(council_id, actor)
    papers = CountedPaper.objects.filter(ballot=row).order_by("code").values_list("code", "choice")
    item = items_by_id([row.agenda.item_id], hidden_in(council_id, actor))[row.agenda.item_id]
    ballot = _ballot(row, len(voters), sum(voters.values()))
    return BallotPage(
        replace(ballot, question=item.title) if item.title == people.restricted_words() else ballot,
        row.agenda.meeting_id,
        council_id,
        item,
        seat,
        seat is not None and seat.id in voters,
        seat is not None and voters.get(seat.id, False),
        tuple(papers),
    )


def my_open_ballots(actor: Actor) -> tuple[BallotPage, ...]:
    """Ballots that wait for the actor."""
    if actor.within or actor.person_id is None:
        return ()
    rows = Voter.objects.filter(seat__person_id=actor.person_id, seat__ended_at=None, voted=False, ballot__state="open")
    return tuple(readable_ballot(pk, actor) for pk in rows.values_list("ballot_id", flat=True))


def may_read_minutes(actor: Actor, subject: str) -> bool:
    """For the files of minutes, ``meeting:7``: members of the council, and staff who read councils but for ``hidden_meetings``."""
    number = subject.partition(":")[2]
    if not number.isdigit() or len(number) > 18:
        return False
    row = Meeting.objects.filter(pk=int(number)).values_list("council_id", flat=True).first()
    if row is None:
        return False
    return seat_of(row, actor) is not None or (actor.may(access.READ) and subject not in hidden_meetings(actor))


def hidden_meetings(actor: Actor) -> frozenset[str]:
    """``meeting:7`` whose minutes are kept from the reader: they tell of somebody whose data are restricted.

    Minutes are signed and stay as they are. A member who sat is named in office and closes nothing; a party of an item does,
    and whoever is named among those kept out of it or in what was written about it. Three queries, none where nobody is restricted.
    """
    hidden = barred(actor)
    if not hidden:
        return frozenset()
    own = Seat.objects.filter(person_id__in=own_ids(actor), ended_at=None).values("council_id")
    drawn = Minutes.objects.exclude(meeting__council__in=own)
    party = set(drawn.filter(meeting__agenda__item__parties__party__in=hidden).values_list("meeting_id", flat=True))
    names = people.names_of({f"party:{number}" for number in hidden})
    written = drawn.annotate(items=KeyTextTransform("items", "values"))
    near = written.filter(reduce(or_, (Q(items__icontains=name) for name in names.spelled), Q(pk=None)))
    told = {meeting for meeting, items in near.values_list("meeting_id", "items") if names.find(items)}
    return frozenset(f"meeting:{number}" for number in party | told)
