"""A list asks the database the same number of questions for one row and for thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
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
    from tests.house.stock.operations import failed_job

    for number in range(count):
        failed_job(number + 1)


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
    return questions(queries.captured_queries)


def questions(captured: list[dict[str, str]]) -> list[str]:
    """What was asked; where a transaction or a part of one begins and ends is no question."""
    ends = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return [query["sql"] for query in captured if not query["sql"].startswith(ends)]


@pytest.mark.parametrize(("name", "persona", "more", "count"), LISTS, ids=[line[0] for line in LISTS])
def test_a_list_asks_as_often_for_thirty_rows_as_for_a_few(
    house: House, name: str, persona: str, more: Callable[[int], None], count: int
) -> None:
    few = asked(house, name, persona)
    more(count)
    many = asked(house, name, persona)
    assert len(many) == len(few), "\n".join(sql[:200] for sql in many)
    assert len(many) <= 45


FEW = 30
"""Every page of the desk asks fewer questions than this, whatever state its case is in."""

APART = 45
"""Pages of proposals and missions for officials: whether an interest keeps the reader out is asked of every source (decision 0054)."""

EVERY_ROOM = {"people:history": 45}
"""Pages that ask every room what it holds on a party, once or twice each: they grow with the house, never with its records."""


def count_of(house: House, persona: str, path: str) -> int:
    """0 for a page that this persona may not open. The first look may ask what is asked once per process or session: then again."""
    house.browser(persona)
    for _look in range(2):
        connection.queries_log.clear()  # it holds 9,000 at most: once it is full, nothing more would be counted
        with CaptureQueriesContext(connection) as queries:
            answer = house.look(persona, path)
        count = len(questions(queries.captured_queries))
        if answer.status_code != 200 or count < FEW:
            break
    return count if answer.status_code == 200 else 0


def test_every_page_keeps_its_questions_few(house: House) -> None:
    from tests.house.test_strict_pages import READABLE

    counts = {name: count_of(house, persona, house.path(ROUTES[name])) for name, persona in READABLE}
    assert {name: count for name, count in counts.items() if count >= EVERY_ROOM.get(name, most_of(name))} == {}


def most_of(name: str) -> int:
    return APART if name.partition(":")[0] in ("calls", "delivery") else FEW


def more_history(count: int) -> None:
    """Records merged into the institute, and cases under it."""
    from khue.features.people import usecases
    from khue.features.people.domain import MergeDuplicates, RegisterOrganisation
    from khue.features.people.models import Party

    clerk, institute = act("clerk"), organisation("VLSH")
    for number in range(count):
        twice = RegisterOrganisation(f"Viện ghi trùng {count}-{number}", "institute", once=uuid4())
        former = usecases.register_organisation(twice, actor=clerk)
        first, second = (Party.objects.get(pk=int(key.partition(":")[2])).version for key in (former, institute))
        asked = MergeDuplicates(former, institute, (), "Cùng một viện, ghi hai lần", (first, second))
        usecases.merge_duplicates(asked, actor=clerk)
    more_dossiers(count)


def test_the_history_of_a_party_asks_few_questions_however_much_stands_under_it(house: House) -> None:
    path = house.path(ROUTES["people:history"])
    more_history(1)  # with the first merger come the questions about mergers
    few = count_of(house, "clerk", path)
    more_history(6)
    assert 0 < few == count_of(house, "clerk", path) < EVERY_ROOM["people:history"]


WEIGHED = [
    *((f"councils:{page}", who) for page in ("item", "meeting", "review", "review-items", "interests") for who in ("founder", "officer")),
    *((f"councils:{page}", "officer") for page in ("assign", "propose", "open-meeting", "presence", "decide")),
    ("councils:meeting", "auditor"),
    ("councils:sheet", "founder"),
]  # fmt: skip
"""Pages that look for interests in every source, for the member of the council and for whoever runs it."""


@pytest.mark.parametrize(("name", "persona"), WEIGHED, ids=[" ".join(line) for line in WEIGHED])
def test_a_page_that_weighs_interests_asks_few_questions(house: House, name: str, persona: str) -> None:
    assert 0 < count_of(house, persona, house.path(ROUTES[name])) < FEW


def test_a_case_asks_few_questions_in_every_state(house: House) -> None:
    """The desk's page of each task and the page of each case, for officers; the case's own page for its applicant."""
    from khue.features.appeals.models import Appeal
    from khue.features.calls.usecases import PROCEDURES
    from khue.features.dossiers.models import Dossier, Task

    cases = list(Dossier.objects.exclude(submitted_at=None))
    assert {case.state for case in cases} >= {
        "submitted",
        "awaiting_supplement",
        "in_progress",
        "granted",
        "refused",
        "closed",
    }
    looks = [("auditor", f"/vi/desk/tasks/{pk}/") for pk in Task.objects.values_list("pk", flat=True)]
    looks += [(who, f"/vi/dossiers/{case.number}/") for case in cases for who in ("auditor", "researcher")]
    lodged = Appeal.objects.exclude(lodged_on=None).values_list("pk", flat=True)
    looks += [(who, f"/vi/appeals/{pk}/") for pk in lodged for who in ("clerk", "researcher")]
    counts = {look: count for look in looks if (count := count_of(house, *look))}
    assert len(counts) > 60
    apart = Dossier.objects.filter(procedure_key__in=PROCEDURES.values())
    closing = {f"/vi/dossiers/{number}/" for number in apart.values_list("number", flat=True)}
    closing |= {f"/vi/desk/tasks/{pk}/" for pk in Task.objects.filter(dossier__in=apart).values_list("pk", flat=True)}
    most = {look: APART if look[1] in closing and look[0] == "auditor" else FEW for look in looks}
    assert {look: count for look, count in counts.items() if count >= most[look]} == {}


def test_the_fullest_case_asks_few_questions(house: House) -> None:
    """Paid, annulled after an appeal, and with everything that may stand on a case beside its papers."""
    from khue.features.appeals.models import Appeal

    appeal = Appeal.objects.filter(outcome="annulled").latest("pk")
    fill_up(appeal.dossier)
    task = appeal.dossier.tasks.latest("pk")
    for who, path in (
        ("auditor", f"/vi/desk/tasks/{task.pk}/"),
        ("auditor", f"/vi/dossiers/{appeal.dossier_number}/"),
        ("researcher", f"/vi/dossiers/{appeal.dossier_number}/"),
        ("clerk", f"/vi/appeals/{appeal.pk}/"),
    ):
        assert 20 < count_of(house, who, path) < FEW, (who, path)


def fill_up(case: Any) -> None:
    """Rows as their deeds would leave them: what is counted here is how often pages ask for them."""
    from khue.features.desk.models import InternalNote
    from khue.features.dossiers.models import Apology, Editor, FormerAnswer, SupplementRequest
    from khue.features.dossiers.queries import definition

    moment = clock.now()
    asked = {"dossier": case, "asked_by": "party:1", "asked_on": moment.date(), "answered_on": moment.date()}
    SupplementRequest.objects.create(ground="Thiếu dấu", answer="Đã bổ sung", **asked)
    Apology.objects.create(dossier=case, old_due_on=moment.date(), prepared_on=moment.date())
    question = next(field.key for field in definition(case.version_id).fields())
    former = {"question": question, "value": case.answers.get(question), "kept_at": moment}
    FormerAnswer.objects.create(dossier=case, version_id=case.version_id, **former)
    Editor.objects.create(dossier=case, person_id=act("resident").person_id or 0, added_by="party:1")
    InternalNote.objects.create(dossier=case, text="Xem lại", by="party:1", by_name="Cán bộ", at=moment)


def test_a_draft_that_moved_to_a_newer_version_asks_few_questions(house: House) -> None:
    """Opening it moves it and tells what changed; then each section, with what was answered to questions that are gone."""
    from khue.features.dossiers.models import Dossier, FormerAnswer, ProcedureVersion
    from khue.features.procedures.domain.commands import WithdrawVersion
    from khue.features.procedures.usecases import withdraw_version

    draft = Dossier.objects.get(number=house.stock.argument("dossiers:edit", "number"))
    version = ProcedureVersion.objects.get(pk=draft.version_id)
    planned = ProcedureVersion.objects.get(key=version.key, effective_on__gt=act("decider").today)
    withdraw_version(WithdrawVersion(planned.pk, "Chưa dùng"), actor=act("decider"))
    first, *rest = version.content["sections"]
    gone = next(field for field in first["fields"] if draft.answers.get(field["key"]) and field["key"] != "task_title")
    note = {"key": "extra_note", "kind": "text", "label": {"vi": "Ghi chú thêm"}, "required": False}
    fields = [note, *(field for field in first["fields"] if field != gone)]
    newer = ProcedureVersion.objects.create(
        key=version.key,
        number=ProcedureVersion.objects.filter(key=version.key).count() + 1,
        digest="f" * 64,
        content={**version.content, "sections": [{**first, "fields": fields}, *rest]},
        published_at=act("clerk").moment,
    )
    path = house.path(ROUTES["dossiers:edit"])
    house.look("researcher", house.path(ROUTES["dossiers:mine"]))
    with CaptureQueriesContext(connection) as queries:
        answer = house.look("researcher", path)
    assert answer.status_code == 200
    assert Dossier.objects.get(pk=draft.pk).version_id == newer.pk
    assert FormerAnswer.objects.filter(dossier=draft, question=gone["key"]).exists()
    opened = questions(queries.captured_queries)
    assert len(opened) < FEW, "\n".join(sql[:200] for sql in opened)
    assert 0 < count_of(house, "researcher", path) < FEW
    assert 0 < count_of(house, "researcher", path + f"{first['key']}/") < FEW
