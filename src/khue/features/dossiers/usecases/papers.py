"""Forms 06 and 07, printed when somebody asks: they carry no number, and nothing is kept of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.conf import settings

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers import queries
from khue.features.dossiers.queries import ControlSlip, RegisterAsked, RegisterRow, SlipStep
from khue.features.people.queries.city import unit_names
from khue.features.rulebook import queries as rulebook
from khue.kernel.documents import render

MOST_PRINTED = 2_000
"""Rows of a printed register: what one can leaf through. The files beside it hold all."""


def print_control_slip(number: str, *, actor: Actor) -> tuple[ControlSlip, bytes]:
    """Form 06 of a dossier as PDF, with what it says. Raises NotAllowed, Missing (also before the receipt)."""
    slip = queries.control_slip(number, actor)
    values = {
        **_head(actor),
        "dossier_number": slip.number,
        "applicant": slip.applicant,
        "procedure": slip.procedure,
        "received_at": slip.received_at,
        "due_on": slip.due_on,
        "steps": [_step(step) for step in slip.steps],
    }
    return slip, render("form-06", values, language=actor.language)


def _step(step: SlipStep) -> Mapping[str, Any]:
    notes = [step.note] if step.opened_at else [f"Nhận ngày {step.opened_on:%d/%m/%Y}", step.note]
    row = {
        "name": step.name,
        "unit": step.unit,
        "officer": step.officer,
        "received_at": step.opened_at,
        "due_on": step.due_on,
        "handed_at": step.handed_at,
        "result": step.result,
        "note": ". ".join(note for note in notes if note),
    }
    return _filled(row)


def print_register(asked: RegisterAsked, *, actor: Actor) -> bytes:
    """Form 07 of a period as PDF, at most MOST_PRINTED rows, and it says so when there were more.

    Raises NotAllowed; Refused when no dossier was received in the period.
    """
    found = list(islice(queries.whole_register(actor, asked), MOST_PRINTED + 1))
    rows = found[:MOST_PRINTED]
    if not rows:
        raise Refused.because(
            Reason(
                "empty_register",
                Text("Không có hồ sơ nào được tiếp nhận trong thời gian này.", "No dossier was received in this time."),
                Text("Mời ông/bà chọn khoảng thời gian khác rồi in lại.", "Choose another period, then print."),
            )
        )
    values = {
        **_head(actor),
        "from_on": asked.first,
        "until_on": asked.last,
        "dossiers": _lines(rows),
        "cut": _cut_sentence() if len(found) > MOST_PRINTED else None,
    }
    return render("form-07", values, language=actor.language)


def _cut_sentence() -> str:
    return f"Chỉ in {MOST_PRINTED} hồ sơ đầu tiên; phần còn lại có trong tệp tải về hoặc khi chọn thời gian ngắn hơn."


def _lines(rows: Sequence[RegisterRow]) -> list[Mapping[str, Any]]:
    contacts = queries.contacts({row.applicant_key for row in rows})
    return [
        _filled(
            {
                "number": row.number,
                "procedure": row.procedure,
                "applicant": f"{row.applicant} (nay là {row.applicant_now})" if row.applicant_now else row.applicant,
                "contact": contacts.get(row.applicant_key),
                "unit": row.unit,
                "received_at": queries.receipt_moment(row.received_on),
                "due_on": row.due_on,
                "returned_at": row.returned_at,
                "note": row.state_label,
            }
        )
        for row in rows
    ]


def _filled(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without what is missing: the form draws a dash there."""
    return {name: value for name, value in row.items() if value not in (None, "")}


def _head(actor: Actor) -> dict[str, Any]:
    city, known = rulebook.city_package(), unit_names()
    unit = next((known[code].vi for code in actor.units if code in known), city.BODY)
    return {
        "body": unit,
        "body_above": city.BODY if unit != city.BODY else "",
        "place": city.PLACE,
        "issued_at": actor.moment,
        "desk": unit,
        "sample": bool(settings.KHUE_SAMPLE),
    }
