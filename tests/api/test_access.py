"""Every operation × every persona and a key: the answer to a call in good shape, as declared in access.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from khue.features.treasury.models import CityAccount
from khue.kernel import clock
from tests.api.conftest import Program, new_key
from tests.cast import organisation
from tests.house.conftest import House, undone
from tests.house.stock import PERSONAS
from tests.house.stock.shape import groups_of

FILE = Path(__file__).with_name("access.toml")
DECLARED: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
FILES = "file|papers"  # how the description calls what is uploaded
CALLERS = (*PERSONAS, "key")
WHERE = {
    "party_id": "people:party", "number": "dossiers:follow", "section": "dossiers:section", "support_id": "missions:support",
    "entry_id": "ledger:entry", "file_id": "kernel:file identity", "code": "ledger:account", "tranche_id": "missions:tranche",
    "no": "missions:deliver", "subject": "desk:audit", "mandate_id": "people:end-mandate", "request_id": "people:answer-request",
    "month": "ledger:close", "notice_id": "notices:open", "key_id": "people:revoke-key", "holding_id": "people:end-role",
    "external_id": "intake:case", "case_id": "intake:case", "report_id": "intake:report", "source_id": "intake:source", "day": "intake:report",
    "person_id": "dossiers:remove-editor", "task_id": "desk:task", "order_id": "treasury:order", "account_id": "treasury:send",
    "statement_id": "treasury:statement", "line_id": "treasury:line", "form": "treasury:file-as", "signer_id": "documents:turn",
    "certificate_id": "documents:revoke-certificate", "kind": "documents:template",
    "other_id": "people:merge", "succession_id": "people:end-succession", "dissolution_id": "people:end-dissolution",
    "pair_id": "people:dismiss", "sanction_id": "people:sanction", "claim_id": "missions:claim",
    "decision_id": "appeals:begin", "appeal_id": "appeals:appeal", "absence_id": "staff:end-absence", "invitation_id": "staff:invitation",
    "proposal_id": "staff:proposal", "reset_id": "staff:reset", "job_id": "operations:job", "task": "operations:retry-kind",
    "version_id": "procedures:withdraw", "migration_id": "procedures:migration", "old": "procedures:compare", "new": "procedures:compare",
    "which": "procedures:export", "copy_id": "documents:answer-copy", "receivable_id": "treasury:receivable",
    "breach_id": "privacy:breach", "erasure_id": "privacy:erasure", "purpose": "privacy:consent", "record_id": "privacy:propose number",
    "bulk_id": "desk:bulk-deed", "call_id": "calls:call", "need_id": "calls:need", "question_id": "calls:answer", "watch_id": "calls:stop-watching",
    "view_id": "desk:remove-view", "note_id": "desk:strike-note", "round_id": "calls:round",
    "candidacy_id": "talent:candidacy", "engagement_id": "talent:engagement", "due_id": "talent:due", "evaluation_id": "talent:report-year",
    "plan_id": "activities:plan", "spend_id": "activities:spend", "fee_id": "activities:settle",
    "mission_id": "delivery:mission", "milestone_id": "delivery:check", "change_id": "delivery:decide-change",
    "warning_id": "delivery:lift", "mission_report_id": "delivery:note-report report_id",
    "fund_case_id": "fund:case case_id", "fund_payment_id": "fund:answer payment_id", "fund_source_id": "fund:receive source_id",
    "motion_id": "fund:motion", "loan_id": "fund:loan", "repayment_id": "fund:undo-repayment",
    "seat_id": "fund:end-seat", "charter_id": "fund:confirm-charter version_id",
    "key_task_id": "keytasks:key-task", "withdrawal_id": "keytasks:answer",
    "import_id": "exchange:import", "search_id": "exchange:drop-search", "draft_id": "exchange:draft", "clearance_id": "exchange:end-clearance",
    "council_id": "councils:council", "item_id": "councils:item", "meeting_id": "councils:meeting", "assignment_id": "councils:sheet",
}  # fmt: skip
SPECIAL = {
    **{(name, "number"): "councils:public" for name in ("read_public_council", "list_council_decisions")},
    ("read_instrument", "key"): "rulebook:instrument", ("read_provision", "key"): "rulebook:provision",
    ("read_law_parameter", "key"): "rulebook:parameter id",
    ("read_budget_line", "code"): "ledger:budget_line", ("list_entries", "key"): "ledger:subject", ("read_procedure", "key"): "dossiers:procedure",
    ("read_public_support", "number"): "portal:support", ("read_funded_mission", "number"): "delivery:public", ("read_result", "number"): "results:public",
    ("read_public_paper", "number"): "portal:paper", ("read_public_paper", "code"): "portal:paper", ("print_control_slip", "number"): "desk:control-slip",
    ("appraise_costs", "task_id"): "missions:appraise", ("decide_support", "task_id"): "missions:decide",
    ("sign_agreement", "task_id"): "missions:agree", ("answer_delivery", "task_id"): "missions:accept",
    ("answer_costs", "task_id"): "missions:answer-costs",
    ("order_payment", "task_id"): "missions:pay", ("record_audit", "task_id"): "missions:audit",
    ("supplement_dossier", "number"): "dossiers:supplement", ("assign_role", "party_id"): "people:assign-role",
    ("print_draft_document", "kind"): "procedures:print", ("add_member", "party_id"): "people:add-member", ("revoke_source_key", "key_id"): "intake:revoke-key",
    ("end_member", "member_id"): "people:end-member", ("undo_match", "line_id"): "treasury:undo", ("revoke_staff_key", "key_id"): "staff:revoke-key",
    **{(name, "file_id"): "treasury:file" for name in ("read_payment_file", "download_payment_file")},
    **{(name, "request_id"): "privacy:request" for name in (
        "read_data_request", "withdraw_data_request", "accept_data_request", "refuse_data_request", "extend_data_request", "finish_data_request",
        "end_restriction",
    )},
    **{(name, "kind"): "privacy:propose" for name in ("list_retention", "read_erasure_proposal")},
    **{(name, "no"): "documents:compare-template number" for name in ("read_template_version", "print_template_version")},
    **{(name, "code"): "documents:paper" for name in (
        "read_paper", "read_draft_text", "download_draft", "replace_draft", "prepare_again", "check_paper", "record_copy",
    )},
    **{(name, "code"): "documents:answer-copy" for name in ("answer_copy", "withdraw_copy")},
    **{(name, parameter): f"calls:{route}" for name, parameter, route in (
        ("prepare_call", "order_id", "prepare"), ("publish_call", "call_id", "publish"), ("open_call_proposals", "call_id", "open"),
        ("draft_mission_order", "need_id", "draft-order"), ("read_mission_order", "order_id", "order"), ("change_mission_order", "order_id", "change-order"),
        ("decide_mission_order", "order_id", "decide-order"), ("compare_revisions", "section", "compare"),
        *((name, "proposal_id", "proposal") for name in (
            "read_proposal", "compare_revisions", "invite_proposal_member", "remove_proposal_member", "answer_proposal_invitation", "hand_in_proposal",
            "take_back_proposal", "record_proposal_outcome", "decide_proposal",
        )),
        ("remove_proposal_member", "member_id", "remove-member"), ("read_portfolio_study", "no", "study"),
    )},
    **{(name, parameter): f"results:{route}" for name, parameter, route in (
        *((name, "result_id", "result") for name in (
            "read_result_file", "describe_result", "check_result", "withdraw_result", "propose_result_shares", "offer_result_transfer",
            "report_result_income",
        )),
        *((name, "result_id", "result") for name in ("list_transfer_claims", "add_result_right", "record_result_ownership")),
        ("move_result_right", "right_id", "move-right"), ("record_result_consent", "consent_id", "paper-consent"),
        ("claim_result_transfer", "offer_id", "claim"), ("withdraw_transfer_claim", "claim_id", "withdraw-claim"),
        ("order_result_payout", "payout_id", "pay"),
        ("answer_result_shares", "consent_id", "answer"), ("withdraw_transfer_offer", "offer_id", "withdraw-offer"),
        ("draw_up_result_distribution", "report_id", "draw-up"), ("read_result_distribution", "distribution_id", "distribution"),
        ("decide_result_distribution", "distribution_id", "decide"),
    )},
    **{(name, "number"): "demands:public" for name in (
        "read_technology_demand", "propose_technology_solution", "withdraw_technology_solution",
    )},
    ("withdraw_technology_solution", "no"): "demands:leave",
    **{(name, "number"): "auctions:auction" for name in (
        "read_technology_auction", "register_auction_bidder", "place_auction_bid", "take_auction_price", "leave_technology_auction",
    )},
    ("read_result_transfer", "number"): "transfers:transfer", **{(name, "deal_id"): "deals:deal" for name in (
        "read_technology_deal", "write_deal_message", "offer_deal_terms", "report_deal_royalty",
    )},
    **{(name, parameter): f"matching:{route}" for name, parameter, route in (
        *((name, parameter, "pair") for name in ("read_exchange_match", "answer_exchange_match") for parameter in ("demand_id", "offer_id")),
        *((name, "introduction_id", "introduction") for name in ("read_exchange_introduction", "answer_exchange_introduction")),
        *((name, parameter, "third") for name in ("read_exchange_third_side", "answer_exchange_third_side") for parameter in ("offer_id", "entry_id")),
        ("read_exchange_offer_sides", "offer_id", "sides"),
        *((name, "triad_id", "triad") for name in (
            "read_exchange_group_introduction", "answer_exchange_group_introduction", "withdraw_exchange_group_introduction",
        )),
    )},
    ("read_technology_purchase", "number"): "transfers:purchase purchase_no",
    **{(name, parameter): f"transfers:{route}" for name, parameter, route in (
        ("decide_technology_purchase", "purchase_id", "decide-purchase"), ("receive_technology_purchase", "purchase_id", "receive-purchase"),
        ("drop_technology_purchase", "purchase_id", "drop-purchase"), ("order_technology_purchase", "purchase_id", "pay-purchase"),
        ("ask_technology_licence", "purchase_id", "ask-licence"), ("answer_technology_licence", "licence_id", "answer-licence"),
        ("end_technology_licence", "licence_id", "end-licence"), ("report_technology_licence", "licence_duty_id", "report-licence"),
        ("judge_technology_licence", "licence_duty_id", "judge-licence"),
    )},
    ("read_key_task", "number"): "keytasks:public", ("read_technology_offer", "number"): "exchange:public",
    ("list_technology_offer_papers", "number"): "exchange:public",
    ("end_search_meaning", "line_id"): "exchange:end-meaning",
    **{(name, "entry_id"): "exchange:end-entry" for name in ("rule_on_technology_entry", "end_technology_entry")},
    **{(name, "offer_id"): f"exchange:{route}" for name, route in (
        ("take_technology_offer", "take"), ("check_technology_offer", "check"),
        *((name, "offer") for name in (
            "read_technology_offer_file", "describe_technology_offer", "confirm_technology_offer", "withdraw_technology_offer",
            "read_offer_confidential", "release_technology_offer", "rule_on_technology_entry", "list_offer_papers", "hand_in_offer_papers",
            "hand_in_offer_picture",
        )),
    )},
    **{(name, "member_id"): "exchange:member" for name in ("read_exchange_membership", "move_exchange_membership")},
    **{(name, parameter): f"talent:{route}" for parameter, route, names in (
        ("need_id", "need", (
            "read_expert_post", "apply_for_post", "read_expert_need", "decide_expert_need", "withdraw_expert_need", "publish_expert_profile",
            "invite_candidate", "put_candidates", "close_expert_search",
        )),
        ("offer_id", "offer", ("answer_expert_offer", "read_expert_offer", "decide_expert_offer", "withdraw_expert_offer")),
    ) for name in names},
    **{(name, "mission_id"): f"delivery:{route}" for name, route in (
        ("appraise_mission", "appraise"), ("answer_mission_costs", "answer-costs"), ("prepare_mission_contract", "prepare-contract"),
        ("answer_mission_contract", "contract"), ("decide_mission_ending", "ending"),
    )},
    **{(name, "version_id"): "activities:version" for name in (
        "read_activity_version", "add_activity_line", "change_activity_line", "take_activity_line_out", "propose_activity_plan",
        "decide_activity_plan", "withdraw_activity_plan",
    )},
    **{(name, "line_id"): "activities:line" for name in (
        "read_activity_line", "change_activity_line", "take_activity_line_out", "ask_activity_spend", "report_activity", "close_activity_line",
    )},
    ("hand_in_milestone", "no"): "delivery:hand-in", ("hand_in_mission_report", "mission_report_id"): "delivery:report report_id",
    ("order_fund_payment", "fund_payment_id"): "fund:pay payment_id",
    **{(name, "task_id"): f"keytasks:{route}" for name, route in (
        ("examine_key_task", "examine"), ("record_key_task_opinion", "advise"), ("decide_key_task", "decide"),
        ("check_key_task_report", "check"), ("settle_key_task_withdrawal", "settle"),
    )},
    **{(name, "number"): "dossiers:edit" for name in (
        "read_draft", "read_section", "save_section", "upload_file", "renew_draft", "add_editor", "remove_editor", "check_draft", "submit_dossier",
    )},
}  # fmt: skip


PROCEDURES = ("list_draft_edits", "rehearse_draft", "take_new_base", "give_up_draft", "try_migration", "migrate_cases", "read_migration",
              "list_migrated_cases", "withdraw_version", "compare_versions", "export_procedure", "read_draft_terms",
              "preview_procedure", "preview_section", "print_draft_document")  # fmt: skip
OF_STAFF = (
    "read_staff_member", "read_desk", "hand_over_desk", "register_absence", "propose_role", "record_departure", "read_sign_in", "end_sessions",
    "ask_key_reset",
)  # fmt: skip


@functools.cache
def operations() -> dict[str, tuple[str, str, Any]]:
    from khue.site.api import schema
    from khue.site.interface_examples import Described

    return {told["operationId"]: (method, path, told) for method, path, told in Described(schema()).operations()}


def call(house: House, program: Program, name: str) -> int:
    """The status of a call in good shape on records that are there; nothing of it stays."""
    from khue.kernel import limits
    from khue.site.api import schema
    from khue.site.interface_examples import Described

    described = Described(schema())
    method, path, told = operations()[name]
    query = []
    for raw in told.get("parameters", ()):
        each = described.follow(raw)
        if each["in"] == "path":
            value = argument(house, name, each["name"])
            path = path.replace(f"{{{each['name']}}}", str(value))
        elif each["in"] == "query" and each["required"]:
            query.append(f"{each['name']}={described.example(each['schema'], each['name'])}")
    given: dict[str, Any] = {"data": b"", "content_type": "application/json"}
    content = told.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        body = own_words(name) or described.example(content["application/json"]["schema"])
        given = {"data": body, "content_type": "application/json"}
    elif "application/x-ndjson" in content:
        given = {"data": b'{"amount": 5}\n', "content_type": "application/x-ndjson"}
    elif content:
        from django.core.files.uploadedfile import SimpleUploadedFile

        members = described.follow(content["multipart/form-data"]["schema"])["properties"]
        words = {name: described.example(each, name) for name, each in members.items() if not re.search(FILES, name)}
        file = {name: SimpleUploadedFile("a.txt", b"abc") for name in members if re.search(FILES, name)}
        given = {"data": {**words, **own_fields(name), **file}}
    headers = {"idempotency-key": str(uuid4()), "x-csrftoken": "x", "if-match": '"0.ab"'}
    headers |= {"authorization": f"Bearer {program.token}"} if program.token else {}
    address = path + (f"?{'&'.join(query)}" if query else "")
    limits._here.clear()
    with undone():
        if method == "GET":
            return int(program.client.get(address, headers=headers).status_code)
        return int(getattr(program.client, method.lower())(address, headers=headers, **given).status_code)


def own_words(name: str) -> dict[str, Any]:
    """Where the example of the description would name somebody at random."""
    if name == "start_draft":
        return {"procedure": "equipment-support", "applicant": organisation("VLSH")}
    if name in ("keep_offer_draft", "hand_in_technology_offer"):
        until = {"valid_until": f"{clock.now() + timedelta(days=30):%Y-%m-%d}"}
        return {"party": organisation("VLSH"), "title_vi": "Máy lọc", "summary_vi": "Lọc nước"} | until
    if name == "hand_in_technology_demand":
        words = dict.fromkeys(("title_vi", "title_en", "problem_vi", "test", "rules", "field"), "Lọc nước")
        return words | {
            "party": organisation("TLX"),
            "deadline": f"{clock.now() + timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}",
        }
    if name == "propose_technology_solution":
        return {"party": organisation("VLSH"), "says": "Màng lọc", "offer": "", "price": None}
    if name in ("register_auction_bidder", "place_auction_bid", "take_auction_price", "leave_technology_auction"):
        more = {
            "place_auction_bid": {"amount": 1},
            "take_auction_price": {"shown": 1},
            "leave_technology_auction": {"ground": "x"},
        }
        return {"party": organisation("TLX")} | more.get(name, {})
    if name == "claim_result_transfer":
        return {"party": organisation("TLX"), "purpose": "Lắp thử"}
    if name == "make_key":
        return {"name": "Máy chủ", "scopes": ["view"], "valid_until": f"{clock.now() + timedelta(days=30):%Y-%m-%d}"}
    if name == "make_source_key":
        return {"name": "Máy chủ", "valid_until": f"{clock.now() + timedelta(days=30):%Y-%m-%d}"}
    if name == "propose_exchange_group_introduction":
        return {"offer": 1, "party": organisation("TLX"), "words": "Mời gặp"}
    if name == "ask_technology_licence":
        return {"party": organisation("TLX"), "use": "Lắp thử"}
    if name in ("order_payment", "order_result_payout", "order_technology_purchase"):
        payee = {"number": "1020304050", "holder": "Bên nhận", "bank": "Ngân hàng"}
        codes = {"chapter": "417", "sector": "102", "item": "7049", "source": "12"}
        account = CityAccount.objects.values_list("pk", flat=True)[0]
        return {"payee": payee, "codes": codes, "content": "Chi", "account_id": account, "same_holder": True}
    return {}


def own_fields(name: str) -> dict[str, str]:
    """The same in a form: a day on which the answer does not hang."""
    if name in ("import_offers", "read_offer_document", "ask_exchange_membership"):
        return {"party": organisation("VLSH")}
    return {"held_on": "1999-12-31"} if name == "report_activity" else {}


def argument(house: House, name: str, parameter: str) -> Any:
    if parameter == "rule_id":
        return "missions.equipment-support"
    if parameter == "question":
        return "no_such_question"
    if parameter == "support_id" and name == "read_support":
        return house.stock.argument("missions:support", "support_id")
    if parameter == "key" and (name in PROCEDURES or "draft" in name or name == "read_procedure_versions"):
        return house.stock.argument("procedures:procedure", "key")
    if parameter == "person_id" and name in OF_STAFF:
        return house.stock.argument("staff:person", "person_id")
    route, _space, other = SPECIAL.get((name, parameter), WHERE.get(parameter, "")).partition(" ")
    return house.stock.argument(route, other or parameter)


def observed(house: House, name: str, program: Program) -> dict[str, int]:
    found = {persona: call(house, Program(house.browser(persona)), name) for persona in PERSONAS}
    found["key"] = call(house, program, name)
    return found


def expected(name: str, caller: str) -> int:
    answers = DECLARED["operations"].get(name, 0)
    if isinstance(answers, int):
        return answers
    groups = ("key", "all") if caller == "key" else groups_of(caller)
    return int(next(answers[group] for group in groups if group in answers))


def line_for(name: str, found: dict[str, int]) -> str:
    """What access.toml would say if everything were right as it is: read it before believing it."""
    codes = sorted(found.values(), key=list(found.values()).count)
    common = codes[-1]
    rest = [f"{caller} = {code}" for caller, code in found.items() if code != common]
    return f"{name} = {{ {', '.join([f'all = {common}', *rest])} }}" if rest else f"{name} = {common}"


@pytest.fixture
def program(house: House) -> Program:
    return Program(token=str(new_key(per_minute=600).secret))


def test_every_operation_has_its_line_and_every_line_its_operation() -> None:
    assert set(DECLARED["operations"]) == set(operations())


@pytest.mark.slow
def test_each_caller_gets_the_declared_answer(house: House, program: Program, remembered: None) -> None:
    wrong = []
    for name in operations():
        found = observed(house, name, program)
        declared = {caller: expected(name, caller) for caller in CALLERS}
        if found != declared:
            wrong.append(line_for(name, found))
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_in_where_somebody_must_be_and_no_answer_is_a_fault() -> None:
    for name, (_method, _path, told) in operations().items():
        if told["x-need"] != "public":
            assert expected(name, "visitor") == 401, name
        if told["x-need"] == "session":
            assert expected(name, "key") == 403, name
        assert max(expected(name, caller) for caller in CALLERS) < 500
