"""Text in, values out. Fields that speak Vietnamese, keep what was typed, and say what is wrong in one sentence."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as NumberError
from stdnum.vn import mst

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, Stale
from khue.core.money import MoneyError, format_dong, parse_dong
from khue.kernel import keeping, kept_files
from khue.kernel.kept_files import KeptFile, KeptUpload
from khue.kernel.web import actor_of, language

Form = TypeVar("Form", bound="KhueForm")
DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]
KEPT_MARK = "-kept-file"
"""Ends the name of the tick that stands for a file of an earlier sending."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class KhueForm(forms.Form):
    """The base of every form. ``refusal`` holds the decision behind errors that a rule raised, for the gold note."""

    required_css_class = "required"
    error_css_class = "has-error"
    refusal: Decision | None = None
    # Questions that the decision asks for in a sentence of its own, so that the field itself is not required: they
    # never call themselves optional.
    needed: tuple[str, ...] = ()
    # Whether the words come from a form that could not be taken earlier (sign-in or page had expired).
    kept = False
    # For whom chosen files wait while the form is refused: an actor's key; empty: for nobody.
    files_wait_for = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._shown_files: dict[str, tuple[KeptFile, ...]] = {}

    def full_clean(self) -> None:
        self._bring_kept_files()
        super().full_clean()

    def _bring_kept_files(self) -> None:
        """Files chosen in a sending that was refused come along again, unless their tick went or another one was chosen."""
        if not self.is_bound or not self.files_wait_for:
            return
        for name in self._file_fields():
            place = self.add_prefix(name)
            marks = self.data.getlist(f"{place}{KEPT_MARK}") if isinstance(self.data, QueryDict) else []
            chosen = self.files.getlist(place) if isinstance(self.files, MultiValueDict) else []
            many = getattr(self.fields[name].widget, "allow_multiple_selected", False)
            if not marks or (chosen and not many) or any(isinstance(each, KeptUpload) for each in chosen):
                continue
            files = MultiValueDict({key: self.files.getlist(key) for key in self.files})
            files.setlist(place, [*kept_files.take_all(marks, self.files_wait_for), *chosen])
            self.files = files

    def _file_fields(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, forms.FileField)]

    @property
    def is_sent_again(self) -> bool:
        """Whether what was sent is shown again to be mended, so that chosen files must wait."""
        return bool(self.errors)

    def files_kept(self, name: str) -> tuple[KeptFile, ...]:
        """The files of a field that wait for the next sending; of several where one is wrong, those that are not."""
        if not self.is_bound or not self.files_wait_for or not self.is_sent_again:
            return ()
        if name not in self._shown_files:
            chosen = self.files.getlist(self.add_prefix(name)) if isinstance(self.files, MultiValueDict) else []
            if name in self.errors:
                chosen = [upload for upload in chosen if len(chosen) > 1 and kept_files.looks_right(upload)]
            found = (kept_files.keep(upload, self.files_wait_for) for upload in chosen)
            self._shown_files[name] = tuple(each for each in found if each is not None)
        return self._shown_files[name]


def bind(form_class: type[Form], request: HttpRequest, **kwargs: Any) -> Form:
    """The form for this request: bound to what was posted, or to words kept from before the sign-in, else empty."""
    if request.method == "POST":
        form = form_class(request.POST, request.FILES, **kwargs)
        actor = actor_of(request)
        form.files_wait_for = actor.key if actor.is_signed_in else ""
        return form
    words = keeping.take(request)
    if words is None:
        return form_class(**kwargs)
    # The words are kept; the form's own marks are those of the page as it is drawn now.
    fresh = form_class(**kwargs)
    again = words.copy()
    for name, field in fresh.fields.items():
        if field.widget.is_hidden:
            again.pop(fresh.add_prefix(name), None)
            again[fresh.add_prefix(name)] = str(fresh.get_initial_for_field(field, name) or "")
    form = form_class(again, **kwargs)
    form.kept = True
    return form


def show_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put each reason of a refusal on its field; reasons without a field of this form go to its head.

    ``lines.2.amount`` finds the field of that name, or ``lines-2-amount`` as formsets name it.
    """
    words = language()
    for reason in refused.decision.reasons:
        form.add_error(_field_of(form, reason), ValidationError(_sentence(reason, words), code=reason.code))
    if isinstance(form, KhueForm):
        form.refusal = refused.decision


def _field_of(form: forms.BaseForm, reason: Reason) -> str | None:
    for name in (reason.field, reason.field.replace(".", "-"), reason.field.rsplit(".", 1)[-1]):
        if name and name in form.fields:
            return name
    return None


def _sentence(reason: Reason, words: str) -> str:
    parts = [reason.text.into(words)]
    if reason.next_step:
        parts.append(reason.next_step.into(words))
    return " ".join(parts)


class MoneyField(forms.Field):
    """Whole đồng: ``1.850.000.000``, ``1850000000``, with or without đ. Gives ``int``; what was typed stays typed."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = least

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_dong(str(value))
        except MoneyError as error:
            raise ValidationError(error.text.into(language()), code=error.code) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value < self.least:
            least = format_dong(self.least, language())
            raise ValidationError(_("The amount must be at least %(least)s."), code="least", params={"least": least})

    def prepare_value(self, value: Any) -> Any:
        return format_dong(value, "vi").removesuffix("đ").strip() if isinstance(value, int) else value


class TicksField(forms.TypedMultipleChoiceField):
    """Ticks that the deed judges and not the list: a form that is sent again names what its first sending took off it."""

    def valid_value(self, value: object) -> bool:
        words = str(value)
        return len(words) <= (18 if words.isdigit() else 36)  # a number of the database, or a UUID


class DayField(forms.DateField):
    """A day: ``17/03/2026``, ``2026-03-17``, ``17-3-2026``. Shown as 17/03/2026 in both languages."""

    def __init__(self, *, earliest: date = FIRST_DAY, latest: date = LAST_DAY, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault(
            "widget",
            forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off", "placeholder": _("day/month/year")}),
        )
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest
        self.error_messages["invalid"] = _("Enter a day that exists, as day/month/year. For example: 17/03/2026")

    def to_python(self, value: Any) -> date | None:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.earliest <= value <= self.latest:
            first, last = format_day(self.earliest, "vi"), format_day(self.latest, "vi")  # as days are typed
            message = _("Enter a day from %(first)s to %(last)s.")
            raise ValidationError(message, code="range", params={"first": first, "last": last})


class HourField(forms.TimeField):
    """An hour of the city's clock: ``17:00``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off", "placeholder": _("hours:minutes")})
        )
        kwargs.setdefault("input_formats", ["%H:%M", "%Hh%M", "%H.%M"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Enter an hour as hours:minutes. For example: 17:00")


class TaxCodeField(forms.CharField):
    """The tax code of an organisation: 10 digits, or 13 for a branch, checked by its check digit."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return str(mst.format(mst.validate(typed)))
        except InvalidLength as error:
            message = _("A tax code has 10 digits, or 13 for a branch. For example: 0100233488")
            raise ValidationError(message, code="length") from error
        except InvalidChecksum as error:
            message = _("This tax code can't exist: its check digit does not fit. Look at each digit again.")
            raise ValidationError(message, code="checksum") from error
        except NumberError as error:
            message = _("A tax code has digits only. For example: 0100233488")
            raise ValidationError(message, code="format") from error


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; gives a tuple of uploads. What they are is looked at by ``kernel.files``."""

    widget = FilesInput

    def __init__(self, *, most: int = 10, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> tuple[Any, ...]:
        given = tuple(upload for upload in data or () if upload)
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > self.most:
            raise ValidationError(_("At most %(most)s files at once."), code="many", params={"most": self.most})
        return given


class OnceForm(KhueForm):
    """Carries a key made when the page was drawn: posted twice, the deed is done once (``deed.repeated``)."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class SeenForm(KhueForm):
    """Carries the version of the record that the page showed, so that a page left open can't undo a colleague."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def require_seen(seen: int, current: int) -> None:
    """Raises Stale when the record has moved on since the page was opened."""
    if seen != current:
        raise Stale(
            Text(
                "Nội dung đã được người khác thay đổi trong lúc trang này đang mở nên chưa có gì được ghi.",
                "The record was changed by somebody else while this page was open, so nothing was written.",
            ),
            Text(
                "Mời ông/bà mở lại trang để xem nội dung mới rồi quyết định.",
                "Open the page again to see it, then decide.",
            ),
        )
