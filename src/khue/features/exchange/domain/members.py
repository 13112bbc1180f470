"""Members of the exchange: a party is one in one or several kinds, each verified, suspended and closed by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition

KINDS: Mapping[str, Text] = {
    "supplier": Text("bên cung", "supplier"),
    "demander": Text("bên cầu", "demander"),
    "broker": Text("tổ chức, cá nhân môi giới", "broker"),
    "valuer": Text("tổ chức, cá nhân định giá", "valuer"),
    "appraiser": Text("tổ chức, cá nhân thẩm định", "appraiser"),
    "legal": Text("tư vấn pháp lý", "legal adviser"),
    "investor": Text("nhà đầu tư", "investor"),
    "agency": Text("cơ quan nhà nước", "public agency"),
}
"""What a member does on the exchange (facts fund:B-P1). Classes with fees are legal values and are unset."""
PAPERS_NEEDED = frozenset({"broker", "valuer", "appraiser", "legal"})
"""Kinds whose members give services to others: what shows that they may is seen before they are verified."""
MEMBER = Flow(
    {
        "asked": Text("chờ xác minh", "awaiting verification"),
        "active": Text("đang hoạt động", "active"),
        "suspended": Text("đang tạm dừng", "suspended"),
        "refused": Text("không được chấp nhận", "not accepted"),
        "closed": Text("đã chấm dứt", "closed"),
    },
    (
        Transition("verify", ("asked",), "active", Text("xác minh", "verify")),
        Transition("refuse", ("asked",), "refused", Text("không chấp nhận", "refuse")),
        Transition("suspend", ("active",), "suspended", Text("tạm dừng", "suspend")),
        Transition("resume", ("suspended",), "active", Text("cho hoạt động lại", "resume")),
        Transition("close", ("asked", "active", "suspended"), "closed", Text("chấm dứt", "close")),
    ),
)
LIVE = ("asked", "active", "suspended")
LONGEST_ABOUT, LONGEST_GROUND = 2000, 1000


@dataclass(frozen=True, slots=True)
class AskMembership:
    """``party`` wants to take part in these kinds; ``about`` says what it does, ``papers`` are uploads."""

    party: str
    kinds: tuple[str, ...]
    about: str
    papers: Sequence[Any] = field(default_factory=tuple)
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveMembership:
    """``step`` is a transition of ``MEMBER``; ``ground`` says why, or what was verified."""

    member_id: int
    step: str
    ground: str
    seen: int | None = None
    once: UUID | None = None


def may_ask(asked: AskMembership, live: frozenset[str]) -> Decision:
    """``live``: kinds in which the party is a member already, or waits for the answer."""
    return Decision.refuse_if_any(_faults(asked, live))


def _faults(asked: AskMembership, live: frozenset[str]) -> Iterator[Reason]:
    if not asked.kinds or any(kind not in KINDS for kind in asked.kinds):
        yield wrong("kinds", "Chưa chọn tư cách tham gia.", "How the party takes part is not chosen.")
    for kind in sorted(set(asked.kinds) & live):
        yield Reason(
            "exchange.member_known",
            Text(f"Bên này đã có tư cách “{KINDS[kind].vi}” hoặc đang chờ xác minh.", f"The party is a {KINDS[kind].en} already, or awaits the answer."),
            Text("Mời ông/bà bỏ chọn tư cách này.", "Untick this kind."),
            "kinds",
        )  # fmt: skip
    if not asked.about.strip() or len(asked.about) > LONGEST_ABOUT:
        yield wrong("about", f"Giới thiệu dài từ 1 đến {LONGEST_ABOUT} ký tự.", f"The introduction has 1 to {LONGEST_ABOUT} characters.")  # fmt: skip
    if set(asked.kinds) & PAPERS_NEEDED and not asked.papers:
        yield wrong(
            "papers",
            "Bên cung cấp dịch vụ cần kèm tài liệu chứng minh năng lực.",
            "Who gives services to others adds a paper that shows the capability.",
        )


def may_move(state: str, asked: MoveMembership, *, near: bool, own: bool) -> Decision:
    """``near``: the officer belongs to the member's side, or asked for it. ``own``: the member itself acts, which may only close."""
    found = list(MEMBER.decision(state, asked.step).reasons)
    if not own and near:
        found.append(
            Reason(
                "exchange.own_hands",
                Text("Người thuộc bên đăng ký không được tự giải quyết.", "Who belongs to the member's side does not decide."),
                Text("Mời ông/bà chuyển cho đồng nghiệp.", "Leave it to a colleague."),
            )
        )  # fmt: skip
    if not asked.ground.strip() or len(asked.ground) > LONGEST_GROUND:
        said = (
            ("Chưa nêu nội dung đã xác minh.", "What was verified is not said.")
            if asked.step == "verify"
            else ("Chưa nêu lý do.", "The ground is missing.")
        )
        found.append(wrong("ground", *said))
    return Decision.refuse_if_any(found)


def wrong(name: str, vi: str, en: str) -> Reason:
    """Something that is missing or wrong in the field ``name``."""
    return Reason(f"exchange.{name}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)
