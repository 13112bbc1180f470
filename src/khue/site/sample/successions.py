"""What happened to parties of the sample city: a merged one, a renamed one, one that is no more, one debarred, a twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.people import queries as read
from khue.features.people import usecases as people
from khue.features.people.domain import (
    AddSanction,
    DissolveParty,
    MatchSanction,
    Paper,
    RecordSuccession,
    RegisterOrganisation,
    RenameParty,
)
from khue.features.rulebook.queries import calendar
from khue.site.sample.applications import Item, Project, hand_in
from khue.site.sample.parties import Parties, sample_tax_code

ISSUER = "UBND Thành phố (văn bản mẫu)"
WATER = Project(
    "Trạm quan trắc nước hồ tự động (mẫu, bên được sáp nhập)",
    "research-topic",
    "environmental-technology",
    (Item("Cảm biến đa thông số", "purchase", 420_000_000), Item("Vật tư, bảo trì", "operation", 65_000_000)),
)


def play(made: Parties, actors: dict[str, Actor]) -> None:
    """Each story on a past working day, by the registrar, the keeper of the list, and whoever handed in."""
    now = actors["clerk"].moment

    def act(key: str, days_ago: int) -> Actor:
        day = calendar().add_working_days(now.date(), -days_ago)
        return replace(actors[key], moment=now.replace(year=day.year, month=day.month, day=day.day))

    _renamed(made, act("clerk", 30))
    _merged(made, act("clerk", 3), act("clerk", 1))
    _no_more(made, act("clerk", 20))
    _debarred(made, act("administrator", 15))
    _twin(made, act("clerk", 4))


def _renamed(made: Parties, clerk: Actor) -> None:
    paper = Paper("118/QĐ-UBND (mẫu)", clerk.today - timedelta(days=12), ISSUER)
    name = "Trường Đại học Công nghệ Tây Hồ (đơn vị mẫu)"
    people.rename_party(
        RenameParty(made.organisations["university"], name, clerk.today - timedelta(days=5), paper, uuid4()),
        actor=clerk,
    )


def _merged(made: Parties, clerk: Actor, registrar: Actor) -> None:
    """The centre hands a dossier in and a clerk has it on the desk; the institute's own lie with others; then the centre is merged into the institute."""
    centre, institute = made.organisations["water"], made.organisations["institute"]
    number = hand_in(WATER, centre, actor=_representative(centre, clerk), seller=sample_tax_code(990))
    task = open_task_of(number=number)
    dossiers.take_task(TakeTask(task.id), actor=clerk)
    paper = Paper("203/QĐ-UBND (mẫu)", registrar.today - timedelta(days=3), ISSUER)
    asked = RecordSuccession(
        "merger", (centre,), (institute,), registrar.today, paper, "Sắp xếp lại tổ chức khoa học và công nghệ (mẫu)",
        once=uuid4(),
    )  # fmt: skip
    people.record_succession(asked, actor=registrar)


def _representative(party: str, at: Actor) -> Actor:
    """The person who holds the first mandate for the party, as an actor at that moment."""
    line = read.mandates_of(party, at.today)[0]
    return Actor(
        key=line.person_key,
        name=line.person,
        moment=at.moment,
        person_id=read.party_id(line.person_key),
        acts_for=((party, line.scope),),
    )


def _no_more(made: Parties, clerk: Actor) -> None:
    paper = Paper("77/QĐ-GT (mẫu)", clerk.today - timedelta(days=10), ISSUER)
    people.dissolve_party(
        DissolveParty(made.organisations["more-3"], "dissolved", clerk.today - timedelta(days=2), paper, uuid4()),
        actor=clerk,
    )


def _debarred(made: Parties, keeper: Actor) -> None:
    card = read.party(made.organisations["robot"])
    entry = AddSanction(
        kind="debarred",
        name=card.name,
        tax_code=card.tax_code,
        document="15/QĐ-XPHC (mẫu)",
        document_on=keeper.today - timedelta(days=40),
        issuer="Thanh tra Sở Khoa học và Công nghệ (văn bản mẫu)",
        url="",
        ground="Sử dụng kinh phí hỗ trợ sai mục đích (tình huống mẫu)",
        binding=True,
        valid_from=keeper.today - timedelta(days=35),
        valid_until=keeper.today + timedelta(days=330),
        once=uuid4(),
    )
    number = people.add_sanction(entry, actor=keeper)
    people.match_sanction(MatchSanction(number, card.key, uuid4()), actor=keeper)
    other = replace(entry, kind="court", name="Công ty Mẫu Chưa Xác Nhận", tax_code="", binding=False, once=uuid4())
    people.add_sanction(other, actor=keeper)


def _twin(made: Parties, clerk: Actor) -> None:
    card = read.party(made.organisations["bio"])
    twin = RegisterOrganisation(
        card.name.replace("Sinh học", "sinh học"), "institute", email=card.email, source="counter", once=uuid4()
    )
    people.register_organisation(twin, actor=clerk)
    people.find_duplicates(uuid4(), actor=clerk)
