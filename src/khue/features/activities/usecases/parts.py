"""Parts that several use-cases share. Each joins the deed that is under way; locks go plan → version → line → spend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import NotAllowed, Refused, require
from khue.features.activities import access
from khue.features.activities.models import ActivityLine, ActivityPlan, PlanVersion, Spend
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

NAMES = uuid5(NAMESPACE_URL, "khue:activities")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def locked_plan(plan_id: int, deed: Deed) -> ActivityPlan:
    found = ActivityPlan.objects.select_for_update().filter(pk=plan_id).first()
    if found is None:
        raise access.no_such_record()
    deed.subject = f"activity_plan:{found.pk}"
    return found


def locked_version(version_id: int, deed: Deed, seen: int | None = None) -> tuple[ActivityPlan, PlanVersion]:
    """Raises Missing, Conflict when the version changed since it was seen."""
    plan_id = PlanVersion.objects.filter(pk=version_id).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise access.no_such_record()
    plan = locked_plan(plan_id, deed)
    version = PlanVersion.objects.select_for_update().get(pk=version_id)
    if seen is not None:
        require_seen(seen, version.stamp)
    return plan, version


def locked_line(line_id: int, deed: Deed) -> ActivityLine:
    found = ActivityLine.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=line_id).first()
    if found is None:
        raise access.no_such_record()
    deed.subject = f"activity_line:{found.pk}"
    return found


def locked_spend(spend_id: int, deed: Deed) -> tuple[ActivityLine, Spend]:
    line_id = Spend.objects.filter(pk=spend_id).values_list("line_id", flat=True).first()
    if line_id is None:
        raise access.no_such_record()
    line = locked_line(line_id, deed)
    deed.about(f"activity_spend:{spend_id}")
    row = Spend.objects.select_for_update().get(pk=spend_id)
    row.line = line
    return line, row


def require_unit(actor: Actor, unit: str) -> None:
    """Plans, spends and reports are their own unit's. Raises NotAllowed."""
    if unit not in actor.units:
        raise NotAllowed(
            Text("Việc này do đơn vị có kế hoạch thực hiện.", "The unit whose plan it is does this."),
            Text("Mời ông/bà chuyển cho cán bộ của đơn vị đó.", "Leave it to an officer of that unit."),
        )


def write(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def store_papers(uploads: Sequence[Any], subject: str, owner: str, deed: Deed) -> list[str]:
    """All files or none; every refusal at once."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept = files.store(upload, deed=deed, owner=owner, kind="activities", subject=subject, field="papers")
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def about(row: Spend, amount: int | None = None) -> dict[str, Any]:
    """What every event of a spend carries; its parties are the payee."""
    return {
        "subject": f"activity_spend:{row.pk}",
        "parties": (access.key_of(row.payee_id),) if row.payee_id else (),
        "spend": row.pk,
        "number": row.number,
        "purpose": row.purpose,
        "amount": row.amount if amount is None else amount,
    }


def tell(keys: Iterable[str], title: Text, body: Text, path: str, *, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "activities", title, body, path)


def tell_right(right: str, title: Text, body: Text, path: str, *, deed: Deed) -> None:
    """Everybody who holds the right hears of it, except who did it."""
    tell((card.key for card in people.people_with_right(right, deed.today)), title, body, path, deed=deed)


def tell_payee(row: Spend, title: Text, body: Text, *, deed: Deed) -> None:
    """A person hears it on the own page; an organisation by those who act for it."""
    if row.payee_id:
        party = people.party(access.key_of(row.payee_id))
        keys = (party.key,) if party.kind == "person" else people.representatives([party.id], deed.today)
        tell(keys, title, body, "/activities/mine/", deed=deed)
