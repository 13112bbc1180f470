"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, Refused, require
from khue.features.appeals.queries import suspended_since
from khue.features.delivery import access
from khue.features.delivery.models import Milestone, Mission
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

FOLLOW_UPS = (
    "cost-appraisal",
    "funding-decision",
    "contract",
    "milestone-check",
    "milestone-payment",
    "contract-change",
    "report",
    "ending-proposal",
    "ending",
    "settlement",
)
"""Every step that this room opens on the dossier of a proposal; an edition of the procedure has all of them or is too old."""

NAMES = uuid5(NAMESPACE_URL, "khue:delivery")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def locked_mission(mission_id: int, seen: int | None = None) -> Mission:
    """The mission, locked after its dossier: the order in which everything comes, so that nobody deadlocks.

    Raises Missing, or Stale when the page showed an older state.
    """
    dossier_id = Mission.objects.filter(pk=mission_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.no_such_mission()
    dossiers.locked_dossier(dossier_id)
    mission = Mission.objects.select_for_update(of=("self",)).select_related("lead").get(pk=mission_id)
    unchanged_since(mission, seen)
    return mission


def unchanged_since(mission: Mission, seen: int | None) -> None:
    """Raises Stale. Deeds of the lead's side ask after their access was looked at: a stranger learns of no version."""
    if seen is not None:
        require_seen(seen, mission.version)


def locked_milestone(milestone_id: int) -> tuple[Mission, Milestone]:
    """The mission first, then its milestone, both locked. Raises Missing."""
    mission_id = Milestone.objects.filter(pk=milestone_id).values_list("mission_id", flat=True).first()
    if mission_id is None:
        raise access.no_such_mission()
    mission = locked_mission(mission_id)
    return mission, Milestone.objects.select_for_update().get(pk=milestone_id)


def write(mission: Mission, **values: Any) -> None:
    """Save the named columns and a new version, so that pages left open are stale."""
    for name, value in values.items():
        setattr(mission, name, value)
    mission.version += 1
    mission.save(update_fields=[*values, "version"])


def parties_of(mission: Mission) -> tuple[str, ...]:
    """Whom an event concerns: the lead, and who handed the proposal in."""
    keys = (access.lead_key(mission), mission.handed_in_by)
    return tuple(dict.fromkeys(key for key in keys if key.startswith("party:")))


def tell_lead(mission: Mission, title: Text, body: Text, *, deed: Deed, path: str = "") -> None:
    """Those on the lead's side who read notices of it: who handed it in, and those who act for a party that goes on."""
    wrote = [mission.handed_in_by] if mission.handed_in_by else []
    for reader in people.readers(wrote, access.subjects(mission), access.lead_key(mission), deed.today):
        if reader != deed.actor.key:
            deed.notify(reader, "mission", title, body, path or f"/missions/{mission.pk}/")


def tell_staff(right: str, mission: Mission, title: Text, body: Text, *, deed: Deed) -> None:
    for card in people.people_with_right(right, deed.today):
        if card.key != deed.actor.key:
            deed.notify(card.key, "task", title, body, f"/missions/{mission.pk}/")


# -- tasks on the desk -----------------------------------------------------------------------------------------------


def put_on_desk(mission: Mission, step: str, subject: str, *, deed: Deed, due_on: date | None = None) -> None:
    """The next step lies on the desks of those with its right."""
    dossiers.open_task(mission.dossier_id, step, subject=subject, due_on=due_on, deed=deed)


def close_step(mission: Mission, step: str, subject: str, outcome: str, *, note: str = "", deed: Deed) -> None:
    """Close the task of this step, with its right, its four eyes and its record; nothing when none lies open."""
    try:
        task = open_task_of(dossier_id=mission.dossier_id, step=step, subject=subject)
    except Missing:
        return
    dossiers.close_task(task.id, outcome, note=note[:500], deed=deed)


def take_off_desk(mission: Mission, step: str, subject: str, outcome: str, *, deed: Deed) -> None:
    """Another deed has made the step needless; asks for no right."""
    dossiers.close_open_task(mission.dossier_id, step, subject, outcome, deed=deed)


# -- files, suspension -----------------------------------------------------------------------------------------------


def stored(mission: Mission, uploads: Sequence[Any], kind: str, *, deed: Deed, owner: str = "") -> list[str]:
    """All files or none; every refusal at once. Whoever may read the mission may read them."""
    kept: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            row = files.store(
                upload,
                deed=deed,
                owner=owner or access.lead_key(mission),
                kind=kind,
                subject=f"mission:{mission.pk}",
                field="files",
            )
            kept.append(str(row.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return kept


def require_execution(mission: Mission) -> None:
    """Raises Refused while the execution of the decision is suspended for an appeal."""
    since = suspended_since(mission.dossier_id)
    if since is not None:
        raise Refused.because(
            Reason(
                "suspended",
                Text(
                    f"Việc thi hành quyết định đã tạm đình chỉ từ ngày {since:%d/%m/%Y} để giải quyết khiếu nại.",
                    f"The execution of the decision is suspended since {format_day(since, 'en')} while an appeal is examined.",
                ),
                Text("Mời ông/bà chờ kết quả giải quyết khiếu nại.", "Wait for the decision on the appeal."),
            )
        )
