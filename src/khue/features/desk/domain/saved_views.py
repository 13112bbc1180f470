"""Named filters of the desk list, a person's own or shared in a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.folding import fold

LONGEST_NAME = 60
MOST_VIEWS = 30
"""Views of one owner: more than a list of links can show is no help."""

VIEWS = ("all", "mine", "free", "overdue")
DUES = {
    "overdue": Text("quá hạn", "overdue"),
    "today": Text("đến hạn hôm nay", "due today"),
    "week": Text("đến hạn trong tuần này", "due this week"),
    "later": Text("đến hạn sau tuần này", "due later"),
    "standing": Text("không có hạn hoặc đang tạm dừng", "no clock, or standing still"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a view filters by; an empty part means all. ``view`` one of VIEWS, ``due`` one of DUES."""

    view: str = "all"
    procedure: str = ""
    step: str = ""
    due: str = ""

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Wanted:
        """From what was kept; unknown names are left out, odd values stay to be told by ``faults_of``."""
        names = ("view", "procedure", "step", "due")
        return cls(**{name: str(given[name])[:60] for name in names if given.get(name)})

    def to_json(self) -> dict[str, str]:
        parts = {"view": self.view, "procedure": self.procedure, "step": self.step, "due": self.due}
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True, slots=True)
class SaveView:
    """``unit`` shares it with the unit's people; ``replaces`` is the view that it takes the place of."""

    name: str
    wanted: Wanted
    unit: str = ""
    default: bool = False
    replaces: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemoveView:
    view_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChooseDefaultView:
    """None: the whole desk."""

    view_id: int | None
    once: UUID | None = None


def view_name(given: str) -> str:
    """As it is kept: one line, single spaces."""
    return " ".join(given.split())


def folded_name(given: str) -> str:
    """Two names that differ only in case, marks or spaces are one."""
    return fold(view_name(given))


def faults_of(wanted: Wanted, procedures: Collection[str], steps: Collection[str]) -> tuple[Text, ...]:
    """Why a filter no longer means anything; empty while it does."""
    faults = []
    if wanted.view not in VIEWS:
        faults.append(Text(f"Không còn mục “{wanted.view}”.", f"There is no list “{wanted.view}” any more."))
    if wanted.procedure and wanted.procedure not in procedures:
        faults.append(
            Text(f"Thủ tục “{wanted.procedure}” không còn.", f"The procedure “{wanted.procedure}” is no longer there.")
        )
    if wanted.step and wanted.step not in steps:
        faults.append(Text(f"Bước “{wanted.step}” không còn.", f"The step “{wanted.step}” is no longer there."))
    if wanted.due and wanted.due not in DUES:
        faults.append(Text(f"Không còn mốc hạn “{wanted.due}”.", f"There is no due time “{wanted.due}” any more."))
    return tuple(faults)


def may_save_view(
    asked: SaveView, *, taken: Collection[str], faults: Iterable[Text], units: Collection[str]
) -> Decision:
    """``taken`` are the folded names of the owner's other views, ``units`` those in which the actor works."""
    reasons = []
    name = view_name(asked.name)
    if not name:
        reasons.append(
            _reason(
                "no_name",
                Text("Chưa đặt tên cho bộ lọc.", "The view has no name."),
                Text("Mời ông/bà đặt một tên ngắn, dễ nhận ra.", "Give it a short name that you will recognise."),
                "name",
            )
        )
    elif len(name) > LONGEST_NAME:
        reasons.append(
            _reason(
                "long_name",
                Text(f"Tên dài quá {LONGEST_NAME} ký tự.", f"The name has more than {LONGEST_NAME} letters."),
                Text("Mời ông/bà rút gọn tên.", "Make it shorter."),
                "name",
            )
        )
    elif folded_name(name) in taken:
        reasons.append(name_taken())
    if asked.unit and asked.unit not in units:
        reasons.append(
            _reason(
                "not_my_unit",
                Text("Ông/bà không làm việc ở đơn vị này.", "You do not work in this unit."),
                Text("Mời ông/bà chọn đơn vị của mình.", "Choose a unit of your own."),
                "unit",
            )
        )
    if len(taken) >= MOST_VIEWS:
        reasons.append(
            _reason(
                "too_many_views",
                Text(f"Đã có {MOST_VIEWS} bộ lọc được lưu.", f"There are {MOST_VIEWS} saved views already."),
                Text("Mời ông/bà bỏ bớt bộ lọc không còn dùng.", "Remove one that is no longer used."),
            )
        )
    reasons.extend(
        _reason("bad_filter", fault, Text("Mời ông/bà chọn lại bộ lọc.", "Choose the filter again."))
        for fault in faults
    )
    return Decision.refuse_if_any(reasons)


def name_taken() -> Reason:
    return _reason(
        "name_taken",
        Text("Đã có bộ lọc mang tên này.", "A view with this name is there already."),
        Text("Mời ông/bà đặt tên khác, hoặc thay bộ lọc cũ.", "Choose another name, or replace the old view."),
        "name",
    )


def _reason(code: str, text: Text, next_step: Text, field: str = "") -> Reason:
    return Reason(f"desk.{code}", text, next_step, field)
