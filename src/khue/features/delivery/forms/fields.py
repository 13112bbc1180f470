"""Fields and rows that several forms of the room share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.delivery.domain.commands import PlannedMilestone
from khue.kernel.forms import DayField, KhueForm, MoneyField, OnceForm, SeenForm, show_refusal
from khue.kernel.uploads import ACCEPT

MOST_FILES, LONGEST, MOST_ROWS = 20, 4000, 40
PREFIX = "milestones"
_AT = re.compile(r"milestones\.(\d+)\.(\w+)")


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; gives a tuple of uploads. What they are is looked at by ``kernel.files``."""

    widget = ManyFilesInput

    def clean(self, value: Any, initial: Any = None) -> tuple[UploadedFile[bytes], ...]:
        given = [upload for upload in value or () if upload]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once."), code="many", params={"most": MOST_FILES})
        return tuple(given)


def files_field() -> ManyFilesField:
    """Not a class attribute of a form: a form's own ``files`` are the uploads."""
    return ManyFilesField(
        label=_("Files as evidence"),
        help_text=_(
            "Minutes, pictures, invoices, test reports: PDF, PNG, JPEG, DOCX, XLSX, CSV or TXT. Choose all of them at once."
        ),
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
        required=False,
    )


class MilestoneForm(KhueForm):
    deliverable = forms.CharField(label=_("Deliverable"), widget=words(2), max_length=1000)
    criteria = forms.CharField(label=_("Criteria of acceptance"), widget=words(2), max_length=1000)
    amount = MoneyField(label=_("Amount, đồng"), least=1)
    due_on = DayField(label=_("Due day"))


if TYPE_CHECKING:
    _Rows = BaseFormSet[MilestoneForm]
else:
    _Rows = BaseFormSet  # not subscriptable when running


class MilestoneRows(_Rows):
    """Every row counts: an empty one is a mistake, not a row that was not used."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": False}


MilestoneSet = formset_factory(
    MilestoneForm,
    formset=MilestoneRows,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_ROWS,
    validate_max=True,
    absolute_max=MOST_ROWS + 1,
)


class MilestonesForm(OnceForm, SeenForm):
    """A form with milestones as rows; ``rows`` fills them when the page is drawn without being judged."""

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milestones: BaseFormSet[MilestoneForm]
        if self.is_bound:
            self.milestones = MilestoneSet(self.data, prefix=PREFIX)
        else:
            self.milestones = MilestoneSet(initial=list(rows), prefix=PREFIX)

    def is_valid(self) -> bool:
        own = super().is_valid()
        return self.milestones.is_valid() and own

    @property
    def faulty(self) -> bool:
        return bool(self.errors) or (self.milestones.is_bound and not self.milestones.is_valid())

    def planned(self) -> tuple[PlannedMilestone, ...]:
        return tuple(
            PlannedMilestone(
                no,
                row.cleaned_data["deliverable"].strip(),
                row.cleaned_data["criteria"].strip(),
                row.cleaned_data["amount"],
                row.cleaned_data["due_on"],
            )
            for no, row in enumerate(self.milestones.forms, start=1)
        )

    def show(self, refused: Refused) -> None:
        """Each reason beside its row; everything else at the head or its field."""
        elsewhere = [reason for reason in refused.decision.reasons if not self._beside_row(reason)]
        if elsewhere:
            show_refusal(self, Refused.because(*elsewhere))
        self.refusal = refused.decision

    def _beside_row(self, reason: Reason) -> bool:
        found = _AT.fullmatch(reason.field)
        if found is None or not 1 <= int(found[1]) <= len(self.milestones.forms):
            return False
        row = self.milestones.forms[int(found[1]) - 1]
        if found[2] not in row.fields:
            return False
        show_refusal(row, Refused.because(Reason(reason.code, reason.text, reason.next_step, found[2], reason.source)))
        return True


def rows_of(planned: Sequence[PlannedMilestone]) -> list[dict[str, Any]]:
    return [
        {"deliverable": one.deliverable, "criteria": one.criteria, "amount": one.amount, "due_on": one.due_on}
        for one in planned
    ]


def changed_rows(posted: QueryDict) -> list[dict[str, Any]] | None:
    """The rows as typed, with one added or left out as the pressed button says; None when no such button was pressed."""
    add, remove = posted.get("add_line") == PREFIX, posted.get("remove_line", "")
    if not add and not remove:
        return None
    typed = posted.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(typed), MOST_ROWS) if typed.isdecimal() and len(typed) < 5 else 0
    names = MilestoneForm.base_fields
    rows = [{name: posted.get(f"{PREFIX}-{no}-{name}", "") for name in names} for no in range(count)]
    if add:
        return [*rows, {}][:MOST_ROWS]
    gone = remove.removeprefix(f"{PREFIX}-")
    return [row for no, row in enumerate(rows) if str(no) != gone] or rows
