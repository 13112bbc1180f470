"""What of the rooms above rests on the law: procedures, by their clocks and their legal basis."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from khue.features.dossiers import queries as dossiers
from khue.features.rulebook.queries import Use


def procedures() -> Iterator[Use]:
    """Every procedure in force today, with the figures that its clocks take and the provisions that it names."""
    for found in dossiers.procedures():
        clocks = {step.clock.parameter for step in found.steps if step.clock and step.clock.parameter}
        basis = {line.provision for line in found.basis}
        href = reverse("dossiers:procedure", args=[found.key])
        yield Use("procedure", found.key, found.name, frozenset(clocks), frozenset(basis), href)
