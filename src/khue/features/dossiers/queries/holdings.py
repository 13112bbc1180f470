"""What the dossiers of parties are: shown before parties are merged, divided or dissolved, and afterwards."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.dossiers.domain.steps import DOSSIER
from khue.features.dossiers.models import Dossier, Task
from khue.features.people.queries import MOST, Matter, Matters

OPEN = ("draft", "submitted", "in_progress", "awaiting_supplement")


def matters(party_ids: Collection[int]) -> Matters:
    """Dossiers of these parties, open ones first, each with the officers who have it now. Three queries."""
    found = Dossier.objects.filter(applicant__in=party_ids)
    running = Q(state__in=OPEN)
    rows = [*found.filter(running).order_by("-id")[:MOST]]
    rows += [*found.exclude(running).order_by("-id")[: max(0, MOST - len(rows))]]
    desks: dict[int, list[str]] = {}
    for dossier, who, unit in (
        Task.objects.filter(dossier__in=[row.pk for row in rows], closed_at=None)
        .order_by("id")
        .values_list("dossier_id", "assignee_name", "name_vi")
    ):
        desks.setdefault(dossier, []).append(f"{unit}: {who}" if who else unit)
    lines = tuple(
        Matter(
            subject=f"dossier:{row.pk}",
            label=f"{row.number} · {row.title}",
            party=row.applicant_name,
            state=DOSSIER.label(row.state).capitalised(),
            is_open=row.state in OPEN,
            desk="; ".join(desks.get(row.pk, ())),
            href=reverse("dossiers:follow", args=[row.number]) if row.state != "draft" else "",
        )
        for row in rows
    )
    return Matters(Text("Hồ sơ", "Dossiers"), found.count(), lines)


def open_tasks_of(party_ids: Collection[int]) -> tuple[tuple[int, str, str, str], ...]:
    """(task, dossier number, title, assignee) of every open task on a dossier of these parties that somebody has."""
    rows = Task.objects.filter(dossier__applicant__in=party_ids, closed_at=None).exclude(assignee="").order_by("id")
    return tuple(rows.values_list("id", "dossier_number", "title", "assignee"))
