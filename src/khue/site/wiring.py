"""Where rooms meet: events to jobs, readers of files, procedures to the rooms that they belong to, the frame's menu."""

from __future__ import annotations

from khue.core.bilingual import Text

# What readers choose between on "Notices by e-mail": one line per kind that the rooms' use-cases send.
NOTICES = {
    "dossier": Text("Diễn biến hồ sơ của tôi", "What happens to my dossiers"),
    "deadline": Text("Thời hạn sắp đến hoặc thay đổi", "Terms that run out or move"),
    "support": Text("Khoản hỗ trợ: nghiệm thu, chi trả, hậu kiểm", "Support: acceptance, payment, later audit"),
    "task": Text("Việc được giao cho tôi", "Tasks given to me"),
    "mention": Text("Đồng nghiệp nhắc đến tôi trong ghi chú nội bộ", "Colleagues mention me in internal notes"),
    "keytask": Text("Nhiệm vụ trọng điểm: công nhận, báo cáo, thu hồi", "Key tasks: recognition, reports, withdrawal"),
    "result": Text("Kết quả: đăng ký, tác giả, phân chia thu nhập", "Results: registration, authors, shares of income"),
    "appeal": Text("Khiếu nại: thụ lý, thời hạn, kết quả", "Appeals: admission, terms, outcome"),
    "privacy": Text("Yêu cầu về dữ liệu cá nhân của tôi", "Requests about my personal data"),
    "signing": Text("Văn bản chờ ký, đã ký hoặc bị từ chối ký", "Papers to sign, signed, declined"),
    "people.mandate": Text("Ủy quyền", "Mandates"),
    "people.changes": Text("Tổ chức của tôi được gộp, sáp nhập, đổi tên", "My organisation is merged or renamed"),
    "council": Text("Hội đồng: lời mời, thành viên, hồ sơ, phiên họp", "Councils: invitations, seats, items, meetings"),
    "intake": Text("Hồ sơ liên thông: gửi không được, đối soát lệch", "Intake: messages that fail, lists that differ"),
    "policylab": Text("Mô phỏng chính sách có kết quả", "A policy simulation has its result"),
    "mission": Text(
        "Nhiệm vụ: thẩm định, hợp đồng, nghiệm thu, báo cáo", "Missions: costs, contract, acceptance, reports"
    ),
    "calls": Text("Nhu cầu, đặt hàng, thông báo và đề xuất", "Needs, orders, calls and proposals"),
    "fund": Text("Quỹ: thẩm định, quyết định, giải ngân, trả nợ", "The fund: appraisal, decision, payment, repayment"),
    "talent": Text(
        "Chuyên gia: lời mời, đề nghị hợp đồng, nghiệm thu, đánh giá",
        "Experts: invitations, offers, results, evaluations",
    ),
    "activities": Text("Hoạt động: kế hoạch, khoản chi, thù lao hội đồng", "Activities: plans, spends, council fees"),
    "exchange": Text("Sàn giao dịch công nghệ: thành viên, chào bán", "Technology exchange: members and offers"),
    "deals": Text(
        "Giao dịch công nghệ: quan tâm, bảo mật, điều khoản", "Technology deals: interest, non-disclosure, terms"
    ),
    "services": Text(
        "Dịch vụ của Sàn: duyệt, phiếu, phản ánh", "Services of the exchange: review, tickets, complaints"
    ),
    "matching": Text("Kết nối cung cầu: cặp mới, lời giới thiệu", "Matches: new pairs, introductions"),
    "gatherings": Text("Sự kiện của Sàn: chỗ ngồi, thay đổi, hủy", "Events of the exchange: seats, cancellations"),
    "transfers": Text(
        "Chuyển giao không bồi hoàn: đăng ký, quyết định, nghĩa vụ",
        "Transfers without refund: claims, decision, duties",
    ),
    "auctions": Text("Đấu giá, chào thầu: lần trả giá, kết quả", "Auctions and tenders: bids and results"),
    "demands": Text(
        "Nhu cầu công nghệ: đề xuất, danh sách ngắn, kết quả", "Market of problems: solutions, short lists, results"
    ),
    "staff": Text("Vắng mặt, làm thay, lời mời và khóa xác thực", "Absences, deputies, invitations and keys"),
}


def wire() -> None:
    """Called once when Django is ready. Every line joins two rooms that may not know each other."""
    from django.urls import reverse

    from khue.features.appeals import queries as appeals
    from khue.features.appeals import usecases as appeal_usecases
    from khue.features.calls import queries as calls
    from khue.features.calls import usecases as call_usecases
    from khue.features.calls.events import ProposalDecided, StudyOrdered
    from khue.features.councils import queries as councils
    from khue.features.councils import usecases as council_usecases
    from khue.features.councils.events import ItemDecided, MinutesDrawn
    from khue.features.delivery import queries as delivery
    from khue.features.desk.events import BulkDeedOrdered, DigestPrepared
    from khue.features.documents import queries as papers
    from khue.features.documents import usecases as paper_usecases
    from khue.features.dossiers import queries as dossiers
    from khue.features.dossiers import usecases as dossier_usecases
    from khue.features.dossiers.events import DocumentIssued
    from khue.features.eligibility import queries as eligibility_queries
    from khue.features.eligibility import usecases as eligibility
    from khue.features.exchange import usecases as exchange_usecases
    from khue.features.exchange.events import ImportOrdered
    from khue.features.fund import queries as fund
    from khue.features.fund import usecases as fund_usecases
    from khue.features.intake import access as intake_access
    from khue.features.intake import queries as intake_read
    from khue.features.intake import usecases as intake
    from khue.features.keytasks import queries as keytasks
    from khue.features.keytasks import usecases as keytask_usecases
    from khue.features.ledger.queries import subjects as ledger
    from khue.features.missions import queries as missions_read
    from khue.features.missions import usecases as missions
    from khue.features.missions.events import TranchePaid
    from khue.features.people import events as people_events
    from khue.features.people import queries as people
    from khue.features.policylab.events import RunOrdered
    from khue.features.portal import queries as portal
    from khue.features.privacy import queries as privacy
    from khue.features.privacy import usecases as privacy_usecases
    from khue.features.privacy.events import AuthorityNotified
    from khue.features.procedures import queries as procedures
    from khue.features.procedures.events import MigrationStarted
    from khue.features.results import events as result_events
    from khue.features.results import queries as results
    from khue.features.rulebook import queries as rulebook
    from khue.features.staff.events import ColleagueInvited
    from khue.features.treasury.events import OrdersMoved, ReceivablesMoved
    from khue.kernel import events, files, naming, notices
    from khue.kernel.api import callers
    from khue.site import (
        expert_wiring,
        interest_sources,
        known_work,
        law_uses,
        menu,
        metrics,
        sample,
        sign_in,
        starts,
        subject_names,
    )

    _wire_search()
    menu.wire()
    rulebook.wire_uses(law_uses.procedures)
    rulebook.wire_decisions(law_uses.Decided)
    sign_in.wire()
    events.subscribe(DocumentIssued.wire, "dossiers.render_document")
    for happened in (
        people_events.PartyGoesOn,
        people_events.SuccessionEnded,
        people_events.PartyDissolved,
        people_events.DissolutionEnded,
    ):
        events.subscribe(happened.wire, "dossiers.tell_officers_of_party")
    people.wire_matters("dossiers", dossiers.matters)
    people.wire_matters("missions", missions_read.matters)
    events.subscribe(MigrationStarted.wire, "procedures.migrate_cases")
    dossier_usecases.wire_preview(procedures.drafted)
    events.subscribe(ColleagueInvited.wire, "staff.mail_invitation")
    events.subscribe(BulkDeedOrdered.wire, "desk.run_bulk")
    events.subscribe(DigestPrepared.wire, "desk.mail_digest")
    events.subscribe(RunOrdered.wire, "policylab.run_study")
    events.subscribe(ImportOrdered.wire, "exchange.read_sheet")
    for room in ("exchange", "demands", "auctions"):
        events.subscribe(people_events.PartyDissolved.wire, f"{room}.end_with_party")
    events.subscribe(OrdersMoved.wire, "missions.follow_orders")
    events.subscribe(OrdersMoved.wire, "results.follow_orders")
    events.subscribe(OrdersMoved.wire, "fund.follow_orders")
    dossier_usecases.wire(fund_usecases.PROCEDURE, fund_usecases.procedure_wiring())
    files.register_reader("fund", fund.may_read_subject)
    people.wire_matters("fund", fund.matters)
    privacy.wire_holds("fund", fund.holds_of_persons)
    files.register_reader("fund_case", fund.may_read_subject)
    events.subscribe(result_events.ResultRegistered.wire, "results.render_certificate")
    events.subscribe(result_events.ResultChanged.wire, "results.render_certificate")
    events.subscribe(result_events.IncomeReported.wire, "results.render_receipt")
    results.wire_origin("support", missions_read.origin_of_results, missions_read.origins_of_results)
    files.register_reader("result", results.may_read_subject)
    events.subscribe(ReceivablesMoved.wire, "missions.follow_receivables")
    events.subscribe(ReceivablesMoved.wire, "results.follow_receivables")
    files.register_reader("dossier", interest_sources.may_read_application)
    papers.wire_restrictions(dossiers.hidden_subjects, dossiers.is_restricted_subject)
    paper_usecases.wire_signatures("document", dossier_usecases.tell_signatures)
    papers.wire_source("document", dossier_usecases.printed_values)
    papers.wire_demand("document", dossier_usecases.demand_on)
    dossier_usecases.wire("equipment-support", missions.procedure_wiring())
    for procedure in call_usecases.PROCEDURES.values():
        dossier_usecases.wire(procedure, call_usecases.procedure_wiring())
        dossiers.wire_closing(procedure, calls.why_closed)
    call_usecases.wire_known("mission", known_work.missions)
    call_usecases.wire_known("funded mission", known_work.funded)
    call_usecases.wire_known("result", known_work.registered)
    events.subscribe(ProposalDecided.wire, "delivery.begin_mission")
    events.subscribe(ItemDecided.wire, "delivery.follow_verdict")
    events.subscribe(ItemDecided.wire, "keytasks.follow_verdict")
    events.subscribe(OrdersMoved.wire, "delivery.follow_orders")
    events.subscribe(ReceivablesMoved.wire, "delivery.follow_receivables")
    people.wire_matters("delivery", delivery.matters)
    results.wire_origin("mission", delivery.origin_of_results, delivery.origins_of_results)
    files.register_reader("mission", delivery.may_read_subject)
    councils.wire_papers("milestone", delivery.papers_of)
    privacy.wire_holds("delivery", delivery.holds_of_persons)
    ledger.wire_subject("mission", Text("nhiệm vụ số {id}", "mission no. {id}"), "delivery:mission")
    ledger.wire_subject("milestone", Text("mốc nhiệm vụ số {id}", "milestone no. {id}"), "delivery:milestone")
    ledger.wire_subject(
        "advance", Text("tạm ứng của nhiệm vụ số {id}", "advance of mission no. {id}"), "delivery:mission"
    )
    ledger.wire_subject(
        "mission_claim", Text("khoản thu hồi của nhiệm vụ số {id}", "recovery of a mission no. {id}"), "delivery:claim"
    )
    files.register_reader("need", calls.may_read_subject)
    files.register_reader("call", calls.may_read_template)
    privacy.wire_holds("calls", calls.holds_of_persons)
    events.subscribe(TranchePaid.wire, "intake.follow_payment")
    dossier_usecases.wire_follower(intake.follow_dossier)
    callers.register_system("source", intake_access.name_of)
    appeal_usecases.wire("equipment-support", missions.appeal_wiring())
    dossier_usecases.wire("key-task-recognition", keytask_usecases.procedure_wiring())
    appeal_usecases.wire("key-task-recognition", keytask_usecases.appeal_wiring())
    files.register_reader("key_task", keytasks.may_read_subject)
    councils.wire_papers("key_task", keytasks.papers_of)
    people.wire_matters("keytasks", keytasks.matters)
    files.register_reader("appeal", appeals.may_read_subject)
    files.register_reader("intake", intake_read.may_read_subject)
    dossier_usecases.wire_panels(appeals.panels)
    files.register_reader("council_item", councils.may_read_subject)
    files.register_reader("council_blind", councils.may_read_subject)
    files.register_reader("meeting", councils.may_read_minutes)
    papers.wire_restrictions(councils.hidden_meetings)
    papers.wire_source("minutes", council_usecases.printed_minutes)
    papers.wire_demand("minutes", council_usecases.demand_on)
    paper_usecases.wire_signatures("minutes", council_usecases.follow_signatures)
    events.subscribe(MinutesDrawn.wire, "councils.render_minutes")
    interest_sources.wire()
    expert_wiring.wire()
    events.subscribe(ItemDecided.wire, "calls.follow_council")
    events.subscribe(StudyOrdered.wire, "calls.run_study")
    councils.wire_papers("proposal", interest_sources.papers_of_proposal)
    councils.wire_home("proposal", lambda subject: reverse("calls:proposal", args=[subject.partition(":")[2]]))
    files.register_reader("breach", privacy.may_read_subject)
    privacy.wire_holds("councils", councils.holds_of_persons)
    privacy.wire_holds("results", results.holds_of_persons)
    privacy.wire_holds("appeals", appeals.holds_of_persons)
    privacy.wire_holds("intake", intake_read.holds_of_persons)
    eligibility_queries.wire_starts(starts.offered)
    privacy_usecases.wire_eraser("saved_checks", eligibility.forget_checks)
    privacy_usecases.wire_eraser("saved_searches", exchange_usecases.forget_searches)
    events.subscribe(AuthorityNotified.wire, "privacy.render_notice")
    ledger.wire_subject("result", Text("kết quả số {id}", "result no. {id}"), "results:result")
    ledger.wire_subject(
        "distribution", Text("phương án phân chia số {id}", "distribution no. {id}"), "results:distribution"
    )
    ledger.wire_subject("payout", Text("khoản chi lợi ích số {id}", "payout no. {id}"), "results:payout")
    ledger.wire_subject(
        "fund", Text("Quỹ phát triển khoa học và công nghệ", "the Science and Technology Development Fund")
    )
    ledger.wire_subject("fund_source", Text("nguồn vốn Quỹ số {id}", "source of capital no. {id}"))
    ledger.wire_subject("fund_case", Text("hồ sơ Quỹ số {id}", "fund case no. {id}"), "fund:case")
    ledger.wire_subject("fund_payment", Text("khoản chi của Quỹ số {id}", "fund payment no. {id}"), "fund:payment")
    ledger.wire_subject("fund_loan", Text("khoản vay số {id}", "loan no. {id}"), "fund:loan")
    ledger.wire_subject("payout_claim", Text("khoản lợi ích phải thu hồi số {id}", "payout claim no. {id}"))
    ledger.wire_subject("claim", Text("khoản phải thu hồi số {id}", "recovery claim no. {id}"), "missions:claim")
    ledger.wire_subject("support", Text("khoản hỗ trợ số {id}", "support no. {id}"), "missions:support")
    ledger.wire_subject("tranche", Text("đợt giải ngân số {id}", "tranche no. {id}"), "missions:tranche")
    ledger.wire_subject("order", Text("lệnh chi số {id}", "payment order no. {id}"), "treasury:order")
    ledger.wire_subject("bank_line", Text("dòng sao kê số {id}", "statement line no. {id}"), "treasury:line")
    ledger.wire_subject("account", Text("tài khoản số {id}", "account no. {id}"))
    for kind, label in NOTICES.items():
        notices.register_kind(kind, label)
    metrics.wire()
    naming.set_namer(subject_names.names)
    portal.set_personas(sample.persona_cards)


def _wire_search() -> None:
    """What staff can find, in the order of the tabs."""
    from khue.features.demands import queries as demands
    from khue.features.dossiers.queries.searching import search_sources
    from khue.features.exchange import queries as exchange
    from khue.features.people.queries.searching import search_source
    from khue.features.results.queries.searching import search_source as offers
    from khue.features.services import queries as services
    from khue.kernel import finding, search

    for kind, source in search_sources().items():
        search.register(kind, source)
    search.register("party", search_source())
    search.register("offer", offers())
    finding.register(exchange.SEARCHED, exchange.search_source())
    finding.register(demands.SEARCHED, demands.search_source())
    finding.register(services.SEARCHED, services.search_source())
    finding.set_kept_lines(exchange.lines_in_force)
