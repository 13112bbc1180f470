"""A small city for the tests that go through every page: one record of each kind, made through use-cases.

``Stock.argument`` fills the arguments of a route. A route whose argument it does not know fails with the line to add.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.kernel import clock
from khue.site.sample.applications import PROCEDURE, Item, Project, hand_in, write_draft
from tests.cast import organisation, persona, setup_actor

SELLER = "0100109106"
PERSONAS = (
    "visitor", "resident", "researcher", "founder", "clerk", "officer", "appraiser", "finance", "decider",
    "accountant", "auditor", "administrator", "treasurer",
)  # fmt: skip


def project(number: int = 1) -> Project:
    """A research project; the number keeps titles and invoices of several apart."""
    return Project(
        f"Vật liệu lọc nước từ sợi tre, phần {number}",
        "research-topic",
        "environmental-technology",
        (
            Item("Máy quang phổ hồng ngoại", "purchase", 1_850_000_000),
            Item("Điện, khí, bảo trì", "operation", 310_500_000),
        ),
    )


def act(key: str) -> Actor:
    """The persona now, as a browser's request would make it."""
    return persona(key, at=clock.now())


@dataclass
class Stock:
    """What stands in the city. ``by_route`` beats ``by_room`` beats ``everywhere``."""

    everywhere: dict[str, Any] = field(default_factory=dict)
    by_room: dict[tuple[str, str], Any] = field(default_factory=dict)
    by_route: dict[tuple[str, str], Any] = field(default_factory=dict)

    def argument(self, route: str, name: str) -> Any:
        """Raises LookupError with the line to add."""
        room = route.partition(":")[0]
        for where, key in ((self.by_route, (route, name)), (self.by_room, (room, name)), (self.everywhere, name)):
            if key in where:
                return where[key]  # type: ignore[index]
        raise LookupError(
            f'tests/house/stock.py does not fill {name!r} of {route}: stock.by_route["{route}", "{name}"] = …'
        )


def build() -> Stock:
    """Everything, in the order in which it comes into being. Slow parts (PDF) are left to jobs, which do not run."""
    stock = Stock()
    _people(stock)
    _ledger(stock)
    _rulebook(stock)
    _dossiers(stock)
    _kernel(stock)
    _procedures(stock)
    if find_spec("khue.features.missions.urls"):
        _missions(stock)
    _staff(stock)
    _intake(stock)
    if find_spec("khue.features.appeals.urls"):
        _appeals(stock)
    _privacy(stock)
    _desk(stock)
    _councils(stock)
    _eligibility(stock)
    _policylab(stock)
    _calls(stock)
    # Last: from the first certificate on, a decision is signed before its agreement.
    _documents(stock)
    stock.everywhere["kind"] = "csv"
    stock.everywhere["provider_id"] = "vneid"
    return stock


def _people(stock: Stock) -> None:
    from khue.features.people import usecases
    from khue.features.people.domain import AskForMandate
    from khue.features.people.models import Mandate, MandateRequest, RoleHolding

    institute = int(organisation("VLSH").partition(":")[2])
    stock.by_room["people", "party_id"] = institute
    # A group takes members and a role goes to a person: the institute is neither.
    group = usecases.register_organisation(_group(), actor=act("founder"))
    stock.by_route["people:add-member", "party_id"] = int(group.partition(":")[2])
    stock.by_route["people:assign-role", "party_id"] = act("resident").person_id
    usecases.ask_for_mandate(AskForMandate(organisation("VLSH"), "submit", "Tham gia đề tài"), actor=act("resident"))
    stock.everywhere["request_id"] = MandateRequest.objects.latest("pk").pk
    mine = Mandate.objects.filter(person=act("researcher").person_id).latest("pk")
    stock.everywhere["mandate_id"] = mine.pk
    stock.everywhere["holding_id"] = RoleHolding.objects.filter(person=act("officer").person_id).latest("pk").pk
    stock.by_route["sample-persona", "key"] = "resident"
    stock.by_route["people:revoke-key", "key_id"] = _key(institute)
    stock.by_route["interface-operation", "name"] = "start_draft"
    _merged(stock)


def _merged(stock: Stock) -> None:
    """Two records that are merged, and a pair to compare."""
    from khue.features.people import usecases
    from khue.features.people.domain import (
        AddMember,
        AddSanction,
        DissolveParty,
        MergeDuplicates,
        Paper,
        RegisterOrganisation,
    )
    from khue.features.people.models import DuplicatePair

    first, second = (
        usecases.register_organisation(RegisterOrganisation(f"Viện Khuê {n}", "institute"), actor=act("clerk"))
        for n in range(2)
    )
    asked = MergeDuplicates(first, second, (), "Cùng một viện", (1, 1))
    stock.everywhere["succession_id"] = usecases.merge_duplicates(asked, actor=act("clerk"))
    stock.everywhere["other_id"] = int(second.partition(":")[2])
    today = act("clerk").today
    ended = usecases.register_organisation(RegisterOrganisation("Viện Khuê cũ", "institute"), actor=act("clerk"))
    paper = Paper("01/QĐ", today, "UBND Thành phố")
    dissolved = usecases.dissolve_party(DissolveParty(ended, "dissolved", today, paper), actor=act("clerk"))
    stock.everywhere["dissolution_id"] = dissolved
    entry = AddSanction(
        "debarred", "Công ty Mẫu", "", "01/QĐ-XP", today, "Thanh tra Sở", "", "Sai phạm", False, today, None
    )
    stock.everywhere["sanction_id"] = usecases.add_sanction(entry, actor=act("administrator"))
    stock.everywhere["pair_id"] = DuplicatePair.objects.create(
        first_id=min(act("resident").person_id or 0, act("founder").person_id or 0),
        second_id=max(act("resident").person_id or 0, act("founder").person_id or 0),
        score=60,
        found_at=act("clerk").moment,
    ).pk
    group = f"party:{stock.by_route['people:add-member', 'party_id']}"
    member = AddMember(group, act("researcher").key, today)
    stock.everywhere["member_id"] = usecases.add_member(member, actor=act("founder"))


def _key(institute: int) -> int:
    from khue.features.people import usecases
    from khue.features.people.domain.keys import MakeKey

    actor = act("researcher")
    until = actor.today + timedelta(days=90)
    asked = MakeKey(f"party:{institute}", actor.key, "Máy chủ", ("view", "submit"), actor.today, until)
    return usecases.make_key(asked, actor=actor).id


def _group() -> Any:
    from khue.features.people.domain import RegisterOrganisation

    return RegisterOrganisation("Nhóm sinh viên Khuê", "group", once=uuid4())


def _ledger(stock: Stock) -> None:
    from khue.features.ledger import domain, usecases
    from khue.site.sample.stories import budget_of, open_budget

    accountant = act("accountant")
    open_budget(actor=accountant)
    code = budget_of(accountant)
    entry = uuid4()
    usecases.appropriate_budget(domain.Appropriation(entry, code, 90_000_000_000, "QĐ 01"), actor=accountant)
    stock.by_route["ledger:budget_line", "code"] = code
    stock.by_room["ledger", "code"] = domain.AVAILABLE
    stock.by_room["ledger", "key"] = f"budget:{code}"
    stock.everywhere["entry_id"] = entry
    last_month = accountant.today.replace(day=1) - timedelta(days=1)
    stock.everywhere["month"] = f"{last_month:%Y-%m}"


def _dossiers(stock: Stock) -> None:
    from khue.features.dossiers import usecases
    from khue.features.dossiers.domain.commands import AddEditor, AskSupplement
    from khue.features.dossiers.models import Dossier, Task

    researcher, institute = act("researcher"), organisation("VLSH")
    draft = Dossier.objects.get(pk=write_draft(project(1), institute, actor=researcher, seller=SELLER))
    number = hand_in(project(2), institute, actor=researcher, seller=SELLER)
    task = Task.objects.get(dossier__number=number, closed_at=None)
    stock.by_room["dossiers", "key"] = PROCEDURE
    stock.everywhere["number"] = number
    for verb in ("edit", "section", "add-editor", "remove-editor", "check"):
        stock.by_route[f"dossiers:{verb}", "number"] = draft.number
    usecases.add_editor(AddEditor(draft.pk, act("resident").key), actor=researcher)
    waiting = hand_in(project(3), institute, actor=researcher, seller=SELLER)
    asked = Task.objects.get(dossier__number=waiting, closed_at=None).pk
    usecases.request_supplement(AskSupplement(asked, "Báo giá chưa có dấu", once=uuid4()), actor=act("clerk"))
    stock.by_route["dossiers:supplement", "number"] = waiting
    stock.everywhere["section"] = "task"
    stock.everywhere["person_id"] = act("resident").person_id
    stock.by_room["desk", "task_id"] = task.pk
    stock.by_route["desk:audit", "subject"] = f"dossier:{task.dossier_id}"


def _rulebook(stock: Stock) -> None:
    from khue.features.rulebook import usecases

    stock.by_route["rulebook:instrument", "key"] = "res-34-2025"
    stock.by_route["rulebook:provision", "key"] = "res-34-2025.equipment-trial"
    stock.by_room["rulebook", "id"] = "missions.equipment.trial_purchase_cap"
    stock.by_route["rulebook:rule", "id"] = "sandbox.term"
    stock.by_room["rulebook", "edition"] = usecases.keep_edition(actor=act("administrator"))


def _staff(stock: Stock) -> None:
    """The appraiser is away from today on, and the officer stands in."""
    from khue.features.people.queries import holdings_of
    from khue.features.staff import usecases
    from khue.features.staff.domain.commands import RegisterAbsence
    from khue.features.staff.domain.office_keys import MakeOfficeKey

    absent = act("appraiser")
    first = absent.today
    roles = tuple(held.id for held in holdings_of([absent.key])[absent.key])
    asked = RegisterAbsence(
        absent.key, "annual_leave", first, first + timedelta(days=5), act("officer").key, roles, uuid4()
    )
    stock.by_room["staff", "absence_id"] = usecases.register_absence(asked, actor=absent)
    stock.by_room["staff", "person_id"] = absent.person_id
    auditor = act("auditor")
    key = MakeOfficeKey("Báo cáo tháng", ("ledger.read",), auditor.today + timedelta(days=30))
    stock.by_room["staff", "key_id"] = usecases.make_office_key(key, actor=auditor).id
    _joining(stock)


def _joining(stock: Stock) -> None:
    """One open invitation, a role and a reset that wait for a second person."""
    from allauth.mfa.totp.internal.auth import TOTP

    from khue.features.people import usecases as people
    from khue.features.people.domain import RegisterPerson
    from khue.features.staff import usecases
    from khue.features.staff.domain.commands import AskKeyReset, InviteColleague, ProposeRole
    from khue.features.staff.models import Invitation
    from khue.kernel.models import User

    administrator = act("administrator")
    asked = InviteColleague("Tạ Thị Mời", "moi@mau.example", "DOST-QLKH", "case-officer", administrator.today)
    invitation = Invitation.objects.get(pk=usecases.invite_colleague(asked, actor=administrator))
    stock.everywhere["invitation_id"] = invitation.pk
    stock.everywhere["token"] = usecases.link_of(invitation)
    role = ProposeRole(act("officer").key, "HPC", "decider", administrator.today)
    stock.everywhere["proposal_id"] = usecases.propose_role(role, actor=administrator)
    lost = people.register_person(
        RegisterPerson(name="Lương Văn Mất", no_number_reason="Người mẫu của kiểm thử"), actor=setup_actor()
    )
    TOTP.activate(
        User.objects.get(pk=people.give_account(lost, "luong.mat", "một mật khẩu dài", actor=setup_actor())),
        "JBSWY3DPEHPK3PXP",
    )
    stock.everywhere["reset_id"] = usecases.ask_key_reset(AskKeyReset(lost, "Mất điện thoại"), actor=administrator)
    stock.everywhere["pk"] = 0


def _failed_job(number: int = 0) -> int:
    """A mail that could not be sent, as the worker leaves it."""
    from django.db import connection

    from khue.kernel.jobs import failures

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'kernel.mail_notice', %s, 'failed', 6) RETURNING id",
            [f'{{"notice_id": {900_000 + number}}}'],
        )
        job_id = int(cursor.fetchone()[0])
    failures.note(job_id, "kernel.mail_notice", 6, ConnectionRefusedError(111, "Connection refused"))
    return job_id


def _kernel(stock: Stock) -> None:
    from khue.features.dossiers.models import Dossier
    from khue.kernel import audit
    from khue.kernel.models import Notice, StoredFile

    audit.seal_checkpoint(clock.now())
    stock.by_room["operations", "job_id"] = _failed_job()
    stock.by_room["operations", "task"] = "kernel.mail_notice"
    handed_in = Dossier.objects.get(number=stock.everywhere["number"])
    stock.everywhere["identity"] = StoredFile.objects.filter(subject=f"dossier:{handed_in.pk}").earliest("stored_at").pk
    mine = Notice.objects.filter(party=act("researcher").key)
    stock.everywhere["notice_id"] = (mine or Notice.objects.all()).latest("pk").pk


def _procedures(stock: Stock) -> None:
    """A version planned for later, an open draft with a new table, and a migration that has ended."""
    from khue.features.dossiers import queries as dossiers
    from khue.features.procedures import usecases
    from khue.features.procedures.domain.commands import OpenDraft, PublishDraft, PutPart
    from khue.features.procedures.domain.places import Place, mark
    from khue.features.procedures.models import CaseMigration, DefinitionDraft

    officer, decider = act("officer"), act("decider")

    def write(place: Place, value: dict[str, Any]) -> DefinitionDraft:
        draft = usecases.open_draft(OpenDraft(PROCEDURE), actor=officer)
        usecases.put_part(PutPart(draft, place, value, mark(None), True), actor=officer)
        return DefinitionDraft.objects.get(pk=draft)

    words = {"vi": "Ghi chú thêm", "en": "Further note"}
    first = write(Place("field", ("papers", "extra_note")), {"kind": "text", "label": words, "required": False})
    later = decider.today + timedelta(days=30)
    usecases.publish_draft(PublishDraft(first.pk, later, mark(first.content)), actor=decider)
    write(Place("field", ("papers", "extra_table")), {"kind": "table", "label": words, "required": False})
    planned, present = dossiers.versions(PROCEDURE)[:2]
    # A migration of its own would need a version in force; the page is the same.
    migration = CaseMigration.objects.create(
        key=PROCEDURE, source_id=present.id, target_id=planned.id, provision="res-34-2025.ordering", ground_vi="Mẫu",
        started_by=decider.key, started_by_name=decider.name, started_at=decider.moment, ended_at=decider.moment,
    )  # fmt: skip
    stock.by_room["procedures", "key"] = PROCEDURE
    stock.by_room["procedures", "section"] = "costs"
    stock.by_route["procedures:column", "column"] = "amount"
    stock.by_route["procedures:field", "field"] = "lines"
    stock.by_route["procedures:column", "field"] = "lines"
    stock.by_route["procedures:add-column", "field"] = "lines"
    stock.by_room["procedures", "step"] = "appraisal"
    stock.by_room["procedures", "kind"] = "decision"
    stock.by_room["procedures", "old"] = "1"
    stock.by_room["procedures", "new"] = "draft"
    stock.by_room["procedures", "which"] = "draft"
    stock.by_room["procedures", "version_id"] = planned.id
    stock.by_room["procedures", "migration_id"] = migration.pk


def _missions(stock: Stock) -> None:
    """Cases, each stopped at another step, so that every page of the room has its task."""
    from khue.features.dossiers.queries.tasks import open_task_of as task_of
    from khue.features.missions import queries
    from khue.site.sample.stories import Story

    def case(number: int, *deeds: Callable[[Story], Any]) -> Story:
        story = Story(act, project(number), organisation("VLSH"), "researcher", SELLER).applied()
        for deed in (Story.accepted_for_processing, *deeds):
            deed(story)
        return story

    to_decide = (Story.appraised,)
    to_agree = (*to_decide, Story.granted)
    to_deliver = (*to_agree, Story.agreed)
    to_accept = (*to_deliver, Story.delivered)
    to_pay = (*to_accept, Story.accepted, Story.signed_on_paper)
    steps: dict[str, tuple[tuple[Callable[[Story], Any], ...], Callable[[Story], int]]] = {
        "appraise": ((), lambda story: story.task("appraisal")),
        "answer-costs": ((Story.costed,), lambda story: story.task("appraisal")),
        "decide": (to_decide, lambda story: story.task("decision")),
        "agree": (to_agree, lambda story: story.task("agreement")),
        "accept": (to_accept, lambda story: story.task("acceptance", 1)),
        "pay": (to_pay, lambda story: story.task("payment", 1)),
    }
    for number, (page, (deeds, task)) in enumerate(steps.items(), start=10):
        stock.by_route[f"missions:{page}", "task_id"] = task(case(number, *deeds))
    delivering = case(20, *to_deliver)
    stock.by_room["missions", "support_id"] = delivering.support_id
    _copy(stock, delivering)
    stock.by_room["missions", "tranche_id"] = queries.support_page(delivering.support_id, act("auditor")).tranches[0].id
    stock.by_room["missions", "no"] = 1
    stock.by_room["portal", "number"] = delivering.number
    stock.by_route["desk:control-slip", "number"] = delivering.number
    paid = case(21, *to_pay, Story.paid)
    for no in range(2, len(queries.support_page(paid.support_id, act("auditor")).tranches) + 1):
        paid.delivered(no).accepted(no).paid(no)
    _treasury(stock, case(22, *to_pay, Story.ordered), paid)
    stock.by_route["missions:audit", "task_id"] = task_of(dossier_id=paid.dossier_id, step="audit").id
    _results(stock, paid.support_id)


def _results(stock: Stock, support: int) -> None:
    """A registered result on offer, with income of which a distribution is approved; its authors are asked about a new list."""
    from dataclasses import replace

    from khue.features.results import queries
    from khue.site.sample import results

    def before(key: str) -> Actor:
        return replace(found := act(key), moment=found.moment - timedelta(days=40))

    made = results.registered(support, before)
    results.authors_agreed(made.id, before)
    results.protected(made.id, before)
    results.offered(made.id, act)
    report = results.income_reported(made.id, act, 90_000_000, 20_000_000, 10_000_000)
    distribution = results.distributed(report, act, results.line_filled(60_000_000, act))
    stock.by_room["results", "result_id"] = made.id
    stock.by_room["results", "number"] = made.number
    stock.by_room["results", "report_id"] = report
    stock.by_room["results", "distribution_id"] = distribution
    payouts = queries.distribution_card(distribution, act("accountant")).payouts
    stock.by_room["results", "payout_id"] = next(row.id for row in payouts if row.name == act("founder").name)
    card = queries.result_card(made.id, act("researcher"))
    stock.by_room["results", "right_id"] = card.rights[0].id
    stock.by_room["results", "offer_id"] = card.offer.id if card.offer else 0
    stock.by_room["results", "consent_id"] = results.shares_turned(made.id, act)


def _copy(stock: Stock, story: Any) -> None:
    """A signed copy of the agreement that awaits its second person."""
    from khue.features.dossiers.queries import public_papers, unsigned_before_payment
    from khue.site.sample import signing

    (unsigned,) = unsigned_before_payment(story.dossier_id)
    copy = signing.recorded_by_hand(unsigned.code, act=act)
    decision = next(each for each in public_papers(story.dossier_id) if each.kind == "decision")
    # Signed by hand: otherwise it would wait for the decider's certificate, which comes last.
    signing.recorded_by_hand(decision.code, act=act)
    stock.by_route["portal:paper", "code"], stock.by_route["portal:paper", "number"] = decision.code, story.number
    for route in ("documents:answer-copy", "documents:withdraw-copy"):
        stock.by_route[route, "code"] = unsigned.code
        stock.by_route[route, "copy_id"] = copy


def _calls(stock: Stock) -> None:
    """A need in each state that a page is for, an order before and after its approval, calls, a shared draft, a review."""
    from datetime import timedelta

    from khue.features.calls import queries, usecases
    from khue.features.calls.domain.commands import (
        AskQuestion,
        DraftOrder,
        HandIn,
        InviteMember,
        PrepareCall,
        RecordOutcome,
        Requirement,
        WatchCalls,
    )
    from khue.features.calls.models import CallWatch, Member
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.domain.commands import CompleteStep
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.site.sample import calls

    def on(key: str, days: float) -> Actor:
        found = act(key)
        return replace(found, moment=found.moment + timedelta(days=days))

    institute = organisation("VLSH")
    topics = (calls.FLOODS, calls.SLUDGE, calls.FLIGHTS)
    writer = act("researcher")

    def order_of(number: int, days: float) -> int:
        topic = replace(topics[number % 3], title=f"{topics[number % 3].title}, phần {number}")
        return calls.ordered(calls.raised(topic, institute, writer, on, days), topic, on, days + 3)

    stock.by_room["calls", "need_id"] = calls.raised(calls.FLOODS, institute, writer, on, -2, screened=False)
    stock.by_route["calls:draft-order", "need_id"] = calls.raised(calls.FLIGHTS, institute, writer, on, -4)
    need = calls.raised(calls.SLUDGE, institute, writer, on, -6)
    stock.by_room["calls", "order_id"] = usecases.draft_order(
        DraftOrder(need, calls.SLUDGE.title, calls.SLUDGE.problem, calls.SLUDGE.field, 10**9, 12, "selection", (Requirement("A", "B", "", "1"),)),
        actor=on("officer", -3),
    )  # fmt: skip
    stock.by_route["calls:prepare", "order_id"] = order_of(1, -20)
    running = calls.call_of(order_of(2, -30), calls.SLUDGE, on, -5, 40)
    stock.by_room["calls", "call_id"] = running
    officer = on("officer", -1)
    prepared = PrepareCall(
        order_of(3, -28), "Thông báo đang chuẩn bị", calls.FLOODS.problem, officer.today + timedelta(days=2),
        officer.moment + timedelta(days=40), None, ("Tính khả thi",),
    )  # fmt: skip
    stock.by_route["calls:publish", "call_id"] = usecases.prepare_call(prepared, actor=officer)
    asked = AskQuestion(running, "Có được liên danh không?")
    stock.by_room["calls", "question_id"] = usecases.ask_question(asked, actor=on("founder", -1))
    usecases.watch_calls(WatchCalls("bùn", ""), actor=act("resident"))
    stock.by_room["calls", "watch_id"] = CallWatch.objects.latest("pk").pk
    mine = calls.written(running, calls.SLUDGE, institute, on("researcher", -3), 1, sections=2)
    resident = act("resident").key
    member = usecases.invite_member(InviteMember(mine, resident, "member"), actor=on("researcher", -3))
    stock.by_room["calls", "proposal_id"], stock.by_room["calls", "member_id"] = mine, member
    stock.by_room["calls", "section"] = "content"
    assert Member.objects.filter(pk=member).exists()
    past = calls.call_of(order_of(4, -70), calls.FLIGHTS, on, -45, 40)
    sealed = [calls.written(past, calls.FLIGHTS, institute, on("researcher", -10), number) for number in range(2)]
    for proposal in sealed:
        usecases.hand_in(HandIn(proposal, True), actor=on("researcher", -9))
    calls.opened(past, on, -3)
    for dossier in queries.opened_dossiers(past):
        task = open_task_of(dossier_id=dossier, step="formal")
        dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=on("clerk", -2))
    usecases.record_outcome(RecordOutcome(sealed[1], True, "Đáp ứng các tiêu chí."), actor=on("officer", -1))
    waiting, judged = queries.opened_dossiers(past)
    stock.by_room["calls", "task_id"] = open_task_of(dossier_id=waiting, step="review").id
    stock.by_route["calls:decide", "task_id"] = open_task_of(dossier_id=judged, step="decision").id
    stock.by_route["calls:open", "call_id"] = calls.call_of(order_of(5, -75), calls.FLOODS, on, -44, 40)


def _appeals(stock: Stock) -> None:
    """An appeal that is examined, one that waits for admission, a draft, a decision without one, a claim."""
    from khue.features.appeals import usecases
    from khue.features.appeals.domain.commands import (
        AdmitAppeal,
        AssignDecider,
        DecideAppeal,
        LodgeAppeal,
        SaveAnswers,
        StartAppeal,
    )
    from khue.features.dossiers.queries.decisions import decisions_of
    from khue.features.missions.models import RecoveryClaim
    from khue.features.treasury.models import Receivable
    from khue.site.sample.stories import Story

    said = {"scope": "whole", "grounds": "Lý do", "wish": "amend", "wish_words": "Xem xét lại"}

    def begun(number: int, *deeds: Callable[[Story], Any]) -> tuple[int, int]:
        story = Story(act, project(number), organisation("VLSH"), "researcher", SELLER).applied()
        for deed in (Story.accepted_for_processing, Story.appraised, Story.granted, *deeds):
            deed(story)
        decision = decisions_of(story.dossier_id)[-1].id
        made = usecases.start_appeal(StartAppeal(decision), actor=act("researcher"))
        usecases.save_answers(SaveAnswers(made, said), actor=act("researcher"))
        return made, decision

    def examined(number: int, *deeds: Callable[[Story], Any]) -> int:
        made, _decision = begun(number, *deeds)
        usecases.lodge_appeal(LodgeAppeal(made, True), actor=act("researcher"))
        usecases.admit_appeal(AdmitAppeal(made), actor=act("clerk"))
        usecases.assign_decider(AssignDecider(made, act("reviewer").key), actor=act("clerk"))
        return made

    draft, decision = begun(30)
    stock.by_room["appeals", "decision_id"] = decision
    for page in ("write", "check", "withdraw"):
        stock.by_route[f"appeals:{page}", "appeal_id"] = draft
    stock.by_room["appeals", "step"] = "grounds"
    stock.by_room["appeals", "appeal_id"] = examined(31)
    paid = examined(32, Story.agreed, Story.delivered, Story.accepted, Story.paid)
    due = clock.now().date() + timedelta(days=30)
    usecases.decide_appeal(DecideAppeal(paid, "annulled", "Không đủ điều kiện", repay_by=due), actor=act("reviewer"))
    claim = RecoveryClaim.objects.latest("pk")
    stock.by_room["missions", "claim_id"] = claim.pk
    stock.by_room["treasury", "receivable_id"] = Receivable.objects.get(subject=f"claim:{claim.pk}").pk


def _privacy(stock: Stock) -> None:
    """A resident's request about the own data, a breach, an erasure that waits for its second officer."""
    from khue.features.dossiers.domain.commands import StartDraft
    from khue.features.dossiers.usecases import start_draft
    from khue.features.privacy import usecases
    from khue.features.privacy.domain.breaches import RecordBreach
    from khue.features.privacy.domain.commands import AcceptRequest, MakeRequest
    from khue.features.privacy.domain.erasing import ProposeErasure

    made = usecases.make_request(MakeRequest("access", ""), actor=act("resident"))
    stock.by_room["privacy", "request_id"] = made
    stock.by_room["privacy", "purpose"] = "public-name"
    breach = RecordBreach("Gửi nhầm thư", clock.now(), "Gửi nhầm một danh sách.", "Họ tên", 3, "low", "")
    wish = usecases.make_request(MakeRequest("erase", ""), actor=act("founder"))
    promised = clock.now().date() + timedelta(days=9)
    usecases.accept_request(AcceptRequest(wish, "Sẽ xóa bản nháp.", promised_on=promised), actor=act("dataofficer"))
    draft = start_draft(StartDraft(PROCEDURE, act("founder").key), actor=act("founder"))
    asked = ProposeErasure("draft", f"dossier:{draft}", "Luật 91/2025/QH15", wish)
    stock.by_room["privacy", "erasure_id"] = usecases.propose_erasure(asked, actor=act("dataofficer"))
    stock.by_room["privacy", "number"] = draft
    stock.by_route["privacy:propose", "kind"] = "draft"
    stock.by_room["privacy", "breach_id"] = usecases.record_breach(breach, actor=act("dataofficer"))
    stock.by_room["privacy", "party_id"] = act("resident").person_id


def _councils(stock: Stock) -> None:
    """One council in preparation and one that works, on which the founder sits; the resident is invited."""
    from tests.councils import cases

    city = cases.founded_council(at=clock.now())
    stock.by_room["councils", "council_id"] = city.council
    stock.by_room["councils", "seat_id"] = city.seats["founder"]
    stock.by_room["councils", "item_id"] = city.item
    stock.by_room["councils", "expert_id"] = city.experts["founder"]
    stock.by_room["councils", "party_id"] = act("clerk").person_id
    stock.by_route["councils:answer", "expert_id"] = cases.invited("resident", at=clock.now())
    stock.by_room["councils", "relation_id"] = cases.related("founder", "auditor", at=clock.now())
    stock.by_room["councils", "declaration_id"] = cases.reported(city, at=clock.now())
    work = cases.at_work(at=clock.now())
    stock.by_room["councils", "review_id"] = work.review
    stock.by_room["councils", "assignment_id"] = work.assignment
    stock.by_route["councils:assign", "item_id"] = work.scored_item
    stock.by_room["councils", "meeting_id"] = work.meeting
    stock.by_room["councils", "agenda_id"] = work.agenda
    stock.by_room["councils", "ballot_id"] = work.ballot
    stock.by_route["councils:found", "council_id"] = cases.prepared_council(at=clock.now())


def _intake(stock: Stock) -> None:
    """A connected portal, a dossier that it sent, and one that was refused for its content."""
    from khue.features.intake import usecases
    from khue.features.intake.domain.reconciling import GiveList, Listed
    from khue.features.intake.domain.sources import MakeSourceKey, Subscribe
    from khue.features.intake.models import IntakeCase
    from khue.features.people.domain.commands import IdentifiedParty
    from khue.kernel.models import AccessKey
    from khue.site.sample import intake
    from khue.site.sample.parties import sample_tax_code

    source = intake.connect(actor=act("administrator"))
    applicant = IdentifiedParty("organisation", sample_tax_code(970), "Viện gửi qua cổng (mẫu)", "institute")
    certifier = IdentifiedParty("person", "001090000970", "Người nộp qua cổng (mẫu)")
    for number, changed in (("G12.99-0001", {}), ("G12.99-0002", {"task_title": ""})):
        lodged = intake.Lodged(number, project(60), applicant, certifier, SELLER)
        lodged.sent(source, clock.now(), changed)
    case = IntakeCase.objects.get(external_id="G12.99-0001")
    stock.by_room["intake", "source_id"] = source
    stock.by_room["intake", "case_id"] = case.pk
    stock.by_room["intake", "external_id"] = case.external_id
    administrator = act("administrator")
    valid_until = administrator.today + timedelta(days=90)
    usecases.make_source_key(MakeSourceKey(source, "Máy chủ của cổng", valid_until), actor=administrator)
    usecases.subscribe(Subscribe(source, "https://cong-mau.example/hooks"), actor=administrator)
    stock.by_room["intake", "key_id"] = AccessKey.objects.get(holder=f"source:{source}").pk
    stock.by_room["intake", "day"] = administrator.today.isoformat()
    lines = (Listed(case.external_id, "granted"), Listed("G12.99-0009", "submitted"))
    given = GiveList(source, administrator.today, administrator.moment, lines, "page")
    stock.by_room["intake", "report_id"] = usecases.give_list(given, actor=act("clerk"))


def _desk(stock: Stock) -> None:
    """A saved view, an internal note and a bulk deed of the clerk's."""
    from khue.features.desk import usecases
    from khue.features.desk.domain.bulk import BulkOrder
    from khue.features.desk.domain.notes import WriteNote
    from khue.features.desk.domain.reminders import RenewFeed
    from khue.features.desk.domain.saved_views import SaveView, Wanted
    from khue.features.dossiers import queries

    clerk = act("clerk")
    stock.by_room["desk", "view_id"] = usecases.save_view(SaveView("Của tôi", Wanted("mine")), actor=clerk)
    stock.by_room["desk", "token"] = usecases.renew_feed(RenewFeed(), actor=clerk)
    task = queries.desk(clerk, queries.DeskFilter(), None, 1).rows[0].id
    stock.by_room["desk", "bulk_id"] = usecases.order_bulk(BulkOrder("take", (task,)), actor=clerk)
    number = stock.everywhere["number"]
    stock.by_room["desk", "note_id"] = usecases.write_note(WriteNote(number, "Cần gọi lại"), actor=clerk)


def _eligibility(stock: Stock) -> None:
    """A check that the resident saved."""
    from khue.features.eligibility import usecases
    from khue.features.eligibility.domain import SaveCheck

    resident = act("resident")
    asked = SaveCheck("Của tôi", (("applicant_kind", "person"),), resident.key)
    stock.by_room["eligibility", "check_id"] = usecases.save_check(asked, actor=resident)


def _policylab(stock: Stock) -> None:
    """A study that was run and published."""
    from khue.features.policylab import usecases
    from khue.features.policylab.domain import PublishStudy
    from khue.site.sample import policylab

    author = act("policymaker")
    study = policylab.sixty_per_cent(author)
    policylab.run(study, author)
    stock.by_room["policylab", "slug"] = usecases.publish_study(PublishStudy(study, 1, "sau-muoi"), actor=author)
    stock.by_room["policylab", "study_id"] = study
    stock.by_room["policylab", "number"] = 1
    stock.by_room["policylab", "table"] = "years"


def _documents(stock: Stock) -> None:
    """A decision that waits for its signature, and a certificate."""
    from khue.features.documents import usecases
    from khue.features.documents.domain import IssueSampleCertificate
    from khue.features.documents.models import Paper, Signer
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.models import Document

    asked = IssueSampleCertificate(act("decider").key, 365, once=uuid4())
    stock.everywhere["certificate_id"] = usecases.issue_certificate_of_sample(asked, actor=act("administrator"))
    decision = Document.objects.filter(kind="decision", issued_by=act("decider").key).latest("pk")
    dossiers.render_document(decision.pk, actor=clock.job_actor("dossiers.render_document"))
    paper = Paper.objects.get(reference=f"document:{decision.pk}")
    stock.by_room["documents", "code"] = paper.code
    stock.by_room["documents", "kind"] = "decision"
    stock.by_room["documents", "number"] = 1
    stock.everywhere["signer_id"] = Signer.objects.get(signing__paper=paper).pk


def _treasury(stock: Stock, ordered: Any, paid: Any) -> None:
    """An order that waits for approval, a file that went out, a statement to take in, a line that waits and one that does not."""
    from khue.features.treasury import queries
    from khue.features.treasury.domain.deciding import ReadStatement
    from khue.features.treasury.usecases import upload_statement
    from khue.site.sample import payments

    accountant = act("accountant")
    account = queries.city_accounts()[0]
    done = queries.order(paid.order(1).id)
    stock.by_room["treasury", "order_id"] = ordered.order(1).id
    stock.by_room["treasury", "account_id"] = account.id
    stock.by_room["treasury", "file_id"] = done.files[0][0]
    stock.by_room["treasury", "form"] = "pain001"
    strange = [payments.Booking(accountant.today, 1_200_000, "Tiền lãi")]
    payments.taken_in(account, "lai.csv", payments.csv_statement(account, 0, strange), actor=accountant)
    later = payments.csv_statement(account, 0, [payments.Booking(accountant.today, -4_000, "Không rõ")])
    stock.by_room["treasury", "statement_id"] = upload_statement(
        ReadStatement(account.id, "khac.csv", later), actor=accountant
    )
    stock.by_room["treasury", "line_id"] = queries.waiting_lines()[0].rows[0].id
    stock.by_route["treasury:undo", "line_id"] = done.movements[0].line_id


def more_dossiers(count: int) -> None:
    """Rows for lists: drafts cost little, and stand in the list of their applicant."""
    for number in range(count):
        hand_in(project(100 + number), organisation("VLSH"), actor=act("researcher"), seller=SELLER)


__all__ = ["PERSONAS", "Stock", "act", "build", "more_dossiers", "project", "setup_actor"]
