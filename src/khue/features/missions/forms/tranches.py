"""The agreement's form: tranches as rows, each tied to a deliverable."""

from __future__ import annotations

import re
from typing import Any

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
    due_on = DayField(label=_("Due on"))


TrancheSet = formset_factory(
    TrancheForm,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_TRANCHES,
    validate_max=True,
    absolute_max=MOST_TRANCHES + 1,
)


class AgreeForm(OnceForm, SeenForm):
    """``tranches`` are the rows; ``planned`` fills them when the page is opened."""

    def __init__(self, *args: Any, planned: tuple[PlannedTranche, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tranches: BaseFormSet[TrancheForm]
        if self.is_bound:
            self.tranches = TrancheSet(self.data, prefix=PREFIX)
        else:
            rows = [{"deliverable": p.deliverable, "amount": p.amount, "due_on": p.due_on} for p in planned]
            self.tranches = TrancheSet(initial=rows, prefix=PREFIX)

    def is_valid(self) -> bool:
        own = super().is_valid()
        return self.tranches.is_valid() and own

    @property
    def faulty(self) -> bool:
        return bool(self.errors) or self.tranches.is_bound and not self.tranches.is_valid()

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


def with_rows_changed(posted: QueryDict) -> QueryDict | None:
    """What was typed, with a row added or left out as the pressed button says; None when no such button was pressed."""
    add, remove = posted.get("add_line") == PREFIX, posted.get("remove_line", "")
    if not add and not remove:
        return None
    kept = posted.copy()
    count = _count(posted)
    if add:
        kept[f"{PREFIX}-TOTAL_FORMS"] = str(min(count + 1, MOST_TRANCHES))
        return kept
    gone = re.fullmatch(rf"{PREFIX}-(\d{{1,3}})", remove)
    if gone is None or not 0 <= int(gone[1]) < count or count == 1:
        return kept
    for number in range(int(gone[1]), count):
        for name in TrancheForm.base_fields:
            following = posted.get(f"{PREFIX}-{number + 1}-{name}", "")
            kept[f"{PREFIX}-{number}-{name}"] = following
    kept[f"{PREFIX}-TOTAL_FORMS"] = str(count - 1)
    return kept


def _count(posted: QueryDict) -> int:
    typed = posted.get(f"{PREFIX}-TOTAL_FORMS", "")
    return min(int(typed), MOST_TRANCHES) if typed.isdecimal() and len(typed) < 5 else 0
