"""What a demand must say, who publishes it, and what may be done with it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG
from khue.features.demands.domain.words import GRACE, SAY, not_now, too_early, too_late, wrong
from khue.features.exchange.domain.offers import IPC, MOST_CODES
from khue.features.exchange.domain.words import MODES
from khue.features.results.domain.register import STAGES

LONGEST_TITLE, LONGEST_WORDS = 300, 4000
_TITLE, _PROBLEM = Text("tên nhu cầu", "title"), Text("mô tả vấn đề", "description of the problem")
_TEST, _RULES = Text("phép thử nghiệm thu", "acceptance test"), Text("quy tắc lựa chọn", "rules of choice")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The public words of a demand. Budget in đồng, both None: not told. ``stage`` is the least readiness that will do, 0: not asked.

    ``test`` says by what the demander accepts a solution, ``rules`` by which rules of its own it chooses. ``territory`` is a country's code.
    """

    title: Text
    problem: Text
    data: str
    test: str
    rules: str
    field: str
    deadline: datetime
    codes: tuple[str, ...] = ()
    stage: int = 0
    modes: tuple[str, ...] = ()
    territory: str = "VN"
    budget_from: int | None = None
    budget_to: int | None = None

    @property
    def words(self) -> str:
        """All that a search looks at."""
        said = (self.title.vi, self.title.en, self.problem.vi, self.problem.en, self.data, self.test)
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class HandInDemand:
    """``party`` asks, a demander or a public agency of the exchange."""

    party: str
    wanted: Wanted
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DescribeDemand:
    """What was sent back, mended; it waits for the second person again."""

    demand_id: int
    wanted: Wanted
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishDemand:
    """The second person's answer: published, or back with what is to be mended."""

    demand_id: int
    accepted: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    demand_id: int
    deadline: datetime
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawDemand:
    demand_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CloseDemand:
    """After the deadline: no solution is chosen, and everybody reads why."""

    demand_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


def may_ask(wanted: Wanted, *, member: bool, key_field: Decision, now: datetime) -> Decision:
    """All that is missing or wrong. ``member``: the party is an active demander or public agency of the exchange."""
    found = list(_faults(wanted, now))
    if not member:
        found.append(
            SAY.reason(
                "no_demander", "Bên này chưa là bên cầu hoặc cơ quan nhà nước đang hoạt động của Sàn.",
                "The party is no active demander or public agency of the exchange.",
                "Mời ông/bà đăng ký thành viên và chờ xác minh.", "Ask for membership and wait until it is verified.", "party",
            )
        )  # fmt: skip
    return Decision.refuse_if_any([*found, *key_field.reasons])


def may_mend(wanted: Wanted, *, state: str, key_field: Decision, now: datetime) -> Decision:
    return Decision.refuse_if_any([*not_now(state, "hand_in"), *_faults(wanted, now), *key_field.reasons])


def _faults(said: Wanted, now: datetime) -> Iterator[Reason]:
    for value, field, name, longest in (
        (said.title.vi, "title_vi", _TITLE, LONGEST_TITLE), (said.problem.vi, "problem_vi", _PROBLEM, LONGEST_WORDS),
        (said.test, "test", _TEST, LONGEST_WORDS), (said.rules, "rules", _RULES, LONGEST_WORDS),
    ):  # fmt: skip
        yield from SAY.missing_text(value, field, name, longest)
    if not said.title.en.strip():
        yield wrong("title_en", "Chưa có tên tiếng Anh.", "The English title is missing.")
    if max(len(said.title.en), 0) > LONGEST_TITLE or max(len(said.problem.en), len(said.data)) > LONGEST_WORDS:
        yield wrong("problem_en", "Nội dung quá dài.", "The text is too long.")
    if said.deadline <= now:
        yield wrong("deadline_on", "Hạn nhận đề xuất phải sau lúc này.", "The deadline must lie ahead.")
    if len(said.codes) > MOST_CODES or any(not IPC.fullmatch(code) for code in said.codes):
        yield wrong(
            "codes", "Ký hiệu phân loại sáng chế quốc tế (IPC) chưa đúng; ví dụ: C02F3/34.",
            "A code of the International Patent Classification is wrong; an example: C02F3/34.",
        )  # fmt: skip
    if said.stage and said.stage not in STAGES:
        yield wrong("stage", "Mức độ sẵn sàng là một số từ 1 đến 9.", "The readiness is a level from 1 to 9.")
    if any(mode not in MODES for mode in said.modes):
        yield wrong("modes", "Hình thức chuyển giao chưa đúng.", "This way of transfer is not known.")
    if said.territory and not (said.territory.isascii() and said.territory.isalpha() and len(said.territory) == 2):
        yield wrong("territory", "Mã quốc gia gồm hai chữ cái, ví dụ: VN.", "The code of a country has two letters, such as VN.")  # fmt: skip
    told = [sum_ for sum_ in (said.budget_from, said.budget_to) if sum_ is not None]
    if any(not 0 <= sum_ <= MAX_DONG for sum_ in told) or (len(told) == 2 and told[0] > told[1]):
        yield wrong("budget_to", "Khoảng kinh phí chưa đúng: mức từ không được lớn hơn mức đến.", "The budget is wrong: it begins above its end.")  # fmt: skip


def may_publish(
    asked: PublishDemand,
    *,
    state: str,
    deadline: datetime,
    wrote: Collection[str],
    hands: Collection[str],
    near: bool,
    now: datetime,
) -> Decision:
    """Whoever wrote it or belongs to the demander does not publish it."""
    found = [*not_now(state, "publish"), *SAY.own_hands(near), *SAY.four_eyes(wrote, hands)]
    if not asked.accepted and not asked.note.strip():
        found.append(wrong("note", "Chưa nêu nội dung cần sửa.", "What is to be mended is not said."))
    if asked.accepted and deadline <= now:
        found.append(
            SAY.reason(
                "deadline_past", "Hạn nhận đề xuất đã qua nên không công bố được.", "The deadline has passed, so it can't be published.",
                "Mời ông/bà trả lại để bên cầu đặt hạn mới.", "Send it back, so that the demander sets a new one.", "accepted",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_extend(asked: ExtendDeadline, *, state: str, deadline: datetime, now: datetime) -> Decision:
    """Only later, and only while solutions are still taken: nobody answers who knows what others did."""
    found = [*SAY.missing_ground(asked.ground)]
    if state != "published":
        found.append(wrong("deadline_on", "Chỉ gia hạn nhu cầu đang công bố.", "Only a published demand is extended."))
    elif now >= deadline:
        found.append(too_late())
    if asked.deadline <= deadline:
        found.append(wrong("deadline_on", "Hạn mới phải sau hạn đang có.", "The new deadline must come after the present one."))  # fmt: skip
    return Decision.refuse_if_any(found)


def may_withdraw(asked: WithdrawDemand, *, state: str, deadline: datetime, now: datetime) -> Decision:
    """Before the deadline; afterwards a demand is closed, with what came of it."""
    found = [*not_now(state, "withdraw"), *SAY.missing_ground(asked.ground)]
    if state == "published" and now >= deadline:
        found.append(
            SAY.reason(
                "close_it", "Đã hết hạn nhận đề xuất nên nhu cầu không rút được nữa.", "The deadline has passed, so it is not withdrawn any more.",
                "Mời ông/bà chọn danh sách ngắn, hoặc kết thúc và nêu lý do.", "Draw the short list, or close it with the ground.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_close(asked: CloseDemand, *, state: str, deadline: datetime, now: datetime) -> Decision:
    found = [*not_now(state, "close"), *SAY.missing_ground(asked.ground)]
    if state == "published" and now < deadline + GRACE:
        found.append(too_early())
    return Decision.refuse_if_any(found)
