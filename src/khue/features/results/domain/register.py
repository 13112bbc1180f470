"""The register of results: what a result is, where it comes from, and when it may be registered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG

KINDS: Mapping[str, Text] = {
    "product": Text("sản phẩm, mẫu thử", "product or prototype"),
    "process": Text("quy trình, công nghệ", "process or technology"),
    "software": Text("phần mềm", "software"),
    "design": Text("thiết kế, bản vẽ", "design or drawings"),
    "data": Text("cơ sở dữ liệu", "data set"),
    "variety": Text("giống cây trồng, vật nuôi", "plant variety or breed"),
    "model": Text("mô hình, thuật toán", "model or algorithm"),
    "publication": Text("bài báo, sách, báo cáo khoa học", "article, book or scientific report"),
}
# The six fields of the OECD's Frascati Manual, as the national classification of research fields has them.
FIELDS: Mapping[str, Text] = {
    "natural": Text("khoa học tự nhiên", "natural sciences"),
    "engineering": Text("khoa học kỹ thuật và công nghệ", "engineering and technology"),
    "medical": Text("khoa học y, dược", "medical and health sciences"),
    "agricultural": Text("khoa học nông nghiệp", "agricultural sciences"),
    "social": Text("khoa học xã hội", "social sciences"),
    "humanities": Text("khoa học nhân văn", "humanities"),
}
# Technology readiness as ISO 16290 counts it.
STAGES: Mapping[int, Text] = {
    1: Text("TRL 1: nguyên lý cơ bản được ghi nhận", "TRL 1: basic principles observed"),
    2: Text("TRL 2: hình thành ý tưởng công nghệ", "TRL 2: technology concept formulated"),
    3: Text("TRL 3: chứng minh ý tưởng bằng thực nghiệm", "TRL 3: proof of concept by experiment"),
    4: Text("TRL 4: kiểm chứng trong phòng thí nghiệm", "TRL 4: validated in the laboratory"),
    5: Text("TRL 5: kiểm chứng trong môi trường liên quan", "TRL 5: validated in a relevant environment"),
    6: Text("TRL 6: trình diễn trong môi trường liên quan", "TRL 6: demonstrated in a relevant environment"),
    7: Text("TRL 7: trình diễn trong môi trường vận hành", "TRL 7: demonstrated in operation"),
    8: Text("TRL 8: hệ thống hoàn chỉnh, đạt yêu cầu", "TRL 8: complete and qualified"),
    9: Text("TRL 9: đã vận hành thực tế", "TRL 9: proven in use"),
}
LONGEST_TITLE, LONGEST_SUMMARY = 300, 4000

RESULT = Flow(
    {
        "handed_in": Text("chờ kiểm tra", "awaiting the check"),
        "returned": Text("cần sửa, bổ sung", "sent back to be mended"),
        "registered": Text("đã đăng ký", "registered"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("register", ("handed_in",), "registered", Text("đăng ký", "register")),
        Transition("return", ("handed_in",), "returned", Text("yêu cầu sửa", "send back")),
        Transition("hand_in", ("returned",), "handed_in", Text("gửi lại", "hand in again")),
        Transition("withdraw", ("handed_in", "returned"), "withdrawn", Text("rút", "withdraw")),
    ),
)
PENDING, ACCEPTED, RETURNED = "pending", "accepted", "returned"
"""What became of one version of a result's description."""


@dataclass(frozen=True, slots=True)
class OriginFacts:
    """Where a result comes from, as the room of that subject knows it. ``public_money`` and ``total_money`` in đồng.

    ``decision`` and ``contract`` are the numbers people quote; ``funders`` who put in the rest, by party key, where it is known.
    """

    subject: str
    title: str
    party: str
    public_money: int
    total_money: int
    decision: str = ""
    contract: str = ""
    funders: tuple[tuple[str, int], ...] = ()

    @property
    def public_share(self) -> Fraction:
        """The budget's share of the money, exact; 0 where nothing was spent."""
        return Fraction(self.public_money, self.total_money) if self.total_money else Fraction(0)


@dataclass(frozen=True, slots=True)
class Description:
    """What the party says about its result. Everything here becomes public; the confidential part stands apart."""

    title: Text
    summary: Text
    kind: str
    field: str
    stage: int
    stage_evidence: str
    formed_on: date


@dataclass(frozen=True, slots=True)
class HandIn:
    """A result for registration. ``papers`` are uploads; ``confidential`` is read by the owner's side and the checking officers only."""

    origin: str
    described: Description
    papers: Sequence[Any] = field(default_factory=tuple)
    confidential: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Describe:
    """A new version of a result's description, with the ground of the change. ``seen``: the result's stamp."""

    result_id: int
    described: Description
    ground: str
    papers: Sequence[Any] = field(default_factory=tuple)
    confidential: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The officer's answer to the version that is pending: accepted, or sent back with a ground."""

    result_id: int
    accepted: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawResult:
    result_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


def may_describe(described: Description, papers: int, today: date) -> Decision:
    """All that is missing or wrong in what the party wrote; ``papers`` counts those that will stand with it."""
    return Decision.refuse_if_any(_faults(described, papers, today))


def _faults(said: Description, papers: int, today: date) -> Iterator[Reason]:
    if not said.title.vi.strip() or len(said.title.vi) > LONGEST_TITLE or len(said.title.en) > LONGEST_TITLE:
        yield _wrong("title_vi", f"Tên kết quả dài từ 1 đến {LONGEST_TITLE} ký tự.", f"The title has 1 to {LONGEST_TITLE} characters.")  # fmt: skip
    if not said.summary.vi.strip() or max(len(said.summary.vi), len(said.summary.en)) > LONGEST_SUMMARY:
        yield _wrong("summary_vi", f"Tóm tắt dài từ 1 đến {LONGEST_SUMMARY} ký tự.", f"The summary has 1 to {LONGEST_SUMMARY} characters.")  # fmt: skip
    if said.kind not in KINDS:
        yield _wrong("kind", "Chưa chọn loại kết quả.", "The kind of the result is missing.")
    if said.field not in FIELDS:
        yield _wrong("field", "Chưa chọn lĩnh vực.", "The field is missing.")
    if said.stage not in STAGES:
        yield _wrong("stage", "Mức độ sẵn sàng là một số từ 1 đến 9.", "The readiness is a level from 1 to 9.")
    elif not said.stage_evidence.strip():
        yield _wrong("stage_evidence", "Chưa nêu căn cứ của mức độ sẵn sàng.", "What shows this readiness is missing.")
    if said.formed_on > today:
        yield _wrong("formed_on", "Ngày hình thành kết quả không được sau hôm nay.", "The day of the result lies in the future.")  # fmt: skip
    if papers < 1:
        yield _wrong("papers", "Cần ít nhất một tài liệu minh chứng.", "At least one paper that proves the result is needed.")  # fmt: skip


def origin_faults(facts: OriginFacts | None) -> Iterator[Reason]:
    """Why nothing can be registered from this origin."""
    if facts is None:
        yield Reason(
            "results.no_origin",
            Text("Không tìm thấy nhiệm vụ hình thành kết quả này.", "The task that this result comes from was not found."),
            Text("Mời ông/bà chọn nhiệm vụ trong danh sách.", "Choose the task from the list."),
            "origin",
        )  # fmt: skip
    elif not 0 < facts.total_money <= MAX_DONG or not 0 <= facts.public_money <= facts.total_money:
        yield Reason(
            "results.no_money",
            Text("Nhiệm vụ này chưa có số liệu kinh phí để xác định quyền sở hữu.", "The task has no money on record from which ownership could follow."),
            Text("Mời ông/bà đăng ký sau khi kinh phí của nhiệm vụ đã được chi.", "Register once money of the task was paid."),
            "origin",
        )  # fmt: skip


def may_check(
    state: str, pending: str, wrote: tuple[str, ...], hands: tuple[str, ...], near: bool, asked: CheckResult
) -> Decision:
    """Whoever wrote the description, or stands near its owner, does not check it."""
    found: list[Reason] = []
    if pending != PENDING or state not in ("handed_in", "registered"):
        found.append(
            Reason(
                "results.nothing_pending",
                Text("Không có nội dung nào chờ kiểm tra.", "Nothing awaits a check here."),
                Text("Mời ông/bà mở lại trang để xem trạng thái.", "Open the page again to see where it stands."),
            )
        )
    if near or set(hands) & {key for key in wrote if key}:
        found.append(
            Reason(
                "results.own_hands",
                Text("Người khai hoặc người thuộc bên chủ sở hữu không được tự kiểm tra.", "Who wrote it, or belongs to its owner, does not check it."),
                Text("Mời ông/bà chuyển cho đồng nghiệp kiểm tra.", "Leave the check to a colleague."),
            )
        )  # fmt: skip
    if not asked.accepted and not asked.note.strip():
        found.append(_wrong("note", "Chưa nêu nội dung cần sửa.", "What is to be mended is not said."))
    return Decision.refuse_if_any(found)


def _wrong(name: str, vi: str, en: str) -> Reason:
    return Reason(f"results.{name}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)
