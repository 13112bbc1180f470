"""The application for a recognition: what the answers say, and whether they fit each other (pol:P3, A7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Reason

CITY = "city"
PRIVATE = "Cá nhân"
"""What the register calls a private person who did not agree to be named."""
SOURCES = {
    "own": Text("vốn của đơn vị", "own money"),
    "loan": Text("vốn vay", "loan"),
    "partner": Text("vốn của đối tác", "money of partners"),
    "state": Text("ngân sách trung ương hoặc quỹ quốc gia", "State budget or a national fund"),
    CITY: Text("ngân sách Thành phố", "city budget"),
}


@dataclass(frozen=True, slots=True)
class Funding:
    """One source of the task's money, in đồng, and whether its proof came along."""

    no: int
    source: str
    amount: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Application:
    """What the decision needs to know of a task. Days are the first and the last of the task."""

    title: str
    field: str
    starts_on: date | None
    ends_on: date | None
    sources: tuple[Funding, ...]
    commits: bool

    @property
    def money(self) -> int:
        return sum(each.amount for each in self.sources)

    @property
    def uses_city_budget(self) -> bool:
        return any(each.source == CITY and each.amount > 0 for each in self.sources)


def application(answers: Mapping[str, Any]) -> Application:
    """From the answers of a dossier, complete or not."""
    rows = list(answers.get("sources") or ())
    return Application(
        title=str(answers.get("task_title", "")).strip(),
        field=str(answers.get("task_field", "")),
        starts_on=_day(answers.get("starts_on")),
        ends_on=_day(answers.get("ends_on")),
        sources=tuple(
            Funding(no, str(row.get("source", "")), int(row.get("amount") or 0), bool(row.get("proof")))
            for no, row in enumerate(rows, start=1)
        ),
        commits=answers.get("commitment") in (True, "yes"),
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def faults(asked: Application) -> Iterator[Reason]:
    """What no rule needs to say: days in order, money that is there and proven, the commitment."""
    if asked.starts_on and asked.ends_on and asked.ends_on <= asked.starts_on:
        yield Reason(
            "days",
            Text("Ngày kết thúc phải sau ngày bắt đầu.", "The last day must lie after the first."),
            Text("Mời ông/bà sửa lại một trong hai ngày.", "Correct one of the two days."),
            "ends_on",
        )
    if not asked.sources:
        yield Reason(
            "no_sources",
            Text("Hồ sơ chưa nêu nguồn kinh phí nào.", "The application names no source of money."),
            Text("Mời ông/bà thêm ít nhất một nguồn kinh phí.", "Add at least one source of money."),
            "sources",
        )
    for each in asked.sources:
        yield from _source_faults(each)
    if not asked.commits:
        yield Reason(
            "commitment",
            Text("Hồ sơ chưa có cam kết báo cáo hằng năm.", "The commitment to report every year is missing."),
            Text("Mời ông/bà chọn “Có” ở mục Giấy tờ và cam kết.", "Answer “yes” on the page Papers and commitment."),
            "commitment",
        )


def _source_faults(each: Funding) -> Iterator[Reason]:
    if each.amount <= 0:
        yield Reason(
            "amount",
            Text(f"Nguồn {each.no}: số tiền phải lớn hơn 0.", f"Source {each.no}: the amount must be above 0."),
            Text("Mời ông/bà nhập số tiền của nguồn này.", "Enter the amount of this source."),
            f"sources.{each.no}.amount",
        )
    if not each.proven:
        yield Reason(
            "proof",
            Text(f"Nguồn {each.no} chưa có tài liệu chứng minh.", f"Source {each.no} has no proof attached."),
            Text("Mời ông/bà tải lên tài liệu chứng minh nguồn này.", "Upload the proof of this source."),
            f"sources.{each.no}.proof",
        )
