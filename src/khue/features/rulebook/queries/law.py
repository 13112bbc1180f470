"""One legal value, or many, as they stand on a day."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.errors import Missing
from khue.core.folding import fold
from khue.features.rulebook.domain import Parameter, value_on
from khue.features.rulebook.queries.kept import lawbook


def parameter(id: str, on: date) -> Parameter:
    """The legal value ``id`` as it stands on the day ``on``.

    Raises Missing for an unknown id and for a day on which the provision is not (or no longer) in force.
    """
    entry = lawbook().entries.get(id)
    if entry is None:
        raise Missing(
            Text(f"Bộ quy tắc không có tham số “{id}”.", f"The rulebook has no parameter “{id}”."),
            Text("Mời ông/bà báo cho cán bộ pháp chế của Thành phố.", "Please tell the legal officer of the city."),
        )
    found = value_on(entry, on)
    if found is None:
        day = f"{on:%d/%m/%Y}"
        raise Missing(
            Text(
                f"“{entry.text.vi}” không có hiệu lực vào ngày {day}.",
                f"“{entry.text.into('en')}” is not in force on {english_day(day)}.",
            ),
            Text(
                "Mời ông/bà kiểm tra ngày tiếp nhận hồ sơ hoặc hỏi cán bộ pháp chế.",
                "Please check the day of receipt, or ask the legal officer.",
            ),
        )
    return found


def parameters(on: date, *, search: str = "", certainty: str = "") -> tuple[Parameter, ...]:
    """Parameters in force on ``on``, by id. ``search`` finds words in any order, with or without Vietnamese marks."""
    words = fold(search).split()
    found = (value_on(entry, on) for _, entry in sorted(lawbook().entries.items()))
    return tuple(
        parameter
        for parameter in found
        if parameter is not None
        and (not certainty or parameter.certainty == certainty)
        and all(word in _haystack(parameter) for word in words)
    )


def _haystack(parameter: Parameter) -> str:
    return fold(
        f"{parameter.id} {parameter.text.vi} {parameter.text.en} "
        f"{parameter.provision_text.vi} {parameter.provision_text.en}"
    )
