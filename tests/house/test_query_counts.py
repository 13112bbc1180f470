"""A list asks the database the same number of questions for one row and for thirty."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khue.core.bilingual import Text
from khue.kernel import clock
from tests.cast import organisation
from tests.house.conftest import House
from tests.house.stock import SELLER, act, more_dossiers, project
from tests.house.test_access_matrix import ROUTES

MANY = 30


def more_parties(count: int) -> None:
    from khue.features.people import usecases
    from khue.features.people.domain import RegisterOrganisation

    for number in range(count):
        usecases.register_organisation(
            RegisterOrganisation(f"Nhóm {number}", "group", once=uuid4()), actor=act("clerk")
        )


def more_roles(count: int) -> None:
    from khue.features.people import usecases
    from khue.features.people.domain import AssignRole, RegisterPerson

    for number in range(count):
        person = RegisterPerson(name=f"Cán bộ {number}", no_number_reason="Người mẫu của kiểm thử")
        key = usecases.register_person(person, actor=act("administrator"))
        role = AssignRole(key, "DOST-MOTCUA", "one-stop-clerk", act("administrator").today)
        usecases.assign_role(role, actor=act("administrator"))


def more_notices(count: int) -> None:
    from khue.kernel.deeds import command

    for number in range(count):
        with command("house.notify", act("clerk"), subject=f"notice:{number}") as deed:
            deed.notify(act("researcher").key, "dossier", Text(f"Tin {number}"), Text("Nội dung"), "/dossiers/")


def more_entries(count: int) -> None:
    from khue.features.ledger import usecases
    from khue.features.ledger.domain import Appropriation
    from khue.site.sample.stories import budget_of

    actor = act("accountant")
    for number in range(count):
        usecases.appropriate_budget(Appropriation(uuid4(), budget_of(actor), 1_000 + number, "QĐ"), actor=actor)


def more_lines(count: int) -> None:
    from khue.features.ledger import usecases
    from khue.features.ledger.domain import ChartLine

    for number in range(count):
        line = ChartLine(f"2027-K{number}", Text(f"Dòng {number}", f"Line {number}"), 2027)
        usecases.open_budget_line(line, actor=act("accountant"))


def more_supports(count: int) -> None:
    from khue.site.sample.stories import Story

    for number in range(count):
        story = Story(act, project(200 + number), organisation("VLSH"), "researcher", SELLER).applied()
        story.accepted_for_processing().appraised().granted()
        _sign_decision(story.dossier_id)
        story.agreed().equipment(f"Máy {number}", 1_000_000_000)


def _sign_decision(dossier_id: int) -> None:
    """The decider of the stock holds a certificate: an agreement waits for the signed decision."""
    from khue.features.dossiers.models import Document
    from khue.kernel import clock
    from khue.site.sample.documents import rendered, sign

    decision = Document.objects.get(dossier=dossier_id, kind="decision")
    sign(rendered(decision.pk, clock.now()), act("decider"))


def more_failed_jobs(count: int) -> None:
    from tests.house.stock import _failed_job

    for number in range(count):
        _failed_job(number + 1)


LISTS: list[tuple[str, str, Callable[[int], None], int]] = [
    ("dossiers:mine", "researcher", more_dossiers, MANY),
    ("desk:tasks", "clerk", more_dossiers, MANY),
    ("notices:inbox", "researcher", more_notices, MANY),
    ("people:parties", "clerk", more_parties, MANY),
    ("people:roles", "administrator", more_roles, MANY),
    ("staff:directory", "clerk", more_roles, MANY),
    ("people:me", "researcher", more_dossiers, MANY),
    ("ledger:trial_balance", "accountant", more_lines, MANY),
    ("ledger:budget", "accountant", more_lines, MANY),
    ("ledger:account", "accountant", more_entries, MANY),
    ("ledger:subject", "accountant", more_entries, MANY),
    ("ledger:subjects", "accountant", more_lines, MANY),
    ("portal:register", "visitor", more_supports, 8),
    ("portal:home", "visitor", more_supports, 8),
    ("missions:equipment", "auditor", more_supports, 8),
    ("operations:jobs", "administrator", more_failed_jobs, MANY),
    ("operations:overview", "administrator", more_failed_jobs, MANY),
]


def asked(house: House, name: str, persona: str) -> list[str]:
    path = house.path(ROUTES[name])
    house.ask(persona, "get", path)  # what is read once per process is read now
    with CaptureQueriesContext(connection) as queries:
        assert house.ask(persona, "get", path).status_code == 200
    return [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize(("name", "persona", "more", "count"), LISTS, ids=[line[0] for line in LISTS])
def test_a_list_asks_as_often_for_thirty_rows_as_for_a_few(
    house: House, name: str, persona: str, more: Callable[[int], None], count: int
) -> None:
    few = asked(house, name, persona)
    more(count)
    many = asked(house, name, persona)
    assert len(many) == len(few), "\n".join(sql[:200] for sql in many)
    assert len(many) <= 45


def test_every_page_keeps_its_questions_few(house: House) -> None:
    """Printed with -s. The ceiling is wide: it catches a question per row, not a thought more."""
    from tests.house.test_strict_pages import READABLE

    counts = {name: len(asked(house, name, persona)) for name, persona in READABLE}
    assert {name: count for name, count in counts.items() if count > 60} == {}
    assert clock.now()
