"""A council of nine over 2,000 proposals: interests of the panel, and the dashboard of a round with 6,000 score sheets.

    .venv/bin/python -m bench.councils

2,000 items of 600 organisations, each with its principal investigator, before one council; three sheets for each item, in a round that is in its
discussion, so that every figure of the calibration counts. The members have mandates, employers, relatives and declared ties, so that every
source of interests has something to find. The dashboard is asked of the web server as ``khue run`` starts it, signed in as the officer who runs
the council and as a member. The yardstick: a page that does nothing, and a bare query over the same sheets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from bench.clients import closed_loop
from bench.database import dsn_of, own_databases, pointed_at
from bench.figures import Figure, percentile, tell, timed
from bench.web import Running, cookie_of, register_personas, serving

ITEMS, ORGANISATIONS, SHEETS, PANEL = 2_000, 600, 3, 9
ROUNDS = 30
CRITERIA = [
    {"key": "science", "vi": "Giá trị khoa học", "en": "Science", "weight": 60, "most": 10},
    {"key": "use", "vi": "Khả năng ứng dụng", "en": "Use", "weight": 40, "most": 10},
]
BARE = "SELECT avg(total), count(*) FROM councils_scoresheet"


@dataclass(frozen=True, slots=True)
class Made:
    council: int
    review: int


def run(quick: bool = False) -> list[Figure]:
    part = 20 if quick else 1
    rounds = max(3, ROUNDS // part)
    with own_databases("khue_bench_councils") as (name,):
        register_personas(name)
        made = _made(name, ITEMS // part)
        found, seconds, statements = _interests(name, made, max(3, rounds // 3))
        path = f"/vi/councils/reviews/{made.review}/"
        with serving(name) as web:
            officer = _page(web, path, cookie_of(name, "officer"), rounds)
            member = _page(web, path, cookie_of(name, "founder"), rounds)
            empty = closed_loop(web.port, "/healthz", clients=1, requests=rounds)
            asked = max(web.statements(path))
        bare = _bare(name, rounds)
    items = ITEMS // part
    beside = f"/healthz {1000 * median(empty.seconds):.1f} ms, bare average over the sheets {1000 * bare:.1f} ms"
    return [
        Figure(
            f"interests of a panel of {PANEL} over {items:,} proposals", median(seconds), "s", "<= 2",
            f"{found:,} interests found, {statements} statements",
        ),
        Figure(
            f"review dashboard, {items:,} proposals and {items * SHEETS:,} sheets", 1000 * median(officer), "ms", "<= 300",
            f"{beside}; 95 of 100 within {1000 * percentile(officer, 95):.0f} ms",
        ),
        Figure("the same, for a member of the council", 1000 * median(member), "ms", "<= 300", beside),
        Figure("statements of the review dashboard", float(asked), "", "<= 29"),
    ]  # fmt: skip


def _page(web: Running, path: str, cookie: str, rounds: int) -> list[float]:
    closed_loop(web.port, path, clients=1, requests=3, headers={"Cookie": cookie})
    answers = closed_loop(web.port, path, clients=1, requests=rounds, headers={"Cookie": cookie})
    if answers.faults:
        raise SystemExit(f"{len(answers.faults)} requests failed: {answers.faults[0]}\n{web.complaints()}")
    return answers.seconds


def _bare(name: str, rounds: int) -> float:
    import psycopg

    with psycopg.connect(dsn_of(name)) as connection:
        return median(timed(lambda: connection.execute(BARE).fetchall()) for _ in range(rounds))


def _interests(name: str, made: Made, rounds: int) -> tuple[int, list[float], int]:
    """How many were found, seconds of each turn, and how many statements one turn takes."""
    with pointed_at(name):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from khue.features.councils import queries
        from khue.kernel import clock

        today = clock.now().date()
        with CaptureQueriesContext(connection) as asked:
            found = len(queries.interests_of(made.council, today))
        seconds = [timed(lambda: queries.interests_of(made.council, today)) for _ in range(rounds)]
        return found, seconds, len(asked)


def _made(name: str, items: int) -> Made:
    """The council, past the use-cases but through every constraint and trigger of the database."""
    with pointed_at(name):
        from django.db import transaction

        with transaction.atomic():
            return _fill(items)


def _fill(items: int) -> Made:
    from khue.features.councils.models import (
        Assignment,
        Council,
        Expert,
        ExpertProfile,
        ExpertRelation,
        ExpertTie,
        Item,
        ItemParty,
        Review,
        ScoreSheet,
        Seat,
        SheetTemplate,
    )
    from khue.features.people import queries as people
    from khue.features.people.models import Organisation, Party, Person
    from khue.kernel import clock
    from khue.kernel.models import User

    now = clock.now()
    firms = [f"Công ty mẫu số {number}" for number in range(min(ORGANISATIONS, items))]
    humans = [f"Nguyễn Văn Mẫu {number}" for number in range(items + PANEL * 2)]
    parties = Party.objects.bulk_create([_party("organisation", each, now) for each in firms])
    persons = Party.objects.bulk_create([_party("person", each, now) for each in humans])
    Organisation.objects.bulk_create([Organisation(party=each, legal_form="company") for each in parties])
    Person.objects.bulk_create([Person(party=each, no_number_reason="Người mẫu của phép đo") for each in persons])
    founder = people.standing(User.objects.get(username=f"{people.PERSONA_ACCOUNT}founder").pk, now.date())
    assert founder is not None
    panel = [founder.person_id, *(each.pk for each in persons[: PANEL - 1])]
    council = Council.objects.create(
        number="HĐ-đo", kind="selection", name="Hội đồng đo tốc độ", purpose="Đo", fields=[], seats_count=PANEL,
        quorum="2/3", pass_share="2/3", state="founded", decision_number="1/QĐ-ĐO", decision_on=now.date(),
        prepared_by="system", prepared_by_name="Đo", prepared_at=now,
    )  # fmt: skip
    signed = {"recorded_by": "system", "recorded_by_name": "Đo", "recorded_at": now}
    seats = []
    for number, person in enumerate(panel, 1):
        expert = Expert.objects.create(
            person_id=person, source="Đo", invited_by="system", invited_by_name="Đo", invited_at=now
        )
        expert.profile = ExpertProfile.objects.create(
            expert=expert, number=1, degree="doctor", fields=[], languages=["vi"], load_limit=200,
            employer=parties[number], **signed,
        )  # fmt: skip
        expert.state = "active"
        expert.save()
        role = "chair" if number == 1 else "secretary" if number == 2 else "member"
        seat = Seat(council=council, number=number, person_id=person, role=role, matching=True, taken_at=now)
        seats.append(seat)
        ExpertTie.objects.create(
            person_id=person, party=parties[number + 20], kind="shareholding", own=True, declared_by="system", declared_at=now
        )  # fmt: skip
        ExpertRelation.objects.create(
            person_id=person, other_id=persons[PANEL + number].pk, kind="spouse", declared_by="system", declared_at=now
        )  # fmt: skip
    seats = Seat.objects.bulk_create(seats)
    template = SheetTemplate.objects.create(
        key="bench", number=1, name="Phiếu đo", criteria=CRITERIA, published_by="system", published_by_name="Đo",
        published_at=now,
    )  # fmt: skip
    review = Review.objects.create(
        council=council, number=1, template=template, state="discussion", closes_at=now + timedelta(days=9),
        opened_by="system", opened_at=now, discussed_at=now,
    )  # fmt: skip
    rows = Item.objects.bulk_create(
        Item(
            council=council, number=number, title=f"Đề tài mẫu số {number} về vật liệu và nước sạch", state="scoring",
            review=review, put_by="system", put_at=now, subject=f"bench:{number}",
        )
        for number in range(1, items + 1)
    )  # fmt: skip
    behind: list[Any] = []
    for place, row in enumerate(rows):
        behind.append(ItemParty(item=row, party=parties[place % len(parties)], role="applicant"))
        behind.append(ItemParty(item=row, party=persons[PANEL + place], role="lead"))
    ItemParty.objects.bulk_create(behind)
    given = Assignment.objects.bulk_create(
        Assignment(review=review, item=row, seat=seats[(place + turn) % PANEL], assigned_by="system", assigned_at=now)
        for place, row in enumerate(rows)
        for turn in range(SHEETS)
    )
    ScoreSheet.objects.bulk_create(
        ScoreSheet(
            assignment=each, number=1, phase="independent", points={"science": place % 11, "use": place % 7},
            total=(place % 11) * 600 + (place % 7) * 400, comment="Nhận xét của phép đo.", submitted_by="system",
            submitted_at=now,
        )
        for place, each in enumerate(given)
    )  # fmt: skip
    return Made(council.pk, review.pk)


def _party(kind: str, name: str, now: Any) -> Any:
    from khue.core.folding import fold
    from khue.features.people.models import Party

    return Party(kind=kind, name=name, folded=fold(name), sort=fold(name), origins={}, created_at=now)


if __name__ == "__main__":
    tell(run, __doc__)
