"""Councils of the sample city: its register of experts, how a council is founded and signs, and one whose reviewers score blind now.

Those that have met, voted and drawn their minutes belong to the stories of selection and delivery.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from khue.core.actor import CITY_ZONE, Actor
from khue.features.councils import usecases
from khue.features.councils.domain.commands import (
    AnswerInvitation,
    AssignItem,
    DeclareInterest,
    DeclareRelation,
    DeclareTie,
    FoundCouncil,
    InviteExpert,
    ItemParty,
    OpenReview,
    PrepareCouncil,
    Profile,
    PublishSheet,
    PutItem,
    SeatMember,
    SubmitSheet,
)
from khue.features.documents import queries as papers
from khue.features.people import usecases as registering
from khue.features.people.domain.commands import RegisterPerson
from khue.features.people.queries import party_id
from khue.site.sample import signing
from khue.site.sample.parties import Parties

CRITERIA: tuple[dict[str, object], ...] = (
    {
        "key": "need", "vi": "Tính cấp thiết", "en": "Need", "weight": 20, "most": 10,
        "anchors": [[0, "chưa rõ vấn đề cần giải quyết"], [5, "có vấn đề, giải pháp đã có nơi khác"], [10, "vấn đề lớn của Thủ đô"]],
    },
    {
        "key": "science", "vi": "Giá trị khoa học, tính mới", "en": "Science and novelty", "weight": 35, "most": 10,
        "anchors": [[0, "lặp lại kết quả đã có"], [10, "mới so với trong nước và khu vực"]],
    },
    {
        "key": "use", "vi": "Khả năng ứng dụng", "en": "Use", "weight": 30, "most": 10,
        "anchors": [[0, "chưa có nơi tiếp nhận"], [10, "đã có nơi cam kết tiếp nhận"]],
    },
    {"key": "team", "vi": "Năng lực nhóm thực hiện", "en": "Team", "weight": 15, "most": 10, "anchors": []},
)  # fmt: skip
EXPERTS = (
    ("Lâm Thị Ánh", "professor", ("environmental-technology", "climate-response"), "chair", "a"),
    ("Đoàn Văn Quý", "associate-professor", ("environmental-technology", "new-materials"), "secretary", "b"),
    ("Kiều Minh Tú", "doctor", ("environmental-technology",), "reviewer", "b"),
    ("Phan Nhật Lệ", "doctor", ("new-materials", "environmental-technology"), "reviewer", "b"),
    ("Tống Khắc Hòa", "master", ("smart-city",), "member", "c"),
    ("Hà Thảo Nguyên", "doctor", ("biotechnology", "environmental-technology"), "member", "b"),
)
PERSONAS = {0: "chair", 2: "member"}
"""Places of the panel that a visitor may take with one click."""
KEPT = "Văn thư Sở Khoa học và Công nghệ, cặp biên bản hội đồng (mẫu)"
PAPER = "%PDF-1.4\n% tài liệu mẫu\n%%EOF\n".encode()


PURPOSES = {
    "selection": "Đánh giá, xét chọn nhiệm vụ khoa học và công nghệ của Thành phố.",
    "acceptance": "Đánh giá, nghiệm thu kết quả thực hiện nhiệm vụ khoa học và công nghệ của Thành phố.",
}
JOINED = 170
"""Days ago on which the experts joined the register: before the first council of the city."""


@dataclass(slots=True)
class Panel:
    """Who sits, as actors at the story's moment."""

    council: int
    actors: list[Actor]
    seats: list[int]


def nine(moment: datetime) -> datetime:
    """Nine in the morning of that day, or of the day before when it is earlier: councils meet then."""
    return (moment.astimezone(CITY_ZONE) - timedelta(hours=9)).replace(hour=9, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Register:
    """``people`` of the register as actors at nine today, in the order of EXPERTS, the founder last; the score ``sheet`` in use."""

    people: list[Actor]
    sheet: int


def registered(actors: dict[str, Actor], setup: Actor) -> Register:
    """The experts of the city join its register, and the sheet is published by which proposals are scored."""
    now = nine(setup.moment)
    officer = replace(actors["officer"], moment=now - timedelta(days=JOINED))
    people = [
        _joined(replace(actors[PERSONAS[place]], moment=now), row[2], row[1], officer)
        if place in PERSONAS
        else _expert(row, officer, now, setup)
        for place, row in enumerate(EXPERTS)
    ]
    founder = replace(actors["founder"], moment=now)
    people.append(_joined(founder, ("manufacturing-automation", "environmental-technology"), "", officer))
    # The second reviewer is married to the institute's principal investigator: found by the platform, not by the panel.
    married = DeclareRelation(people[3].key, actors["researcher"].key, "spouse")
    usecases.declare_relation(married, actor=replace(people[3], moment=officer.moment))
    asked = PublishSheet("selection", "Phiếu chấm nhiệm vụ (mẫu)", CRITERIA)
    return Register(people, usecases.publish_sheet(asked, actor=officer))


def fill(made: Parties, actors: dict[str, Actor], register: Register, setup: Actor) -> None:
    """Called when the experts are ``registered``. ``actors`` are the personas today."""
    now, people, template = nine(setup.moment), register.people, register.sheet

    def act(key: str, days: float) -> Actor:
        return replace(actors[key], moment=now - timedelta(days=days))

    _blind(
        founded("Hội đồng tư vấn vật liệu và nước sạch (mẫu)", people, act, 12, "187/QĐ-UBND"), made, template, act, now
    )
    usecases.invite_expert(InviteExpert(actors["resident"].key, "Hội nghề nghiệp đề cử"), actor=actors["officer"])


def _expert(row: tuple[str, str, tuple[str, ...], str, str], officer: Actor, now: datetime, setup: Actor) -> Actor:
    name, degree, fields, _role, _fee = row
    key = registering.register_person(
        RegisterPerson(name=f"{name} (mẫu)", no_number_reason="Người trong dữ liệu mẫu", source="sample"), actor=setup
    )
    actor = Actor(key=key, name=f"{name} (mẫu)", moment=now, person_id=party_id(key))
    return _joined(actor, fields, degree, officer)


def _joined(actor: Actor, fields: tuple[str, ...], degree: str, officer: Actor) -> Actor:
    expert = usecases.invite_expert(InviteExpert(actor.key, "Viện, trường giới thiệu"), actor=officer)
    profile = Profile(degree or "practitioner", fields, (), ("vi", "en"), load_limit=6)
    usecases.answer_invitation(AnswerInvitation(expert, True, profile), actor=replace(actor, moment=officer.moment))
    return actor


def founded(
    name: str,
    people: list[Actor],
    act: Callable[[str, float], Actor],
    days: float,
    decision: str,
    *,
    kind: str = "selection",
    fields: tuple[str, ...] = ("environmental-technology",),
) -> Panel:
    """A council prepared by the officer, with everybody seated, founded by the decider, so many days ago."""
    asked = PrepareCouncil(kind, name, PURPOSES[kind], fields, len(people), "2/3", "2/3")
    council = usecases.prepare_council(asked, actor=act("officer", days))
    seats = []
    for actor, row in zip(people, [*EXPERTS, ("", "", (), "member", "")], strict=True):
        seats.append(usecases.seat_member(SeatMember(council, actor.key, row[3]), actor=act("officer", days)))
    decider = act("decider", days)
    usecases.found_council(FoundCouncil(council, decision, decider.today), actor=decider)
    return Panel(council, people, seats)


def _item(panel: Panel, title: str, parties: tuple[ItemParty, ...], officer: Actor) -> int:
    field = "environmental-technology"
    item = usecases.put_item(PutItem(panel.council, title, parties, "", field), actor=officer)
    full, blind = ContentFile(PAPER, name="thuyet-minh.pdf"), ContentFile(PAPER, name="thuyet-minh-an-danh.pdf")
    usecases.add_paper(item, "Thuyết minh nhiệm vụ", full, blind, actor=officer)
    return item


def _at(panel: Panel, index: int, moment: datetime) -> Actor:
    return replace(panel.actors[index], moment=moment)


def _score(
    panel: Panel,
    item: int,
    index: int,
    points: tuple[int, ...],
    officer: Actor,
    *,
    submits: bool = True,
    ground: str = "",
) -> int:
    assignment = usecases.assign_item(AssignItem(item, panel.seats[index], ground), actor=officer)
    if submits:
        _sheet(panel, assignment, index, points, officer.moment + timedelta(days=2))
    return assignment


def _sheet(panel: Panel, assignment: int, index: int, points: tuple[int, ...], moment: datetime) -> None:
    given = tuple((str(row["key"]), number) for row, number in zip(CRITERIA, points, strict=True))
    comment = "Mục tiêu rõ, phương pháp phù hợp; cần nêu cụ thể nơi tiếp nhận kết quả."
    usecases.submit_sheet(SubmitSheet(assignment, given, comment), actor=_at(panel, index, moment))


def signed(minutes: int, act: Callable[[str], Actor]) -> None:
    """Minutes signed on paper by everybody who was there, recorded by the officer, compared by the decider.

    With the last signature fees are earned: who took part sees them on the own page, and the room that pays hears of them.
    """
    paper = papers.paper_of(f"minutes:{minutes}")
    assert paper is not None, "a meeting that was closed has its minutes"
    signers = usecases.printed_minutes(minutes)["signers"]
    names = {turn: str(one["name"]) for turn, one in enumerate(signers, 1)}
    signing.signed_by_hand(paper.code, act=act, names=names, kept=KEPT, second="decider")


def _blind(panel: Panel, made: Parties, template: int, act: Callable[[str, float], Actor], now: datetime) -> None:
    """Independent scoring under way; the founder's persona has a sheet to write, and is out of the own firm's item."""
    officer = act("officer", 6)
    items = [
        _item(
            panel,
            "Vật liệu hấp phụ từ phụ phẩm nông nghiệp (mẫu)",
            (ItemParty(made.organisations["university"], "applicant"),),
            officer,
        ),
        _item(panel, "Trạm đo nước mưa giá thấp (mẫu)", (ItemParty(made.organisations["firm"], "applicant"),), officer),
        _item(
            panel, "Bể lọc sinh học cho làng nghề (mẫu)", (ItemParty(made.organisations["bio"], "applicant"),), officer
        ),
    ]
    usecases.open_review(OpenReview(panel.council, template, tuple(items), now + timedelta(days=8)), actor=officer)
    _score(panel, items[0], 6, (), officer, submits=False)
    _score(panel, items[0], 2, (8, 7, 7, 8), officer)
    _score(panel, items[1], 1, (6, 6, 7, 7), officer)
    ground = "Cần người am hiểu đô thị thông minh cho phần vận hành trạm đo."
    _score(panel, items[1], 4, (), officer, submits=False, ground=ground)
    _score(panel, items[2], 6, (), officer, submits=False)
    _score(panel, items[2], 2, (), officer, submits=False)
    over = DeclareTie(
        panel.actors[2].key, made.organisations["university"], "employer", "Giảng viên thỉnh giảng (mẫu)", None,
        officer.today - timedelta(days=200), "Thông báo kết thúc hợp đồng thỉnh giảng (mẫu)",
    )  # fmt: skip
    usecases.declare_tie(over, actor=officer)
    own = DeclareTie(panel.actors[6].key, made.organisations["water"], "shareholding", "3 % vốn điều lệ (mẫu)")
    usecases.declare_tie(own, actor=_at(panel, 6, officer.moment))
    other = DeclareInterest(panel.council, panel.actors[4].key, "Từng là nhân viên của đơn vị đề nghị.", items[2])
    usecases.declare_interest(other, actor=_at(panel, 0, now))
