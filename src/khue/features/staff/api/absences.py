"""Away, and back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.staff import access, queries, usecases
from khue.features.staff.api.directory import staff_actor
from khue.features.staff.api.shapes import STAFF, AbsenceIn, AbsencesOut, BackIn, door, found_line
from khue.features.staff.domain.commands import EndAbsence
from khue.kernel.api.doors import once_of
from khue.kernel.api.shapes import Done, Id, Made


@door.get("/absences", AbsencesOut, Text("Vắng mặt và người thay", "Absences and deputies"), right=STAFF)
def list_absences(request: HttpRequest) -> Any:
    """My absences, and those of the colleagues whose deputy I am."""
    actor = staff_actor(request)
    return {
        "mine": queries.absences_of(actor.key, actor.today),
        "covered": queries.absences_covered_by(actor.key, actor.today),
    }


@door.post(
    "/staff/{person_id}/absences",
    Made,
    Text("Đăng ký vắng mặt", "Register an absence"),
    status=201,
    right=access.ABSENCES,
)
def register_absence(request: HttpRequest, person_id: Id, asked: AbsenceIn) -> Any:
    """One's own, or that of somebody in a unit that one heads. Tasks stay; the deputy sees them."""
    actor = staff_actor(request)
    line = found_line(person_id, actor)
    made = usecases.register_absence(asked.command(line.key, once_of(request)), actor=actor)
    return {"id": str(made), "href": f"/api/v1/staff/{person_id}"}


@door.post("/absences/{absence_id}/end", Done, Text("Đi làm lại sớm", "Back earlier"), right=access.ABSENCES)
def end_absence(request: HttpRequest, absence_id: Id, asked: BackIn) -> Any:
    """The absence ends on the day of return; so does the deputy's part."""
    actor = staff_actor(request)
    if queries.absence(absence_id) is None:
        raise Missing(
            Text("Không tìm thấy đợt vắng mặt này.", "There is no such absence."),
            Text("Mời ông/bà mở lại danh sách.", "Go back to the list."),
        )
    usecases.end_absence(EndAbsence(absence_id, asked.ends_on, once_of(request)), actor=actor)
    return {"href": "/api/v1/absences"}
