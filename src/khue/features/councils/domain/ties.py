"""Ties between people, and of people to parties, as declared by themselves or recorded by an officer with a source."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.councils.domain.words import TIES

LEAST_SOURCE = 10


def may_record_relation(
    kind: str, known: Collection[str], *, other_is_person: bool, own: bool, source: str
) -> Decision:
    """Two different people, a kind of the list; whoever records for somebody else says where it is from."""
    return Decision.refuse_if_any([*_kind(kind, known), *_person(other_is_person), *_source(own, source)])


def may_record_tie(
    kind: str, *, to_oneself: bool, own: bool, source: str, since: date | None, until: date | None
) -> Decision:
    """A kind of the list, to another party, days in their order; with a source where it is not one's own declaration."""
    return Decision.refuse_if_any(
        [*_kind(kind, TIES), *_other(to_oneself), *_days(since, until), *_source(own, source)]
    )


def _kind(kind: str, known: Collection[str]) -> Iterator[Reason]:
    if kind not in known:
        yield Reason(
            "expert.choose",
            Text("Lựa chọn không có trong danh sách.", "This is not on the list."),
            Text("Mời ông/bà chọn lại.", "Please choose again."),
            "kind",
        )


def _person(other_is_person: bool) -> Iterator[Reason]:
    if not other_is_person:
        yield Reason(
            "expert.not_a_person",
            Text("Cần chọn một cá nhân khác.", "Another person is needed here."),
            Text("Mời ông/bà chọn lại.", "Please choose again."),
            "name",
        )


def _other(to_oneself: bool) -> Iterator[Reason]:
    if to_oneself:
        yield Reason(
            "tie.oneself",
            Text("Không ghi quan hệ với chính mình.", "Nobody has a tie to oneself."),
            Text("Mời ông/bà chọn tổ chức hoặc người khác.", "Choose another party."),
            "name",
        )


def _days(since: date | None, until: date | None) -> Iterator[Reason]:
    if since is not None and until is not None and until < since:
        yield Reason(
            "tie.days",
            Text("Ngày kết thúc sớm hơn ngày bắt đầu.", "It ends before it begins."),
            Text("Mời ông/bà kiểm tra lại hai ngày.", "Please check both days."),
            "until",
        )


def _source(own: bool, source: str) -> Iterator[Reason]:
    if not own and len(source.strip()) < LEAST_SOURCE:
        yield Reason(
            "tie.no_source",
            Text(
                "Chưa nêu nguồn, hoặc nêu quá ngắn: thông tin về người khác phải có nguồn kiểm tra được.",
                "The source is missing or too short: what is recorded about somebody else can be looked up.",
            ),
            Text(
                "Mời ông/bà ghi tên, số, ngày của giấy tờ hoặc địa chỉ trang đăng ký.",
                "Name the paper with number and day, or the page of the register.",
            ),
            "source",
        )
