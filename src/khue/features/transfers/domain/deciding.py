"""Whether something may happen in a transfer. Pure: every fact is given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.features.transfers.domain.commands import CheckClaim, JudgeDuty, ProposeTransfer, WriteHandover

TRANSFER = Flow(
    {
        "checking": Text("đang xem xét", "being examined"),
        "proposed": Text("chờ quyết định", "awaiting the decision"),
        "decided": Text("đã quyết định", "decided"),
        "ended": Text("đã kết thúc, không chuyển giao", "ended without a transfer"),
    },
    (
        Transition("propose", ("checking",), "proposed", Text("đề xuất", "propose")),
        Transition("return", ("proposed",), "checking", Text("trả lại đề xuất", "return the proposal")),
        Transition("decide", ("proposed",), "decided", Text("quyết định", "decide")),
        Transition("end", ("checking",), "ended", Text("kết thúc", "end")),
    ),
)
HANDOVER = Flow(
    {
        "drafted": Text("chờ hai bên ký", "awaiting both signatures"),
        "handed": Text("đã bàn giao, đang thực hiện nghĩa vụ", "handed over, duties running"),
        "done": Text("đã hoàn thành mọi nghĩa vụ", "every duty done"),
        "recalled": Text("đã thu hồi", "recalled"),
    },
    (
        Transition("sign", ("drafted",), "handed", Text("bàn giao", "hand over")),
        Transition("finish", ("handed",), "done", Text("hoàn thành", "finish")),
        Transition("recall", ("drafted", "handed"), "recalled", Text("thu hồi", "recall")),
    ),
)
DUTY = Flow(
    {
        "owed": Text("chưa thực hiện", "owed"),
        "reported": Text("đã báo cáo, chờ xác nhận", "reported, awaiting confirmation"),
        "done": Text("đã thực hiện", "done"),
    },
    (
        Transition("report", ("owed",), "reported", Text("báo cáo", "report")),
        Transition("confirm", ("reported",), "done", Text("xác nhận", "confirm")),
        Transition("ask_again", ("reported",), "owed", Text("yêu cầu báo cáo lại", "ask again")),
    ),
)
KINDS: Mapping[str, Text] = {
    "enterprise": Text("doanh nghiệp", "enterprise"),
    "st-organisation": Text("tổ chức khoa học và công nghệ", "science and technology organisation"),
    "state-body": Text("cơ quan nhà nước", "State body"),
    "public-service-unit": Text("đơn vị sự nghiệp công lập", "public service unit"),
    "other": Text("tổ chức, cá nhân khác", "another organisation or a person"),
}
"""Kinds of receivers, as the rule on hand-overs asks for them."""
MOST_DUTIES = 20
NOTICE_DAYS = (30, 7, 0, -7)
"""How many days before a duty is due its receiver is reminded; below zero: after it. Our service, no term of the law."""


@dataclass(frozen=True, slots=True)
class OfferNow:
    """The offer at this moment; ``until_on`` is the first day on which no claim is taken any more."""

    until_on: date
    withdrawn: bool
    registered: bool


def may_open(offer: OfferNow, *, near: bool, today: date) -> Decision:
    found = [*_near(near)]
    if offer.withdrawn or not offer.registered:
        found.append(_no_offer())
    elif today < offer.until_on:
        found.append(
            _reason(
                "still_open",
                "",
                f"Bên quan tâm còn được đăng ký đến hết ngày trước ngày {offer.until_on:%d/%m/%Y}.",
                f"Claims are taken until the day before {format_day(offer.until_on, 'en')}.",
                "Mời ông/bà mở hồ sơ từ ngày đó.",
                "Open the file from that day on.",
            )
        )
    return Decision.refuse_if_any(found)


def may_check(asked: CheckClaim, state: str, *, live: bool, near: bool) -> Decision:
    found = [*_near(near), *_state(state, ("checking",), "Đề xuất đã được lập.", "The proposal was made already.")]
    if not live:
        found.append(_gone_claim())
    if asked.kind not in KINDS:
        found.append(
            _reason(
                "kind",
                "kind",
                "Chưa chọn loại bên nhận.",
                "The kind of the receiver is missing.",
                "Mời ông/bà chọn một loại trong danh sách.",
                "Choose one of the list.",
            )
        )
    found += _blank("shown", asked.shown, "Chưa ghi căn cứ đã xem xét.", "What was looked at is missing.")
    found += _blank("ground", asked.ground, "Chưa ghi kết luận.", "The conclusion is missing.")
    return Decision.refuse_if_any(found)


def may_propose(
    asked: ProposeTransfer, state: str, *, live: Collection[int], checked: Collection[int], near: bool
) -> Decision:
    """Every claim that stands has its check and its answer; nobody else has one."""
    found = [*_near(near), *_state(state, ("checking",), "Đề xuất đã được lập.", "The proposal was made already.")]
    if not live:
        found.append(
            _reason(
                "nobody",
                "",
                "Không còn bên nào đăng ký nhận chuyển giao.",
                "No claim stands any more.",
                "Mời ông/bà kết thúc hồ sơ và nêu lý do.",
                "End the file, with the ground.",
            )
        )
    if set(live) - set(checked):
        found.append(
            _reason(
                "unchecked",
                "",
                f"Còn {len(set(live) - set(checked))} đăng ký chưa được xem xét năng lực.",
                f"{len(set(live) - set(checked))} claims have no capability check yet.",
                "Mời ông/bà ghi kết quả xem xét của từng đăng ký trước khi đề xuất.",
                "Record the check of each claim first.",
            )
        )
    elif set(asked.answers) != set(live):
        found.append(_changed_claims())
    for claim, (_granted, ground) in asked.answers.items():
        found += _blank(f"ground_{claim}", ground, "Chưa nêu lý do.", "The ground is missing.")
    found += _blank("ground", asked.ground, "Chưa nêu căn cứ lựa chọn.", "The ground of the choice is missing.")
    return Decision.refuse_if_any(found)


def may_decide(
    state: str, offer: OfferNow, *, same_claims: bool, proposer: str, hands: Collection[str], near: bool, ground: str
) -> Decision:
    """By another person than who proposed, while offer and claims still are what was proposed about."""
    found = [*_near(near), *_state(state, ("proposed",), "Chưa có đề xuất.", "There is no proposal.")]
    if proposer in hands:
        found.append(
            _reason(
                "same_person",
                "",
                "Người đề xuất không được quyết định hồ sơ này.",
                "Whoever proposed can't decide.",
                "Đề nghị người có thẩm quyền khác quyết định.",
                "Another person with that power decides.",
            )
        )
    if offer.withdrawn or not offer.registered:
        found.append(_no_offer())
    elif not same_claims:
        found.append(_changed_claims())
    found += _blank("ground", ground, "Chưa nêu căn cứ quyết định.", "The ground of the decision is missing.")
    return Decision.refuse_if_any(found)


def may_return(state: str, ground: str, *, near: bool) -> Decision:
    found = [*_near(near), *_state(state, ("proposed",), "Chưa có đề xuất.", "There is no proposal.")]
    found += _blank("ground", ground, "Chưa nêu lý do trả lại.", "The ground is missing.")
    return Decision.refuse_if_any(found)


def may_end(state: str, offer: OfferNow, ground: str, *, live: int, near: bool) -> Decision:
    """Only where nobody is left to receive it: whoever claims is answered by a decision."""
    found = [*_near(near), *_state(state, ("checking",), "Hồ sơ đã có đề xuất.", "The file has a proposal already.")]
    if live and not offer.withdrawn and offer.registered:
        found.append(
            _reason(
                "claims_stand",
                "",
                f"Còn {live} đăng ký chưa được trả lời.",
                f"{live} claims have no answer yet.",
                "Mời ông/bà đề xuất và trình quyết định để mỗi bên nhận được trả lời.",
                "Propose and have it decided, so that each claimant has an answer.",
            )
        )
    found += _blank("ground", ground, "Chưa nêu lý do kết thúc.", "The ground is missing.")
    return Decision.refuse_if_any(found)


def may_write(asked: WriteHandover, *, granted: bool, live: bool, exists: bool, decided_on: date | None) -> Decision:
    found = []
    if not granted:
        found.append(
            _reason(
                "not_granted",
                "",
                "Bên này không được quyết định cho nhận chuyển giao.",
                "The decision does not give it to this party.",
                "Mời ông/bà mở lại trang hồ sơ.",
                "Open the page of the file again.",
            )
        )
    elif not live:
        found.append(_gone_claim())
    elif exists:
        found.append(
            _reason(
                "written",
                "",
                "Biên bản bàn giao cho bên này đã được lập.",
                "The hand-over record for this party exists already.",
                "Mời ông/bà mở lại trang hồ sơ.",
                "Open the page of the file again.",
            )
        )
    found += _blank("items", asked.items, "Chưa ghi những gì được bàn giao.", "What is handed over is missing.")
    if decided_on is not None and asked.handed_on < decided_on:
        found.append(
            _reason(
                "handed_on",
                "handed_on",
                f"Ngày bàn giao không thể trước ngày quyết định ({decided_on:%d/%m/%Y}).",
                f"Nothing is handed over before the decision ({format_day(decided_on, 'en')}).",
                "Mời ông/bà chọn ngày quyết định hoặc một ngày sau đó.",
                "Choose that day or a later one.",
            )
        )
    found += _duties(asked)
    return Decision.refuse_if_any(found)


def _duties(asked: WriteHandover) -> list[Reason]:
    if not asked.duties:
        return [
            _reason(
                "duties",
                "duties",
                "Chưa ghi nghĩa vụ nào của bên nhận.",
                "The receiver has no duty yet.",
                "Mời ông/bà ghi ít nhất một nghĩa vụ và ngày phải thực hiện, ví dụ báo cáo kết quả sử dụng.",
                "Enter at least one with its day, such as a report on the use.",
            )
        ]
    early = [one for one in asked.duties if one.due_on <= asked.handed_on]
    if not early:
        return []
    return [
        _reason(
            "duty_day",
            "duties",
            f"Hạn của “{early[0].what}” phải sau ngày bàn giao.",
            f"“{early[0].what}” must be due after the hand-over.",
            f"Mời ông/bà chọn một ngày sau {asked.handed_on:%d/%m/%Y}.",
            f"Choose a day after {format_day(asked.handed_on, 'en')}.",
        )
    ]


def may_sign(state: str, *, signed: bool, other: str, hands: Collection[str], live: bool) -> Decision:
    """Each side once, by two different persons."""
    found = _state(state, ("drafted",), "Biên bản không còn chờ ký.", "The record no longer awaits signatures.")
    if not live:
        found.append(_gone_claim())
    if signed:
        found.append(
            _reason(
                "signed",
                "",
                "Bên này đã ký biên bản.",
                "This side has signed already.",
                "Mời ông/bà chờ bên kia ký.",
                "Wait for the other side.",
            )
        )
    elif other and other in hands:
        found.append(
            _reason(
                "two_sides",
                "",
                "Một người không được ký thay cả hai bên.",
                "One person can't sign for both sides.",
                "Đề nghị người khác được ủy quyền của bên này ký.",
                "Another person with this side's mandate signs.",
            )
        )
    return Decision.refuse_if_any(found)


def may_report(state: str, handover: str, said: str) -> Decision:
    found = _state(handover, ("handed",), "Kết quả chưa được bàn giao hoặc đã thu hồi.", "It is not handed over, or was recalled.")  # fmt: skip
    found += _state(state, ("owed",), "Nghĩa vụ này đã được báo cáo.", "This duty was reported already.")
    found += _blank("said", said, "Chưa ghi việc đã thực hiện.", "What was done is missing.")
    return Decision.refuse_if_any(found)


def may_judge(asked: JudgeDuty, state: str, handover: str, *, near: bool) -> Decision:
    found = [*_near(near), *_state(handover, ("handed",), "Kết quả đã được thu hồi.", "The result was recalled.")]
    found += _state(state, ("reported",), "Chưa có báo cáo chờ xác nhận.", "No report awaits confirmation.")
    if not asked.done:
        found += _blank("ground", asked.ground, "Chưa nêu điều cần bổ sung.", "What is missing is not said.")
    return Decision.refuse_if_any(found)


def may_recall(state: str, ground: str, *, near: bool) -> Decision:
    found = [
        *_near(near),
        *_state(state, ("drafted", "handed"), "Không còn gì để thu hồi.", "There is nothing to recall."),
        *_blank("ground", ground, "Chưa nêu lý do thu hồi.", "The ground is missing."),
    ]
    return Decision.refuse_if_any(found)


# -- sentences ---------------------------------------------------------------------------------------------------------


def _state(state: str, wanted: Collection[str], vi: str, en: str) -> list[Reason]:
    if state in wanted:
        return []
    return [_reason("state", "", vi, en, "Mời ông/bà mở lại trang hồ sơ.", "Open the page of the file again.")]


def _near(near: bool) -> list[Reason]:
    if not near:
        return []
    return [
        _reason(
            "near",
            "",
            "Ông/bà có liên quan đến chủ sở hữu hoặc một bên đăng ký nhận.",
            "You are close to the owner or to a claimant.",
            "Đề nghị chuyển cho người khác xử lý.",
            "Somebody else has to do it.",
        )
    ]


def _blank(field: str, value: str, vi: str, en: str) -> list[Reason]:
    if value.strip():
        return []
    return [_reason(field, field, vi, en, "Mời ông/bà điền nội dung này.", "Fill it in.")]


def _no_offer() -> Reason:
    return _reason(
        "no_offer",
        "",
        "Kết quả không còn được giới thiệu chuyển giao.",
        "The result is on offer no longer.",
        "Mời ông/bà kết thúc hồ sơ và báo cho các bên đã đăng ký.",
        "End the file; those who claimed are told.",
    )


def _gone_claim() -> Reason:
    return _reason(
        "claim_gone",
        "",
        "Bên này đã rút đăng ký.",
        "This party has withdrawn its claim.",
        "Mời ông/bà mở lại trang hồ sơ.",
        "Open the page of the file again.",
    )


def _changed_claims() -> Reason:
    return _reason(
        "claims_changed",
        "",
        "Các đăng ký đã thay đổi sau khi lập đề xuất.",
        "The claims have changed since this was written.",
        "Mời ông/bà mở lại trang và lập đề xuất theo các đăng ký hiện có.",
        "Open the page again and propose by the claims that stand now.",
    )


def _reason(code: str, field: str, vi: str, en: str, next_vi: str, next_en: str, **more: Any) -> Reason:
    return Reason(f"transfers.{code}", Text(vi, en), Text(next_vi, next_en), field, **more)
