"""The file of a key task: what its lead reads, reports and says in a hearing; what staff look after."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.councils.queries import field_words
from khue.features.keytasks import access, queries, usecases
from khue.features.keytasks.api.shapes import (
    KeyTaskFileLineOut,
    KeyTaskOut,
    KeyTaskView,
    KeyTaskWithdrawalIn,
    door,
)
from khue.features.keytasks.domain.commands import AnswerWithdrawal, FileReport, ProposeWithdrawal
from khue.features.keytasks.queries import BenefitRow, KeyTaskCard, ReportRow, WithdrawalRow
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import (
    LARGEST,
    After,
    Day,
    Done,
    Dong,
    Id,
    Listing,
    Made,
    Size,
    Words,
    file_out,
    listing,
)

MOST_PAPERS = 10
Said = Annotated[str, Form(max_length=4000)]
Period = Annotated[Annotated[int, Field(ge=1, le=LARGEST)] | None, Form(description="`id` of the period that waits")]
FreeDay = Annotated[Day | None, Form(description="Only where the law sets no periods")]


def _href(key_task_id: int) -> str:
    return f"/api/v1/key-task-files/{key_task_id}"


@door.get(
    "/my-key-tasks", Listing[KeyTaskFileLineOut], Text("Nhiệm vụ trọng điểm của tôi", "My key tasks"), need="view"
)
def list_my_key_tasks(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, newest first."""
    return listing(request, queries.key_tasks_of(acting(request), after, size))


@door.get(
    "/key-task-files",
    Listing[KeyTaskFileLineOut],
    Text("Nhiệm vụ trọng điểm phải theo dõi", "Key tasks to look after"),
    right=access.READ,
)
def list_key_task_files(
    request: HttpRequest, view: KeyTaskView = "all", q: Words = "", after: After = None, size: Size = 25
) -> Any:
    """``view`` is all, running, reports (one is missing) or withdrawals (one is under way)."""
    return listing(request, queries.desk(acting(request), view, q, after, size))


@door.get(
    "/key-task-files/{key_task_id}",
    KeyTaskOut,
    Text("Hồ sơ nhiệm vụ trọng điểm", "The file of a key task"),
    need="view",
)
def read_key_task_file(request: HttpRequest, key_task_id: Id) -> Any:
    """For its lead and for staff who may read it. Its ETag is what a proposal to withdraw rests on."""
    found = queries.key_task(key_task_id, acting(request))
    note_version(request, found.seen)
    return _file(found)


def _file(found: KeyTaskCard) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in KeyTaskOut.model_fields if hasattr(found, name)}
    return shown | {
        "field": field_words([found.field])[0],
        "benefits": [_benefit(row) for row in found.benefits],
        "reports": [_report(row) for row in found.reports],
        "withdrawals": [_withdrawal(row) for row in found.withdrawals],
        "version": found.seen,
    }


def _benefit(row: BenefitRow) -> dict[str, Any]:
    names = ("key", "text", "state", "from_on", "until_on", "ended_on", "end_ground")
    return {name: getattr(row, name) for name in names} | {"source": row.source.to_json()}


def _report(row: ReportRow) -> dict[str, Any]:
    names = ("id", "no", "from_on", "last_day", "due_on", "state", "waiting", "missing")
    filings = [_with_papers(one) for one in row.filings]
    return {name: getattr(row, name) for name in names} | {"filings": filings}


def _withdrawal(row: WithdrawalRow) -> dict[str, Any]:
    return _with_papers(row)


def _with_papers(row: Any) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in row.__slots__}
    return shown | {"papers": [file_out(card) for card in row.papers]}


# -- what the lead does ----------------------------------------------------------------------------------------------


@door.post(
    "/key-task-files/{key_task_id}/reports",
    Made,
    Text("Gửi báo cáo định kỳ", "File a report on a key task"),
    need="submit",
    status=201,
    takes="files",
)
def file_key_task_report(
    request: HttpRequest,
    key_task_id: Id,
    progress: Said = "",
    products: Said = "",
    impact: Said = "",
    spent: Annotated[Dong | None, Form(description="Own money spent in the period, in đồng")] = None,
    used: Said = "",
    final: Annotated[bool, Form(description="The final report: the task is completed")] = False,
    report_id: Period = None,
    from_on: FreeDay = None,
    until_on: FreeDay = None,
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """The report of a period that waits, with its evidence; an officer looks at it next. One that is returned is filed anew."""
    _require_few(papers)
    asked = FileReport(
        key_task_id,
        progress,
        products,
        impact,
        spent,
        used,
        final,
        tuple(papers),
        report_id,
        from_on,
        until_on,
        once_of(request),
    )
    made = usecases.file_report(asked, actor=acting(request))
    return {"id": str(made), "href": _href(key_task_id)}


@door.post(
    "/key-task-withdrawals/{withdrawal_id}/statement",
    Done,
    Text("Giải trình về đề xuất thu hồi", "Give a statement on a withdrawal"),
    need="submit",
    takes="files",
)
def answer_key_task_withdrawal(
    request: HttpRequest,
    withdrawal_id: Id,
    statement: Said = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """The lead's statement with its papers, once; whoever decides reads it."""
    _require_few(papers)
    asked = AnswerWithdrawal(withdrawal_id, statement, tuple(papers), once_of(request))
    usecases.answer_withdrawal(asked, actor=acting(request))
    return {"href": _href(queries.withdrawal_of(withdrawal_id))}


def _require_few(papers: list[UploadedFile]) -> None:
    if len(papers) > MOST_PAPERS:
        text = Text(f"Nhiều nhất {MOST_PAPERS} tệp một lần.", f"At most {MOST_PAPERS} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "papers"))


# -- what staff propose ----------------------------------------------------------------------------------------------


@door.post(
    "/key-task-files/{key_task_id}/withdrawals",
    Made,
    Text("Đề xuất thu hồi việc công nhận", "Propose to withdraw a recognition"),
    right=access.EXAMINE,
    status=201,
    edits=True,
)
def propose_key_task_withdrawal(request: HttpRequest, key_task_id: Id, asked: KeyTaskWithdrawalIn) -> Any:
    """With its ground, which the lead reads and may answer; somebody else decides."""
    with unchanged():
        command = ProposeWithdrawal(
            key_task_id, asked.ground, asked.hear_until, seen_version(request), once_of(request)
        )
        made = usecases.propose_withdrawal(command, actor=acting(request))
    return {"id": str(made), "href": _href(key_task_id)}
