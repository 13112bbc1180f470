"""Experts and councils of these tests, made through the use-cases: personas of the cast as experts, new people where more are needed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from khue.core.actor import Actor
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    AnswerInvitation,
    AssignItem,
    CallMeeting,
    CastBallot,
    DeclareInterest,
    DeclareRelation,
    DeclareTie,
    FoundCouncil,
    InviteExpert,
    ItemParty,
    OpenBallot,
    OpenReview,
    PrepareCouncil,
    Profile,
    PublishSheet,
    PutItem,
    RecordPresence,
    SeatMember,
)
from khue.features.councils.domain.scoring import Given
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import RegisterPerson
from khue.kernel.models import AuditRecord, Notice
from tests.cast import MOMENT, organisation, persona, setup_actor

PROFILE = Profile("doctor", ("environmental-technology",), ("màng lọc",), ("vi", "en"))
ROLES = ("chair", "secretary", "reviewer", "reviewer", "member", "member", "member", "member", "member")


@dataclass
class City:
    """A council with its experts: ``experts`` and ``seats`` by name, ``actors`` who acts under it."""

    council: int
    experts: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    item: int = 0


def officer(at: datetime = MOMENT) -> Actor:
    return persona("officer", at=at)


def decider(at: datetime = MOMENT) -> Actor:
    return persona("decider", at=at)


def somebody(name: str, *, at: datetime = MOMENT, account: bool = False) -> Actor:
    """A new person without a role; with an account only where a browser signs in (passwords take their time)."""
    key = registering.register_person(
        RegisterPerson(name=name, no_number_reason="Người mẫu của kiểm thử", email="mau@mau.example"),
        actor=setup_actor(),
    )
    user = None
    if account:
        user = registering.give_account(key, f"mau.{key.partition(':')[2]}", "một mật khẩu dài", actor=setup_actor())
    return Actor(key=key, name=name, moment=at, person_id=people.party_id(key), user_id=user)


def invited(who: str | Actor, *, at: datetime = MOMENT) -> int:
    key = persona(who).key if isinstance(who, str) else who.key
    return usecases.invite_expert(InviteExpert(key, "Viện giới thiệu"), actor=officer(at))


def joined(who: str | Actor, profile: Profile = PROFILE, *, at: datetime = MOMENT) -> int:
    """On the register; the expert's id."""
    actor = persona(who, at=at) if isinstance(who, str) else who
    known = queries.expert_of(actor.key)
    if known is not None and known.state == "active":
        return known.id
    expert = invited(who, at=at)
    usecases.answer_invitation(AnswerInvitation(expert, True, profile), actor=actor)
    return expert


def prepared_council(*, seats: int = 5, at: datetime = MOMENT, quorum: str = "", pass_share: str = "") -> int:
    asked = PrepareCouncil(
        "selection", "Hội đồng tuyển chọn nhiệm vụ môi trường (mẫu)", "Xét chọn nhiệm vụ.",
        ("environmental-technology",), seats, quorum, pass_share,
    )  # fmt: skip
    return usecases.prepare_council(asked, actor=officer(at))


def seated(city: City, name: str, role: str, profile: Profile = PROFILE, *, at: datetime = MOMENT) -> int:
    """``name`` of a persona, or a new person of that name, in a seat."""
    actor = persona(name, at=at) if name.isascii() else somebody(name, at=at)
    city.actors[name] = actor
    city.experts[name] = joined(actor, profile, at=at)
    city.seats[name] = usecases.seat_member(SeatMember(city.council, actor.key, role), actor=officer(at))
    return city.seats[name]


def founded_council(
    *,
    seats: int = 5,
    at: datetime = MOMENT,
    quorum: str = "2/3",
    pass_share: str = "2/3",
    names: tuple[str, ...] = ("founder",),
    party: str = "",
) -> City:
    """The founder's persona chairs; everybody matches; one item of the institute, or of ``party``. ``names`` personas
    who sit first."""
    city = City(prepared_council(seats=seats, at=at, quorum=quorum, pass_share=pass_share))
    everybody = [*names, *(f"Ủy viên số {number} (mẫu)" for number in range(len(names) + 1, seats + 1))]
    for name, role in zip(everybody, ROLES, strict=False):
        seated(city, name, role, at=at)
    departure = "Hội đồng nhỏ theo quy chế riêng (mẫu)." if seats < 5 else ""
    usecases.found_council(FoundCouncil(city.council, "15/QĐ-UBND", at.date(), departure), actor=decider(at))
    city.item = put(city, party=party, at=at)
    return city


def put(city: City, title: str = "Màng lọc nước từ sợi tre (mẫu)", *, party: str = "", at: datetime = MOMENT) -> int:
    asked = PutItem(city.council, title, (ItemParty(party or organisation("VLSH"), "applicant"),))
    return usecases.put_item(asked, actor=officer(at))


def reported(city: City, *, at: datetime = MOMENT) -> int:
    """The chair reports an interest of another member in the item."""
    other = next(actor for name, actor in city.actors.items() if name != "founder")
    asked = DeclareInterest(city.council, other.key, "Từng là học trò của chủ nhiệm.", city.item)
    return usecases.declare_interest(asked, actor=replace(city.actors["founder"], moment=at))


def related(who: str, other: str, *, kind: str = "spouse", at: datetime = MOMENT) -> int:
    actor = persona(who, at=at)
    return usecases.declare_relation(DeclareRelation(actor.key, persona(other).key, kind), actor=actor)


def tied(who: str, party: str, *, kind: str = "shareholding", at: datetime = MOMENT) -> int:
    """A persona declares a tie to an organisation of the cast."""
    actor = persona(who, at=at)
    joined(actor, at=at)
    asked = DeclareTie(actor.key, organisation(party), kind, "12 % vốn điều lệ")
    return usecases.declare_tie(asked, actor=actor)


CRITERIA: tuple[dict[str, object], ...] = (
    {
        "key": "science",
        "vi": "Giá trị khoa học",
        "en": "Science",
        "weight": 60,
        "most": 10,
        "anchors": [[0, "không"], [10, "rất cao"]],
    },
    {"key": "use", "vi": "Khả năng ứng dụng", "en": "Use", "weight": 40, "most": 5},
)


@dataclass
class Work:
    """A council in the middle of its work: a review under way, and a meeting in session with an open ballot."""

    city: City
    review: int
    assignment: int
    scored_item: int
    meeting: int
    agenda: int
    ballot: int


def at_work(*, party: str = "", at: datetime = MOMENT) -> Work:
    """The chair (persona founder) has a sheet to write and a ballot to cast, on items of the institute or of ``party``."""
    city = founded_council(at=at, party=party)
    act = officer(at)
    template = usecases.publish_sheet(PublishSheet("environment", "Phiếu chấm", CRITERIA), actor=act)
    scored = put(city, "Cảm biến chất lượng không khí (mẫu)", party=party, at=at)
    review = usecases.open_review(OpenReview(city.council, template, (scored,), at + timedelta(days=7)), actor=act)
    assignment = usecases.assign_item(AssignItem(scored, city.seats["founder"]), actor=act)
    meeting = usecases.call_meeting(CallMeeting(city.council, at, "Phòng họp số 2", (city.item,)), actor=act)
    usecases.open_meeting(RecordPresence(meeting, tuple(city.seats.values())), actor=act)
    [line] = queries.readable_meeting(meeting, act).agenda
    ballot = usecases.open_ballot(OpenBallot(line.id, "Đề nghị chấp thuận?"), actor=act)
    return Work(city, review, assignment, scored, meeting, line.id, ballot)


def seen(review: int, reader: Actor) -> tuple[queries.AssignmentLine, ...]:
    """The assignments of a round as the reader's page shows them."""
    return queries.page_of_assignments(queries.readable_review(review, reader), reader, None, past=False).rows


def totals(review: int, reader: Actor) -> tuple[Given, ...]:
    card = queries.readable_review(review, reader)
    return queries.totals_of(card, queries.sight_of(card, reader))


def last_record(deed: str) -> AuditRecord:
    return AuditRecord.objects.filter(deed=f"councils.{deed}").latest("id")


def records() -> int:
    return AuditRecord.objects.count()


def notices_of(key: str) -> list[str]:
    return list(Notice.objects.filter(party=key).order_by("id").values_list("title_vi", flat=True))


def voted(work: Work, name: str, choice: str = "approve") -> str:
    """A member's vote; the code of the paper."""
    return usecases.cast_ballot(CastBallot(work.ballot, choice), actor=work.city.actors[name])
