"""Doors for officers: cases with their states and messages, what was given up, reconciliation."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.intake import access, queries, usecases
from khue.features.intake.api.office_shapes import (
    CompareIn,
    IntakeCaseOut,
    IntakeCaseRowOut,
    Kind,
    MessagesOut,
    NotSentOut,
    OfficeDifferenceOut,
    OfficeReportOut,
    ReportRowOut,
    ResultHandedIn,
)
from khue.features.intake.api.shapes import door, file_values
from khue.features.intake.domain.handing import HandOver
from khue.features.intake.domain.reconciling import CompareAgain, GiveList, Listed
from khue.features.intake.domain.sending import SendAgain, SendAllAgain
from khue.features.intake.domain.states import KINDS, STATES, WAYS
from khue.kernel import viewing
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, listing

CASES = "/api/v1/intake/cases"
REPORTS = "/api/v1/intake/reports"
Code = Annotated[str, Query(max_length=40, description="Only this code; empty: every one")]
Difference = Annotated[Kind, Query(description="Only differences of this kind")]


def _states(codes: dict[str, str]) -> dict[str, Any]:
    return {kind: {"code": code, "label": STATES[kind].get(code, Text(code, code))} for kind, code in codes.items()}


@door.get("/intake/cases", Listing[IntakeCaseRowOut], Text("Hồ sơ liên thông", "Intake cases"), right=access.READ)
def list_intake_cases(
    request: HttpRequest,
    source: Code = "",
    business: Code = "",
    payment: Code = "",
    delivery: Code = "",
    sync: Code = "",
    q: Words = "",
    after: After = None,
    size: Size = 25,
) -> Any:
    """Newest first, by source and by each of the four states; ``q`` begins a number at the source or a dossier's."""
    given = {"business": business, "payment": payment, "delivery": delivery, "sync": sync}
    wanted = queries.Wanted(source, **given, words=q.replace("\0", ""))
    found = queries.cases(acting(request), wanted, after, size)
    return listing(request, found, _row)


def _row(row: queries.CaseRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "external_id": row.external_id,
        "dossier": row.number,
        "applicant": row.applicant,
        "lodged_at": row.lodged_at,
        "states": _states({kind: str(getattr(row, kind)) for kind in KINDS}),
    }


@door.get("/intake/cases/{case_id}", IntakeCaseOut, Text("Một hồ sơ liên thông", "An intake case"), right=access.READ)
def read_intake_case(request: HttpRequest, case_id: Id) -> Any:
    """The four states with their history, and every message in and out with its attempts."""
    actor = acting(request)
    found = queries.case_page(case_id, actor)
    card = found.card
    if found.is_private_person:
        viewing.note_view(actor, found.applicant_key, "intake", f"intake:{card.id}")
    return {
        "id": card.id,
        "source": card.source,
        "external_id": card.external_id,
        "revision": card.revision,
        "procedure": card.procedure_code,
        "dossier": card.number,
        "dossier_href": f"/api/v1/dossiers/{card.number}" if card.number else "",
        "applicant": card.applicant_name,
        "lodged_at": card.lodged_at,
        "received_at": card.received_at,
        "due_on": card.due_on,
        "states": _states(dict(card.states)),
        "history": card.changes,
        "request": card.asked,
        "handed_way": WAYS[card.handed_way].to_json() if card.handed_way else None,
        "handed_at": card.handed_at,
        "messages_in": [_came(line) for line in found.ins],
        "messages_out": [_went(line) for line in found.outs],
        "files": [file_values(card) for card in found.files],
    }


def _came(line: queries.InLine) -> dict[str, Any]:
    names = ("id", "kind", "revision", "at", "taken", "sha256", "size", "erased")
    files = [{"question": question, "name": name, "size": size} for question, name, size in line.files]
    reasons = [reason.to_json() for reason in line.reasons]
    return {**{name: getattr(line, name) for name in names}, "reasons": reasons, "files": files}


def _went(line: queries.OutLine) -> dict[str, Any]:
    names = ("id", "name", "kind", "at", "body", "due_at", "sent_at", "tries")
    state = {"code": line.state.code, "label": line.state.label}
    return {**{name: getattr(line, name) for name in names}, "state": state}


@door.post(
    "/intake/cases/{case_id}/send-again",
    MessagesOut,
    Text("Gửi lại của một hồ sơ", "Send a case's messages again"),
    takes="nothing",
    right=access.SEND,
)
def send_case_again(request: HttpRequest, case_id: Id) -> Any:
    """What was given up waits again, from the first message on, in the same order and under the same ids."""
    return {"messages": usecases.send_again(SendAgain(case_id, once_of(request)), actor=acting(request))}


@door.post(
    "/intake/cases/{case_id}/hand-over",
    Done,
    Text("Ghi trả kết quả", "Record the handing over"),
    right=access.SEND,
)
def hand_over_result(request: HttpRequest, case_id: Id, asked: ResultHandedIn) -> Any:
    """The applicant has the result now; the source is told."""
    usecases.hand_over_result(HandOver(case_id, asked.way, once_of(request)), actor=acting(request))
    return {"href": f"{CASES}/{case_id}"}


@door.get("/intake/given-up", Listing[NotSentOut], Text("Chưa gửi được", "Not sent"), right=access.READ)
def list_given_up(request: HttpRequest, source: Code = "", after: After = None, size: Size = 30) -> Any:
    """Cases of which messages were given up; how each receiver is says `list_intake_sources`."""
    return listing(request, queries.dead_cases(acting(request), source.replace("\0", ""), after, size))


@door.post(
    "/intake/sources/{source_id}/send-again",
    MessagesOut,
    Text("Gửi lại của một nguồn", "Send a source's messages again"),
    takes="nothing",
    right=access.SEND,
)
def send_source_again(request: HttpRequest, source_id: Id) -> Any:
    """The messages of at most a thousand cases wait again; repeat it for the rest."""
    return {"messages": usecases.send_all_again(SendAllAgain(source_id, once_of(request)), actor=acting(request))}


# -- reconciliation --------------------------------------------------------------------------------------------------


@door.get("/intake/reports", Listing[ReportRowOut], Text("Báo cáo đối soát", "Reconciliations"), right=access.READ)
def list_intake_reports(request: HttpRequest, after: After = None, size: Size = 30) -> Any:
    """Every comparison, newest day first."""
    return listing(request, queries.reports(acting(request), after, size))


@door.get("/intake/reports/{report_id}", OfficeReportOut, Text("Một báo cáo đối soát", "A report"), right=access.READ)
def read_intake_report(request: HttpRequest, report_id: Id) -> Any:
    """One comparison: how many cases on each side, and how many differences of each kind."""
    found = queries.report(report_id, acting(request))
    runs = [{"run": run, "href": f"{REPORTS}/{pk}"} for run, pk in found.runs]
    return {"report": found.row, "kinds": found.kinds, "runs": runs}


@door.get(
    "/intake/reports/{report_id}/differences",
    Listing[OfficeDifferenceOut],
    Text("Các điểm khác nhau", "Differences of a report"),
    right=access.READ,
)
def list_intake_differences(
    request: HttpRequest, report_id: Id, kind: Difference = "", after: After = None, size: Size = 50
) -> Any:
    """Each with why it may be so and what to do."""
    found = queries.report(report_id, acting(request))
    return listing(request, queries.differences(found.row.id, kind, after, size))


@door.post(
    "/intake/sources/{source_id}/reports",
    Made,
    Text("Đối soát một ngày", "Compare a day"),
    status=201,
    right=access.RECONCILE,
)
def compare_intake_day(request: HttpRequest, source_id: Id, asked: CompareIn) -> Any:
    """A list that came to the office is kept and compared; without one the newest list is compared again."""
    actor, once = acting(request), once_of(request)
    if asked.lines is None:
        made = usecases.reconcile_day(CompareAgain(source_id, asked.day, once), actor=actor)
    else:
        lines = tuple(Listed(line.external_id, line.business, line.payment, line.delivery) for line in asked.lines)
        given = GiveList(source_id, asked.day, asked.drawn_at or actor.moment, lines, "office", once)
        made = usecases.give_list(given, actor=actor)
    return {"id": str(made), "href": f"{REPORTS}/{made}"}
