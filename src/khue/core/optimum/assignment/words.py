"""The sentences of a page: why, why not, what stands in the way, what would have to give. The caller names the things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from khue.core.bilingual import Text
from khue.core.optimum.assignment.problem import Kind
from khue.core.optimum.assignment.reasons import Obstacle, Standing, Why
from khue.core.optimum.assignment.relaxing import Give

Naming = Callable[[Literal["proposal", "reviewer", "label"], str], Text]
"""The name to show for an id. A label reads after “thành viên” and “members”: “ngoài cơ quan chủ trì”, “senior”."""


def ids(_kind: str, name: str) -> Text:
    """Ids shown as they are."""
    return Text(name or "–", name or "–")


WHY = {
    Why.FORCED: Text("Người có thẩm quyền đã chỉ định {reviewer} cho hồ sơ này.", "{reviewer} was put in by a person."),
    Why.CHOSEN: Text(
        "{reviewer} được chọn: xếp thứ {rank} trong {among} chuyên gia có thể đánh giá hồ sơ này.",
        "{reviewer} was chosen: rank {rank} of the {among} reviewers who may review this proposal.",
    ),
    Why.INTEREST: Text(
        "{reviewer} có lợi ích liên quan đến hồ sơ này.", "{reviewer} has an interest in this proposal."
    ),
    Why.TAKEN_OUT: Text("Người có thẩm quyền đã loại {reviewer} khỏi hồ sơ này.", "{reviewer} was taken out by a person."),
    Why.LOWER: Text(
        "{reviewer} có mức phù hợp với hồ sơ này thấp hơn mọi chuyên gia được chọn.",
        "{reviewer} fits this proposal less well than every reviewer chosen.",
    ),
    Why.FULL: Text(
        "{reviewer} đã nhận đủ {most} hồ sơ theo mức tối đa, và các hồ sơ đó cần chuyên gia này hơn.",
        "{reviewer} has the most proposals allowed ({most}), and those need this reviewer more.",
    ),
    Why.BALANCE: Text(
        "Nếu chọn {reviewer}, cơ cấu thành viên đánh giá hồ sơ này không còn bảo đảm yêu cầu.",
        "With {reviewer}, the members of this proposal would no longer be balanced as required.",
    ),
    Why.LEAST: Text(
        "Nếu chọn {reviewer}, chuyên gia bị thay sẽ không còn đủ số hồ sơ tối thiểu.",
        "With {reviewer}, the reviewer replaced would have fewer proposals than the least.",
    ),
    Why.FLOOR: Text(
        "Nếu chọn {reviewer}, tổng điểm chuyên môn của hồ sơ này xuống dưới mức sàn.",
        "With {reviewer}, the expertise that this proposal gets would fall below its floor.",
    ),
    Why.HELD: Text(
        "Mọi vị trí của hồ sơ này đều do người có thẩm quyền chỉ định.",
        "All places of this proposal were filled by a person.",
    ),
    Why.DRAW: Text(
        "{reviewer} phù hợp ngang với một chuyên gia được chọn; kết quả do bốc thăm công khai quyết định.",
        "{reviewer} fits as well as one of those chosen; the published draw decided.",
    ),
    Why.OPEN: Text(
        "Việc tìm phương án tốt nhất đã dừng trước khi xong: chọn {reviewer} có thể tốt hơn.",
        "The search for the best was cut short: choosing {reviewer} may be better.",
    ),
}  # fmt: skip

FIRST_NAMED = frozenset(why for why, text in WHY.items() if "{reviewer}" in text.vi)
"""Reasons whose sentence names the reviewer."""

OBSTACLES = {
    Kind.MOST: Text("{name} đã nhận đủ {limit} hồ sơ theo mức tối đa.", "{name} has the most proposals allowed: {limit}."),
    Kind.LEAST: Text("{name} phải có ít nhất {limit} hồ sơ.", "{name} must have at least {limit} proposals."),
    Kind.QUOTA_LEAST: Text("Cần ít nhất {limit} thành viên {name}.", "At least {limit} members must be: {name}."),
    Kind.QUOTA_MOST: Text("Chỉ được có nhiều nhất {limit} thành viên {name}.", "At most {limit} members may be: {name}."),
    Kind.FLOOR: Text(
        "Tổng điểm chuyên môn phải đạt ít nhất {limit} điểm.", "The expertise must come to at least {limit} points."
    ),
    Kind.FORCED: Text("Người có thẩm quyền đã chỉ định {name}.", "{name} was put in by a person."),
}  # fmt: skip

GIVES = {
    Kind.NEEDS: Text(
        "Hồ sơ {proposal}: bớt {by} chuyên gia so với yêu cầu.", "Proposal {proposal}: {by} fewer reviewers than required."
    ),
    Kind.MOST: Text("{name}: nhận thêm {by} hồ sơ so với mức tối đa.", "{name}: {by} more proposals than the most."),
    Kind.LEAST: Text("{name}: nhận ít hơn {by} hồ sơ so với mức tối thiểu.", "{name}: {by} fewer proposals than the least."),
    Kind.FLOOR: Text(
        "Hồ sơ {proposal}: hạ mức sàn chuyên môn {by} điểm.", "Proposal {proposal}: its floor of expertise {by} points lower."
    ),
    Kind.QUOTA_LEAST: Text(
        "Hồ sơ {proposal}: bớt {by} thành viên {name} so với mức tối thiểu.",
        "Proposal {proposal}: {by} fewer members than the least ({name}).",
    ),
    Kind.QUOTA_MOST: Text(
        "Hồ sơ {proposal}: thêm {by} thành viên {name} so với mức tối đa.",
        "Proposal {proposal}: {by} more members than the most ({name}).",
    ),
    Kind.INTEREST: Text(
        "{name} đánh giá hồ sơ {proposal} dù có lợi ích liên quan: pháp luật có thể không cho phép.",
        "{name} reviews proposal {proposal} in spite of an interest, which the law may not allow.",
    ),
    Kind.FORCED: Text(
        "Bỏ việc chỉ định {name} cho hồ sơ {proposal}.", "{name} is no longer put in for proposal {proposal}."
    ),
    Kind.TAKEN_OUT: Text(
        "Cho {name} trở lại hồ sơ {proposal}.", "{name} may review proposal {proposal} again."
    ),
}  # fmt: skip


def tell_standing(standing: Standing, naming: Naming = ids) -> Text:
    """Why, or why not, in one sentence."""
    return _fill(
        WHY[standing.why], reviewer=naming("reviewer", standing.reviewer),
        rank=standing.rank, among=standing.among, most=standing.most,
    )  # fmt: skip


def tell_obstacle(obstacle: Obstacle, naming: Naming = ids) -> Text:
    """What stands in the way of one swap."""
    label = obstacle.kind in (Kind.QUOTA_LEAST, Kind.QUOTA_MOST)
    name = naming("label" if label else "reviewer", obstacle.name) if obstacle.kind is not Kind.FLOOR else ids("", "")
    return _fill(OBSTACLES[obstacle.kind], name=name, limit=obstacle.limit)


def tell_give(give: Give, naming: Naming = ids) -> Text:
    """What would have to give."""
    label = give.kind in (Kind.QUOTA_LEAST, Kind.QUOTA_MOST)
    return _fill(
        GIVES[give.kind], proposal=naming("proposal", give.proposal) if give.proposal else ids("", ""),
        name=naming("label" if label else "reviewer", give.name) if give.name else ids("", ""), by=give.by,
    )  # fmt: skip


def _fill(text: Text, **values: Text | int) -> Text:
    def told(language: str) -> dict[str, object]:
        return {key: value.into(language) if isinstance(value, Text) else value for key, value in values.items()}

    return Text(text.vi.format(**told("vi")), text.en.format(**told("en")))
