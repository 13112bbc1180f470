"""The form of a motion on an application with cost lines: how much of each, and why not all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.fund.domain.cases import LayMotion
from khue.features.fund.domain.granting import LineGiven
from khue.features.fund.forms.cases import MotionForm
from khue.features.fund.queries import LineRow
from khue.kernel.forms import MoneyField


class LayForm(MotionForm):
    """As ``MotionForm``; with ``lines`` the amount is their sum, and each is asked for by itself."""

    def __init__(self, *args: Any, lines: Sequence[LineRow] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = tuple(lines)
        if not self.lines:
            return
        del self.fields["amount"]
        for line in self.lines:
            self.fields[f"given_{line.no}"] = MoneyField(label=_("Amount given"), initial=line.asked)
            self.fields[f"ground_{line.no}"] = forms.CharField(
                label=_("Why not all of it"),
                help_text=_("The applicant reads it."),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> Iterator[tuple[LineRow, tuple[Any, ...]]]:
        """Each line with its fields, for the page."""
        for line in self.lines:
            yield line, (self[f"given_{line.no}"], self[f"ground_{line.no}"])

    @property
    def plain(self) -> tuple[Any, ...]:
        """The other fields, as they come."""
        of_lines = tuple(f"{name}_{line.no}" for line in self.lines for name in ("given", "ground"))
        return tuple(bound for bound in self.visible_fields() if bound.name not in of_lines)

    def command(self, case_id: int) -> LayMotion:
        said = self.cleaned_data
        lines = tuple(LineGiven(one.no, said[f"given_{one.no}"], said[f"ground_{one.no}"]) for one in self.lines)
        return replace(super().command(case_id), lines=lines)
