"""What the dossiers of parties are: shown before parties are merged, divided or dissolved, and afterwards."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django.db.models import Q
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.dossiers.domain.steps import DOSSIER
from khue.features.dossiers.models import Dossier, Task
from khue.features.people.queries import MOST, Matter, Matters, with_total

_DOSSIER = re.compile(r"dossier:[0-9]{1,18}")
OPEN = ("draft", "submitted", "in_progress", "awaiting_supplement")


def matters(party_ids: Collection[int]) -> Matters:
    """Dossiers of these parties, open ones first, each with the officers who have it now. Two queries."""
    found = with_total(Dossier.objects.filter(applicant__in=party_ids))
    rows = list(found.alias(running=Q(state__in=OPEN)).order_by("-running", "-id")[:MOST])
    desks: dict[int, list[Text]] = {}
    for dossier, who, vi, en in (
        Task.objects.filter(dossier__in=[row.pk for row in rows], closed_at=None)
        .order_by("id")
        .values_list("dossier_id", "assignee_name", "name_vi", "name_en")
    ):
        whose = f": {who}" if who else ""
        desks.setdefault(dossier, []).append(Text(f"{vi}{whose}", f"{en or vi}{whose}"))
    lines = tuple(
        Matter(
            subject=f"dossier:{row.pk}",
            label=f"{row.number} · {row.title}",
            party=row.applicant_name,
            state=DOSSIER.label(row.state).capitalised(),
            is_open=row.state in OPEN,
            desk=_joined(desks.get(row.pk, ())),
            href=reverse("dossiers:follow", args=[row.number]) if row.state != "draft" else "",
        )
        for row in rows
    )
    return Matters(Text("Hồ sơ", "Dossiers"), rows[0].total if rows else 0, lines)


def _joined(names: Collection[Text]) -> Text | str:
    return Text("; ".join(name.vi for name in names), "; ".join(name.en for name in names)) if names else ""


def numbers_of(subjects: Collection[str]) -> Mapping[str, str]:
    """``dossier:7`` → its number, of those subjects that are dossiers. One query, none for no dossier."""
    ids = [int(key.removeprefix("dossier:")) for key in subjects if _DOSSIER.fullmatch(key)]
    found = Dossier.objects.filter(pk__in=ids).values_list("pk", "number") if ids else ()
    return {f"dossier:{pk}": number for pk, number in found}


def open_tasks_of(party_ids: Collection[int]) -> tuple[tuple[int, str, str, str], ...]:
    """(task, dossier number, title, assignee) of every open task on a dossier of these parties that somebody has."""
    rows = Task.objects.filter(dossier__applicant__in=party_ids, closed_at=None).exclude(assignee="").order_by("id")
    return tuple(rows.values_list("id", "dossier_number", "title", "assignee"))
