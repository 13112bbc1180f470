"""The assumptions of a study: whether figures, weights and seed are such as people can be drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.rules.population import Population, read_figure
from khue.core.rules.weights import Weighting
from khue.features.policylab.domain.commands import ChangeAssumptions
from khue.features.policylab.domain.studies import reason
from khue.features.policylab.domain.telling import figure_words

MOST_SEED: Final = 10**12
AGAIN: Final = Text("Mời ông/bà nhập lại.", "Enter it again.")
WEIGHT: Final = Text(
    "Cần một tỷ trọng từ 0 đến 100%, ví dụ 25%; 0,25 hoặc 1/4.",
    "Give a weight from 0 to 100%, such as 25%, 0.25 or 1/4.",
)
NOT_USED: Final = Text(
    "Các chương trình đã chọn không có tỷ trọng “{id}”.", "No programme that is chosen has the weight “{id}”."
)


def figure_field(id: str) -> str:
    return "figure-" + id.replace(".", "-")


def weight_field(id: str) -> str:
    return "weight-" + id.replace(".", "-").replace("/", "-")


def may_change_assumptions(asked: ChangeAssumptions, people: Population, ways: Sequence[Weighting]) -> Decision:
    """Whether figures are numbers that fit, weights add up, and the seed is one. All reasons, each at its field.

    ``ways`` are those of the study's programmes.
    """
    weights = (replace(each, field=weight_field(each.field)) for each in weight_faults(asked.weights, ways))
    return Decision.refuse_if_any([*_seed(asked), *_figures(asked, people), *weights])


def changed_weights(typed: Mapping[str, str], ways: Sequence[Weighting]) -> dict[str, str]:
    """The weights to be kept: every one of a way in which one differs from the city's file, so that it stands whole."""
    found: dict[str, str] = {}
    for way in ways:
        now = {part.id: read_figure(typed.get(part.id, str(part.weight))) for part in way.parts}
        if any(now[part.id] != part.weight for part in way.parts):
            found |= {id: str(value) for id, value in now.items()}
    return found


def _seed(asked: ChangeAssumptions) -> Iterator[Reason]:
    if not 1 <= asked.seed <= MOST_SEED:
        yield reason(
            "seed",
            Text(f"Số khởi tạo phải từ 1 đến {MOST_SEED:,}.".replace(",", "."), f"The seed is 1 to {MOST_SEED:,}."),
            AGAIN,
            "seed",
        )


def _figures(asked: ChangeAssumptions, people: Population) -> Iterator[Reason]:
    for id, typed in asked.figures.items():
        figure, value = people.figures.get(id), read_figure(typed)
        if figure is None or value is None or value < 0 or value > 10**12:
            yield reason(
                "figure",
                Text("Cần một số không âm như 3; 0,15; 15% hoặc 15/100.", "Give a number such as 3, 0.15 or 15/100."),
                AGAIN,
                figure_field(id),
            )
        elif figure.share and value > 1:
            yield reason("share", Text("Đây là một tỷ lệ: từ 0 đến 1.", "This is a share: from 0 to 1."), AGAIN, figure_field(id))  # fmt: skip


def weight_faults(typed: Mapping[str, str], ways: Sequence[Weighting]) -> Iterator[Reason]:
    """What is wrong with changed weights; the ``field`` of each reason is the id of a weight."""
    known = {part.id for way in ways for part in way.parts}
    read: dict[str, Fraction] = {}
    wrong: set[str] = set()
    for id, written in typed.items():
        value = read_figure(written)
        if id not in known:
            yield reason(
                "weight_not_used", NOT_USED.fill(id=id), Text("Mời ông/bà bỏ tỷ trọng này.", "Leave it out."), id
            )
        elif value is None or not 0 <= value <= 1:
            wrong.add(id)
            yield reason("weight", WEIGHT, AGAIN, id)
        else:
            read[id] = value
    for way in ways:
        if not wrong.intersection(part.id for part in way.parts):
            yield from _whole(way, read)


def _whole(way: Weighting, read: Mapping[str, Fraction]) -> Iterator[Reason]:
    total = way.total(read)
    touched = [part.id for part in way.parts if part.id in read]
    if total == 1 or not touched:
        return
    now, names = figure_words(total, share=True), way.text.capitalised()
    parts = Text(", ".join(part.text.vi for part in way.parts), ", ".join(part.text.into("en") for part in way.parts))
    yield reason(
        "weights_do_not_add_up",
        Text(
            f"Các tỷ trọng của “{names.vi}” ({parts.vi}) cộng lại là {now.vi}; phải đúng 100%.",
            f"The weights of “{names.into('en')}” ({parts.en}) add up to {now.en}; they must make 100% exactly.",
        ),
        Text(
            "Mời ông/bà sửa một trong các tỷ trọng này; ô để trống giữ số của Thành phố.",
            "Correct one of them; one that is left empty stays as in the city's file.",
        ),
        touched[-1],
    )
