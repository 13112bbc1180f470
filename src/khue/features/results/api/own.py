"""The file of a result: its owner writes, shares, offers; its authors agree; an officer checks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.results import access, queries, usecases
from khue.features.results.api.register import right_values
from khue.features.results.api.shapes import (
    ResultCheckIn,
    ResultConsentIn,
    ResultFileLineOut,
    ResultFileOfOwnerOut,
    ResultGroundIn,
    ResultSharesIn,
    TransferOfferIn,
    door,
)
from khue.features.results.domain.register import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    CheckResult,
    Describe,
    Description,
    HandIn,
    WithdrawResult,
)
from khue.features.results.domain.rights import OfferTransfer, WithdrawOffer
from khue.features.results.domain.shares import AnswerShares, ProposeShares
from khue.features.results.queries import ListRow, ResultCard, VersionRow
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, file_out, listing

MOST_PAPERS = 10
Title = Annotated[str, Form(max_length=LONGEST_TITLE)]
Summary = Annotated[str, Form(max_length=LONGEST_SUMMARY)]
Code = Annotated[str, Form(max_length=20, description="Code as the register's search has it")]
Level = Annotated[int, Form(ge=0, le=99, description="Readiness from 1 to 9")]
Evidence = Annotated[str, Form(max_length=2000)]
Formed = Annotated[Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))], Form()]
View = Annotated[str, Query(max_length=20, description="Which of them; an unknown word: all")]


def _href(result_id: int) -> str:
    return f"/api/v1/result-files/{result_id}"


@door.get("/my-results", Listing[ResultFileLineOut], Text("Kết quả của tôi", "My results"), need="view")
def list_my_results(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, and those of which the caller is an author; newest first."""
    return listing(request, queries.results_of(acting(request), after, size))


@door.get(
    "/result-files",
    Listing[ResultFileLineOut],
    Text("Kết quả phải theo dõi", "Results to look after"),
    right=access.READ,
)
def list_result_files(request: HttpRequest, view: View = queries.VIEWS[0], after: After = None, size: Size = 25) -> Any:
    """``view`` is check (awaiting the check), shares (authors are asked), money (parts to approve or pay) or all."""
    return listing(request, queries.desk(acting(request), view, after, size))


@door.get(
    "/result-files/{result_id}", ResultFileOfOwnerOut, Text("Hồ sơ một kết quả", "The file of a result"), need="view"
)
def read_result_file(request: HttpRequest, result_id: Id) -> Any:
    """For the owner's side, its authors, staff who may read it. Its ETag is what deeds on it rest on."""
    actor = acting(request)
    found = queries.result_card(result_id, actor)
    note_version(request, found.stamp)
    return _file(found, actor)


def _file(found: ResultCard, actor: Actor) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in ResultFileOfOwnerOut.model_fields if hasattr(found, name)}
    reads_money = actor.stands_for(found.party) or actor.may(access.READ)
    return shown | {
        "versions": [_version(row) for row in found.versions],
        "lists": [_list(row) for row in found.lists],
        "rights": [right_values(row) for row in found.rights],
        "periods": queries.money_of(found.id, actor) if reads_money else [],
        "version": found.stamp,
    }


def _version(row: VersionRow) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in row.__slots__}
    return shown | {"papers": [file_out(card) for card in row.papers]}


def _list(row: ListRow) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in row.__slots__}
    authors = [
        {"party": one.party, "name": one.name, "orcid": one.orcid, "did": one.did, "share": str(one.share)}
        for one in row.authors
    ]
    return shown | {"authors": authors}


def require_reader(request: HttpRequest, result_id: int) -> None:
    """Raises Missing for strangers, before a tag is compared: nobody learns from a 412 which results there are."""
    queries.result_card(result_id, acting(request))


def _written(**given: tuple[str, str]) -> list[Text]:
    """Texts whose Vietnamese is there. Raises Refused naming every one where it is not."""
    text = Text("Chưa có nội dung tiếng Việt.", "The Vietnamese is missing.")
    step = Text("Mời ông/bà bổ sung mục này.", "Please fill this field in.")
    reasons = [Reason("no_text", text, step, f"{name}_vi") for name, (vi, _en) in given.items() if not vi.strip()]
    require(Decision.refuse_if_any(reasons))
    return [Text(vi, en) for vi, en in given.values()]


# -- writing it ------------------------------------------------------------------------------------------------------


@door.post(
    "/result-files",
    Made,
    Text("Gửi đăng ký một kết quả", "Hand a result in for registration"),
    need="submit",
    status=201,
    takes="files",
)
def hand_in_result(
    request: HttpRequest,
    origin: Annotated[str, Form(max_length=60, description="The task that it comes from: `support:12`")],
    formed_on: Formed,
    title_vi: Title = "",
    title_en: Title = "",
    summary_vi: Summary = "",
    summary_en: Summary = "",
    kind: Code = "",
    field: Code = "",
    stage: Level = 0,
    stage_evidence: Evidence = "",
    confidential: Summary = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """With the papers that prove it; an officer checks it. The summary is public, the confidential part never."""
    require_few(papers)
    title, summary = _written(title=(title_vi, title_en), summary=(summary_vi, summary_en))
    said = Description(title, summary, kind, field, stage, stage_evidence, formed_on)
    asked = HandIn(origin, said, tuple(papers), confidential, once_of(request))
    made = usecases.hand_in_result(asked, actor=acting(request))
    return {"id": str(made), "href": _href(made)}


@door.post(
    "/result-files/{result_id}/versions",
    Made,
    Text("Sửa, bổ sung mô tả kết quả", "Describe a result anew"),
    need="submit",
    status=201,
    takes="files",
    edits=True,
)
def describe_result(
    request: HttpRequest,
    result_id: Id,
    formed_on: Formed,
    ground: Annotated[str, Form(max_length=1000, description="What changes, and why")] = "",
    title_vi: Title = "",
    title_en: Title = "",
    summary_vi: Summary = "",
    summary_en: Summary = "",
    kind: Code = "",
    field: Code = "",
    stage: Level = 0,
    stage_evidence: Evidence = "",
    confidential: Summary = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """A new version, whole; the papers of the one before stay with it. The register changes once an officer accepts it."""
    require_few(papers)
    title, summary = _written(title=(title_vi, title_en), summary=(summary_vi, summary_en))
    said = Description(title, summary, kind, field, stage, stage_evidence, formed_on)
    require_reader(request, result_id)
    with unchanged():
        asked = Describe(result_id, said, ground, tuple(papers), confidential, seen_version(request), once_of(request))
        made = usecases.describe_result(asked, actor=acting(request))
    return {"id": str(made), "href": _href(result_id)}


def require_few(papers: list[UploadedFile]) -> None:
    if len(papers) > MOST_PAPERS:
        text = Text(f"Nhiều nhất {MOST_PAPERS} tệp một lần.", f"At most {MOST_PAPERS} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "papers"))


@door.post(
    "/result-files/{result_id}/check",
    Done,
    Text("Kiểm tra kết quả", "Check a result"),
    right=access.CHECK,
    edits=True,
)
def check_result(request: HttpRequest, result_id: Id, asked: ResultCheckIn) -> Any:
    """Accept the version that waits, which registers the result or changes the register, or send it back."""
    with unchanged():
        command = CheckResult(result_id, asked.accepted, asked.note, seen_version(request), once_of(request))
        usecases.check_result(command, actor=acting(request))
    return {"href": _href(result_id)}


@door.post(
    "/result-files/{result_id}/withdraw",
    Done,
    Text("Rút kết quả", "Withdraw a result"),
    need="submit",
    edits=True,
)
def withdraw_result(request: HttpRequest, result_id: Id, asked: ResultGroundIn) -> Any:
    """By the owner's side, with its ground."""
    require_reader(request, result_id)
    with unchanged():
        command = WithdrawResult(result_id, asked.ground, seen_version(request), once_of(request))
        usecases.withdraw_result(command, actor=acting(request))
    return {"href": _href(result_id)}


# -- shares ----------------------------------------------------------------------------------------------------------


@door.post(
    "/result-files/{result_id}/share-lists",
    Made,
    Text("Đề nghị tỷ lệ đóng góp của tác giả", "Propose the authors' shares"),
    need="submit",
    status=201,
    edits=True,
)
def propose_result_shares(request: HttpRequest, result_id: Id, asked: ResultSharesIn) -> Any:
    """All authors with exact shares; each who is new or loses is asked, and confirms with the own sign-in."""
    authors = tuple(one.plain() for one in asked.authors)
    require_reader(request, result_id)
    with unchanged():
        command = ProposeShares(result_id, authors, asked.ground, seen_version(request), once_of(request))
        made = usecases.propose_shares(command, actor=acting(request))
    return {"id": str(made), "href": _href(result_id)}


@door.post(
    "/result-consents/{consent_id}/answer",
    Done,
    Text("Xác nhận tỷ lệ đóng góp", "Confirm one's share of a result"),
    need="session",
)
def answer_result_shares(request: HttpRequest, consent_id: Id, asked: ResultConsentIn) -> Any:
    """The author's own word, by the own sign-in; no program gives it."""
    command = AnswerShares(consent_id, asked.agrees, asked.note, once_of(request))
    usecases.answer_shares(command, actor=acting(request))
    return {"href": _href(queries.result_of_consent(consent_id))}


# -- offers ----------------------------------------------------------------------------------------------------------


@door.post(
    "/result-files/{result_id}/transfer-offers",
    Made,
    Text("Giới thiệu chuyển giao không bồi hoàn", "Offer a result for transfer"),
    need="submit",
    status=201,
)
def offer_result_transfer(request: HttpRequest, result_id: Id, asked: TransferOfferIn) -> Any:
    """Without refund, under conditions that everybody reads."""
    (conditions,) = _written(conditions=(asked.conditions_vi, asked.conditions_en))
    command = OfferTransfer(result_id, conditions, asked.open_on, asked.until_on, once_of(request))
    made = usecases.offer_transfer(command, actor=acting(request))
    return {"id": str(made), "href": "/api/v1/transfer-offers"}


@door.post(
    "/transfer-offers/{offer_id}/withdraw",
    Done,
    Text("Ngừng giới thiệu chuyển giao", "Withdraw an offer of transfer"),
    need="submit",
)
def withdraw_transfer_offer(request: HttpRequest, offer_id: Id, asked: ResultGroundIn) -> Any:
    """With its ground; claims are taken no longer."""
    usecases.withdraw_offer(WithdrawOffer(offer_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/transfer-offers"}
