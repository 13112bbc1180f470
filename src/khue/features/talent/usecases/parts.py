"""Parts that several use-cases share. Each joins the deed that is under way; locks go need → candidacy → offer → engagement → line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.people import queries as people
from khue.features.talent import access
from khue.features.talent.models import Candidacy, Engagement, Evaluation, ExpertDue, Need, Offer
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen

NAMES = uuid5(NAMESPACE_URL, "khue:talent")


def entry_id(what: str, *parts: object) -> UUID:
    """The ledger entry's id follows from what it is about: a retry finds the first, it never posts a second."""
    return uuid5(NAMES, ":".join([what, *map(str, parts)]))


def next_number(register: str, year: int) -> str:
    """``NC-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO talent_numberyear AS n (register, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (register, year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [register, year],
        )
        return f"{register}-{year}-{int(cursor.fetchone()[0]):04d}"


def locked_need(need_id: int, deed: Deed, seen: int | None = None) -> Need:
    """The need, locked, on its next revision. Raises Missing, Stale when the page showed an older one."""
    found = Need.objects.select_for_update().filter(pk=need_id).first()
    if found is None:
        raise access.no_such_record()
    deed.subject = f"need_of_expert:{found.pk}"
    _on_next_revision(found, seen)
    return found


def _on_next_revision(row: Need | Engagement, seen: int | None) -> None:
    """A refusal rolls it back with everything else."""
    if seen is not None:
        require_seen(seen, row.revision)
    write(row, revision=row.revision + 1)


def locked_candidacy(candidacy_id: int, deed: Deed) -> tuple[Need, Candidacy]:
    found = Candidacy.objects.filter(pk=candidacy_id).values_list("need_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    need = locked_need(found, deed)
    deed.about(f"candidacy:{candidacy_id}")
    return need, Candidacy.objects.select_for_update().get(pk=candidacy_id)


def locked_offer(offer_id: int, deed: Deed) -> tuple[Need, Candidacy, Offer]:
    found = Offer.objects.filter(pk=offer_id).values_list("candidacy_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    need, candidacy = locked_candidacy(found, deed)
    deed.about(f"expert_offer:{offer_id}")
    return need, candidacy, Offer.objects.select_for_update().get(pk=offer_id)


def locked_engagement(engagement_id: int, deed: Deed, seen: int | None = None) -> Engagement:
    """The engagement, locked, on its next revision. Raises Missing, Stale when the page showed an older one."""
    found = held_engagement(engagement_id, deed)
    _on_next_revision(found, seen)
    return found


def held_engagement(engagement_id: int, deed: Deed) -> Engagement:
    """The engagement, locked, for a job that changes nothing of what somebody reads and decides on. Raises Missing.

    A paper that is rendered, or a reminder, must not send back whoever is just about to save.
    """
    found = Engagement.objects.select_for_update(of=("self",)).select_related("need").filter(pk=engagement_id).first()
    if found is None:
        raise access.no_such_record()
    deed.subject = f"engagement:{found.pk}"
    return found


def locked_due(due_id: int, deed: Deed, seen: int | None = None) -> tuple[Engagement, ExpertDue]:
    found = ExpertDue.objects.filter(pk=due_id).values_list("engagement_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    engagement = locked_engagement(found, deed, seen)
    row = ExpertDue.objects.select_for_update().get(pk=due_id)
    row.engagement = engagement
    return engagement, row


def locked_evaluation(evaluation_id: int, deed: Deed, seen: int | None = None) -> tuple[Engagement, Evaluation]:
    found = Evaluation.objects.filter(pk=evaluation_id).values_list("engagement_id", flat=True).first()
    if found is None:
        raise access.no_such_record()
    engagement = locked_engagement(found, deed, seen)
    return engagement, Evaluation.objects.select_for_update().get(pk=evaluation_id)


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
            kept = files.store(upload, deed=deed, owner=owner, kind="talent", subject=subject, field="papers")
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def about_need(need: Need, *persons: int) -> dict[str, Any]:
    return {
        "subject": f"need_of_expert:{need.pk}",
        "parties": tuple(access.key_of(person) for person in persons),
        "need": need.pk,
        "number": need.number,
        "title": need.title,
    }


def about(engagement: Engagement) -> dict[str, Any]:
    return {
        "subject": f"engagement:{engagement.pk}",
        "parties": (access.key_of(engagement.person_id),),
        "engagement": engagement.pk,
        "number": engagement.number,
        "title": engagement.need.title,
    }


def tell(keys: Iterable[str], title: Text, body: Text, path: str, *, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "talent", title, body, path)


def tell_right(right: str, title: Text, body: Text, path: str, *, deed: Deed) -> None:
    """Everybody who holds the right hears of it, except who did it."""
    tell((card.key for card in people.people_with_right(right, deed.today)), title, body, path, deed=deed)


def tell_person(person_id: int, title: Text, body: Text, *, deed: Deed) -> None:
    """The expert, on the own page."""
    tell((access.key_of(person_id),), title, body, "/talent/mine/", deed=deed)
