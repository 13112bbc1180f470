"""The programmes whose awards are published, each read from its own room in the same shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import translation

from khue.core.bilingual import Text
from khue.features.activities import queries as activities
from khue.features.delivery import queries as delivery
from khue.features.fund import queries as fund
from khue.features.missions import queries as missions
from khue.features.publicity.domain.awards import CONTRACTED, DECIDED, HANDED_IN, PAID, POINTS, Award, Programme
from khue.features.results import queries as results
from khue.features.talent import queries as talent


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """đồng on one way. ``party`` 0 gathers private persons, below 0 it is no party: ``words`` say what the money is for.

    ``budget`` and ``field`` are codes.
    """

    budget: str
    field: str
    party: int
    name: str
    granted: int
    paid: int
    awards: int = 0
    words: Text | None = None


Ways = Callable[[date], Iterator[Mapping[str, date]]]


@dataclass(frozen=True, slots=True)
class Source:
    """``ways`` gives the days of every award decided since a day; ``register`` is the address of the public list.

    ``gives_awards`` is false for money that the city spends itself: it has a place in sums and in the picture only.
    """

    programme: Programme
    awards: Callable[[], Iterator[Award]]
    streams: Callable[[], Iterator[StreamFacts]]
    ways: Ways
    register: Callable[[], str]
    gives_awards: bool = True
    of_what: Text | None = None
    """What ``granted`` means where nothing is awarded."""


def _days(points: Mapping[str, date | None]) -> dict[str, date]:
    return {point: day for point, day in points.items() if day is not None}


def public_address(name: str, *arguments: object) -> str:
    """The Vietnamese page: what is published names one address for everybody."""
    with translation.override("vi"):
        return str(reverse(name, args=arguments))


# -- equipment support -----------------------------------------------------------------------------------------------

EQUIPMENT = Programme("equipment-support", Text("Hỗ trợ máy móc, thiết bị", "Support for machinery and equipment"))


def _supports() -> Iterator[Award]:
    for row in missions.awards():
        yield Award(
            subject=f"support:{row.id}",
            number=row.number,
            title=row.title,
            description=f"{row.kind.capitalised().vi} / {row.kind.capitalised().into('en')}",
            programme=EQUIPMENT,
            recipient=row.receiver,
            party=row.party,
            asked=row.asked,
            granted=row.granted,
            paid=row.paid,
            state=row.state,
            href=public_address("portal:support", row.number),
            budget=row.budget_line,
            key_field=row.field,
            from_call=False,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            days=_days(
                {
                    HANDED_IN: row.handed_in_on,
                    DECIDED: row.decided_on,
                    CONTRACTED: row.agreed_on,
                    PAID: row.first_paid_on,
                }
            ),
        )


def _support_streams() -> Iterator[StreamFacts]:
    for row in missions.streams():
        yield StreamFacts(row.budget_line, row.field, row.party, row.name, row.granted, row.paid, row.awards)


def _support_ways(since: date) -> Iterator[Mapping[str, date]]:
    for handed_in, decided, agreed, paid in missions.days_of_awards(since):
        yield _days({HANDED_IN: handed_in, DECIDED: decided, CONTRACTED: agreed, PAID: paid})


# -- missions ----------------------------------------------------------------------------------------------------------

MISSIONS = Programme("missions", Text("Nhiệm vụ khoa học và công nghệ", "Science and technology missions"))


def _missions() -> Iterator[Award]:
    for row in delivery.awards():
        days = (row.needed_on, row.handed_in_on, row.decided_on, row.contracted_on, row.first_paid_on)
        yield Award(
            subject=f"mission:{row.id}",
            number=row.number,
            title=row.title,
            description=f"{row.kind.capitalised().vi} / {row.kind.capitalised().into('en')}",
            programme=MISSIONS,
            recipient=row.receiver,
            party=row.party,
            asked=row.asked,
            granted=row.granted,
            paid=row.paid,
            state=row.state,
            href=public_address("delivery:public", row.number),
            budget=row.budget_line,
            key_field=row.field,
            from_call=row.from_call,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            days=_days(dict(zip(POINTS, days, strict=True))),
        )


def _mission_streams() -> Iterator[StreamFacts]:
    for row in delivery.streams():
        yield StreamFacts(row.budget_line, row.field, row.party, row.name, row.granted, row.paid, row.awards)


def _mission_ways(since: date) -> Iterator[Mapping[str, date]]:
    for days in delivery.days_of_awards(since):
        yield _days(dict(zip(POINTS, days, strict=True)))


# -- the development fund --------------------------------------------------------------------------------------------

FUND = Programme(
    "development-fund", Text("Quỹ phát triển khoa học và công nghệ", "Science and Technology Development Fund")
)


def _fund_awards() -> Iterator[Award]:
    for row in fund.awards():
        yield Award(
            subject=f"fund_case:{row.id}",
            number=row.number,
            title=row.title,
            description=f"{row.product_name.capitalised().vi} / {row.product_name.capitalised().into('en')}",
            programme=FUND,
            recipient=row.receiver,
            party=row.party,
            asked=row.asked,
            granted=row.granted,
            paid=row.paid,
            state=row.state,
            href=public_address("fund:public"),
            budget=FUND.code,
            from_call=False,
            days=_days(
                {HANDED_IN: row.applied_on, DECIDED: row.decided_on, CONTRACTED: row.signed_on, PAID: row.first_paid_on}
            ),
        )


def _fund_streams() -> Iterator[StreamFacts]:
    for row in fund.streams():
        yield StreamFacts(FUND.code, "", row.party, row.name, row.granted, row.paid, row.awards)


def _fund_ways(since: date) -> Iterator[Mapping[str, date]]:
    for applied, decided, signed, paid in fund.days_of_awards(since):
        yield _days({HANDED_IN: applied, DECIDED: decided, CONTRACTED: signed, PAID: paid})


# -- soft budget lines -----------------------------------------------------------------------------------------------

ACTIVITIES = Programme(
    "activities", Text("Hội thảo, hội đồng, tổ chuyên đề, chuyên gia", "Seminars, councils, working groups, experts")
)


def _activity_streams() -> Iterator[StreamFacts]:
    """What it is for stands where others name the receiver: plans name units and fees name persons, the picture neither."""
    kinds: list[str] = []
    for row in activities.streams():
        if row.kind not in kinds:
            kinds.append(row.kind)
        place = -1 - kinds.index(row.kind)
        yield StreamFacts(row.budget, "", place, "", row.planned, row.paid, words=row.kind_words.capitalised())


# -- experts ---------------------------------------------------------------------------------------------------------

EXPERTS = Programme("experts", Text("Thu hút chuyên gia", "Engaging experts"))
FIRST_OF_EXPERTS = -101
"""Their places in the picture lie beyond those of the soft budget lines."""


def _expert_streams() -> Iterator[StreamFacts]:
    """A contract with a person is no award, and its person is not named here: the kind of expert stands in that place."""
    kinds: list[str] = []
    for row in talent.streams():
        if row.origin not in kinds:
            kinds.append(row.origin)
        place = FIRST_OF_EXPERTS - kinds.index(row.origin)
        words = row.origin_words.capitalised()
        yield StreamFacts(row.budget, row.field, place, "", row.contracted, row.paid, words=words)


# -- results ---------------------------------------------------------------------------------------------------------

RESULTS = Programme("results", Text("Chia lợi ích từ kết quả", "Sharing what results earn"))
FIRST_OF_RESULTS = -201


def _result_streams() -> Iterator[StreamFacts]:
    """A part of an income is no award, and authors are persons: the role stands where others name the receiver."""
    roles: list[str] = []
    for row in results.streams():
        if row.role not in roles:
            roles.append(row.role)
        place = FIRST_OF_RESULTS - roles.index(row.role)
        yield StreamFacts(row.budget, "", place, "", row.granted, row.paid, words=row.role_words.capitalised())


SOURCES: tuple[Source, ...] = (
    Source(MISSIONS, _missions, _mission_streams, _mission_ways, lambda: str(reverse("delivery:register"))),
    Source(EQUIPMENT, _supports, _support_streams, _support_ways, lambda: str(reverse("portal:register"))),
    Source(FUND, _fund_awards, _fund_streams, _fund_ways, lambda: str(reverse("fund:public"))),
    Source(
        EXPERTS, lambda: iter(()), _expert_streams, lambda _since: iter(()), lambda: str(reverse("talent:register")),
        gives_awards=False, of_what=Text("theo hợp đồng đã ký", "in contracts"),
    ),
    Source(
        RESULTS, lambda: iter(()), _result_streams, lambda _since: iter(()), lambda: str(reverse("results:register")),
        gives_awards=False, of_what=Text("theo phương án được duyệt", "in approved distributions"),
    ),
    Source(
        ACTIVITIES, lambda: iter(()), _activity_streams, lambda _since: iter(()), lambda: "",
        gives_awards=False, of_what=Text("theo kế hoạch được duyệt", "in approved plans"),
    ),
)  # fmt: skip
"""A room that gives or spends money is added here, and it is in every file, figure and picture that it belongs to."""
