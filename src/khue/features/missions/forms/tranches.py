"""The agreement's form: tranches as rows, each tied to a deliverable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.missions.domain.application import PlannedTranche
from khue.features.missions.domain.commands import SignAgreement
from khue.kernel.forms import DayField, KhueForm, MoneyField, OnceForm, SeenForm, show_refusal

PREFIX = "tranches"
MOST_TRANCHES = 50
_AT = re.compile(r"tranches\.(\d+)\.(\w+)")


class TrancheForm(KhueForm):
    deliverable = forms.CharField(label=_("Deliverable"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    amount = MoneyField(label=_("Amount, đồng"), least=1)
    due_on = DayField(label=_("Due day"))


if TYPE_CHECKING:
    _Rows = BaseFormSet[TrancheForm]
else:
    _Rows = BaseFormSet  # not subscriptable when running


class TrancheRows(_Rows):
    """Every row counts: an empty one is a mistake, not a row that was not used."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": False}


TrancheSet = formset_factory(
    TrancheForm,
    formset=TrancheRows,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_TRANCHES,
    validate_max=True,
    absolute_max=MOST_TRANCHES + 1,
)


class AgreeForm(OnceForm, SeenForm):
    """``tranches`` are the rows; ``rows`` fills them when the page is drawn without being judged."""

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tranches: BaseFormSet[TrancheForm]
        if self.is_bound:
            self.tranches = TrancheSet(self.data, prefix=PREFIX)
        else:
            self.tranches = TrancheSet(initial=list(rows), prefix=PREFIX)

    def is_valid(self) -> bool:
        own = super().is_valid()
        return self.tranches.is_valid() and own

    @property
    def faulty(self) -> bool:
        return bool(self.errors) or (self.tranches.is_bound and not self.tranches.is_valid())

    def command(self, task_id: int) -> SignAgreement:
        rows = tuple(
            PlannedTranche(
                no, row.cleaned_data["deliverable"].strip(), row.cleaned_data["amount"], row.cleaned_data["due_on"]
            )
            for no, row in enumerate(self.tranches.forms, start=1)
        )
        return SignAgreement(task_id, rows, self.cleaned_data["seen"], self.cleaned_data["once"])

    def show(self, refused: Refused) -> None:
        """Each reason beside its row; ``tranches`` as a whole and everything else at the head."""
        elsewhere = [reason for reason in refused.decision.reasons if not self._beside_row(reason)]
        if elsewhere:
            show_refusal(self, Refused.because(*elsewhere))
        self.refusal = refused.decision

    def _beside_row(self, reason: Reason) -> bool:
        found = _AT.fullmatch(reason.field)
        if found is None or not 1 <= int(found[1]) <= len(self.tranches.forms):
            return False
        row = self.tranches.forms[int(found[1]) - 1]
        if found[2] not in row.fields:
            return False
        show_refusal(row, Refused.because(Reason(reason.code, reason.text, reason.next_step, found[2], reason.source)))
        return True


def planned_rows(planned: Sequence[PlannedTranche]) -> list[dict[str, Any]]:
    return [{"deliverable": p.deliverable, "amount": p.amount, "due_on": p.due_on} for p in planned]


def changed_rows(posted: QueryDict) -> list[dict[str, Any]] | None:
    """The rows as typed, with one added or left out as the pressed button says; None when no such button was pressed."""
    add, remove = posted.get("add_line") == PREFIX, posted.get("remove_line", "")
    if not add and not remove:
        return None
    typed = posted.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(typed), MOST_TRANCHES) if typed.isdecimal() and len(typed) < 5 else 0
    rows = [{name: posted.get(f"{PREFIX}-{no}-{name}", "") for name in TrancheForm.base_fields} for no in range(count)]
    if add:
        return [*rows, {}][:MOST_TRANCHES]
    gone = remove.removeprefix(f"{PREFIX}-")
    return [row for no, row in enumerate(rows) if str(no) != gone] or rows
