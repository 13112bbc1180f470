"""Asking: inputs, errors, rows of inputs."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, FileField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from khue.kernel.forms import KEPT_MARK
from khue.kernel.templatetags.khue.library import register
from khue.kernel.templatetags.khue.words import icon

# ---- asking ---------------------------------------------------------------------------------------------------------

_BOXES = {"checkbox", "radioselect", "checkboxselectmultiple", "checkboxinput"}


def _kind(bound: BoundField) -> str:
    return str(bound.widget_type)


def _described(bound: BoundField) -> str:
    ids = []
    if bound.help_text:
        ids.append(f"{bound.auto_id}_hint")
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


@register.simple_tag
def control(bound: BoundField) -> str:
    """The bare input with our classes, and its hint and error linked."""
    kind = _kind(bound)
    css = "" if kind in _BOXES else "form-select" if "select" in kind else "form-control"
    widget = bound.field.widget
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {css}".strip()}
    if bound.errors:
        attrs["class"] += " is-invalid"
        attrs["aria-invalid"] = "true"
    if kind == "textarea" and widget.attrs.get("rows") == "10":
        attrs["rows"] = "5"  # Django's default of ten is too tall for one question among others
    if described := _described(bound):
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)


@register.simple_tag
def field(bound: BoundField, suffix: Any = "", optional: bool = True) -> str:
    """Label, hint, error and input of one question. ``suffix`` stands behind the input (``đ``).

    A question that may stay empty says so (``optional=False`` hides that, and so does its name in the form's ``needed``).
    """
    if bound.is_hidden:
        return str(bound)
    kind = _kind(bound)
    context = {
        "field": bound,
        "group": kind in {"radioselect", "checkboxselectmultiple"} or ("multi" in kind and "select" not in kind),
        "box": kind == "checkbox",
        "suffix": suffix,
        "optional": optional and kind != "checkbox" and not (bound.field.required or bound.name in _needed(bound)),
        "described": _described(bound),
        "kept": _kept(bound),
    }
    return render_to_string("ui/field.html", context)


def _needed(bound: BoundField) -> tuple[str, ...]:
    """What the decision behind the form asks for although no field of it is required; forms that are not ours have none."""
    return getattr(bound.form, "needed", ())


def _kept(bound: BoundField) -> tuple[tuple[str, Any], ...]:
    """Files of a sending that was refused, each with the name of its tick."""
    if not isinstance(bound.field, FileField) or not hasattr(bound.form, "files_kept"):
        return ()
    return tuple((f"{bound.html_name}{KEPT_MARK}", file) for file in bound.form.files_kept(bound.name))


@register.simple_tag
def fielderror(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    return format_html(
        '<div class="field-error" id="{}_error">{}{}</div>',
        bound.auto_id,
        icon("alert-triangle"),
        format_html_join(mark_safe("<br>"), "{}", ((error,) for error in bound.errors)),
    )


def _form_errors(form: Any) -> list[tuple[str, str]]:
    """Every error of a form as (anchor, sentence); the anchor is empty for the form as a whole."""
    found = [("", str(error)) for error in form.non_field_errors()]
    # The label stands before the sentence: "This field is required" alone would name nothing.
    for bound in form:
        anchor = bound.id_for_label or bound.auto_id
        if _kind(bound) in {"radioselect", "checkboxselectmultiple"}:
            anchor = f"{bound.auto_id}_0"
        found += [(anchor, f"{bound.label}: {error}") for error in bound.errors]
    return found


@register.simple_tag
def errorsummary(*forms: Any) -> SafeString | str:
    """On top of a page that was sent with mistakes: each mistake leads to its input. Takes forms and formsets."""
    found: list[tuple[str, str]] = []
    for form in forms:
        if not form or not form.is_bound:
            continue
        if hasattr(form, "management_form"):
            found += [("", str(error)) for error in form.non_form_errors()]
            for part in form.forms:
                found += _form_errors(part)
        else:
            found += _form_errors(form)
    return render_to_string("ui/errorsummary.html", {"errors": found}) if found else ""


@register.simple_tag
def lines(formset: Any, caption: Any = "", add_label: Any = "") -> str:
    """Rows of inputs (cost lines) from a formset. "Add a row" and "Remove" are submit buttons named ``add_line`` and
    ``remove_line`` (value: prefix, or prefix and number), so that they work without script; htmx renews only the rows."""
    columns = tuple(bound for bound in formset.empty_form if not bound.is_hidden and bound.name != "DELETE")
    context = {"formset": formset, "columns": columns, "caption": caption, "add_label": add_label}
    return render_to_string("ui/lines.html", context)
