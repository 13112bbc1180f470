"""Tags that draw the values of ``kernel.ui``. They format; they never read a model, a clock or a setting of a room."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django import template
from django.forms import BoundField, FileField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from khue.core.actor import CITY_ZONE
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.kernel import ui
from khue.kernel.forms import KEPT_MARK
from khue.kernel.wording import (
    certainty,
    day_words,
    deadline_tone,
    deadline_words,
    language,
    number,
    plain,
    size,
    words,
)

register = template.Library()
for _filter in (words, plain, number, size, certainty):
    register.filter(_filter.__name__, _filter)

RING_RADIUS = 30
RING_LENGTH = 188.5  # 2 π r, in units of the drawing


# ---- words, days, money ---------------------------------------------------------------------------------------------


@register.simple_tag
def text(value: Any) -> str:
    return words(value)


@register.simple_tag
def day(value: date | None, short: bool = False) -> str:
    """A day of the city's calendar as a ``<time>``; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(CITY_ZONE).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value, short=short))


@register.simple_tag
def moment(value: datetime | None) -> str:
    """A moment on the city's clock: ``15:04, 17/03/2026``."""
    if value is None:
        return "–"
    local = value.astimezone(CITY_ZONE)
    written = f"{local:%H:%M}, {day_words(local, short=True)}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), written)


@register.simple_tag
def money(value: int | None, currency: str = "VND") -> str:
    """Integer đồng, or smallest units of another currency with its code; a dash for none."""
    if value is None:
        return "–"
    written = format_dong(value, language()) if currency == "VND" else f"{number(value)} {currency}"
    return format_html('<span class="money">{}</span>', written)


@register.simple_tag
def icon(name: str, kind: str = "") -> str:
    """An icon of the sprite, silent for screen readers: words always stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f"icon-{kind}" if kind else "",
        static("vendor/tabler-icons/sprite.svg"),
        name,
    )


# ---- states, clocks, steps ------------------------------------------------------------------------------------------


@register.simple_tag
def state(value: ui.StateView) -> str:
    return format_html(
        '<span class="state state-{}" data-state="{}">{}</span>', value.tone, value.code, words(value.label)
    )


@register.simple_tag
def deadline(value: ui.DeadlineView | None, small: bool = False) -> str:
    """Ring, words and date at once; ``small`` for a line of a list."""
    if value is None:
        return ""
    share = 1.0
    if value.total > 0 and not value.ended_on and value.remaining >= 0:
        share = min(1.0, value.remaining / value.total)
    context = {
        "deadline": value,
        "words": deadline_words(value),
        "tone": deadline_tone(value),
        "figure": "✓" if value.ended_on else abs(value.remaining),
        "dash": f"{RING_LENGTH * share:.1f} {RING_LENGTH:.1f}",
        "radius": RING_RADIUS,
    }
    if small:
        return format_html(
            '<span class="clock clock-{}"><span class="clock-words">{}</span> {}</span>',
            context["tone"],
            context["words"],
            day(value.ended_on or value.due_on) if value.ended_on or not value.due_at else moment(value.due_at),
        )
    return render_to_string("ui/deadline.html", context)


@register.simple_tag
def steps(rows: Iterable[ui.StepView]) -> str:
    return render_to_string("ui/steps.html", {"steps": tuple(rows)})


@register.simple_tag
def when(value: date | datetime | str | None) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return day(value, short=True) if isinstance(value, date) else words(value)


# ---- tables ---------------------------------------------------------------------------------------------------------


def _bare(value: Any, kind: str) -> str:
    """One value as a cell shows it; Python, not a template, because a desk page has hundreds of them."""
    match value:
        case None:
            return mark_safe('<span class="none">–</span>')
        case ui.StateView():
            return state(value)
        case ui.DeadlineView():
            return str(deadline(value, small=True))
        case ui.Link():
            return format_html('<a href="{}">{}</a>', value.href, words(value.label))
        case ui.Tick():
            return format_html(
                '<input type="checkbox" class="row-tick" form="{}" name="{}" value="{}" aria-label="{}"{}>',
                value.form, value.name, value.value, plain(value.label), mark_safe(" checked") if value.ticked else "",
            )  # fmt: skip
        case datetime():
            return moment(value)
        case date():
            return day(value, short=True)
        case bool():
            return gettext("Yes") if value else gettext("No")
        case int() if kind == "money":
            return money(value)
        case int():
            return number(value)
        case str() if len(value) <= 24 and "-" in value and " " not in value:
            return format_html('<span class="nobr">{}</span>', value)
        case tuple() | list():
            lines = format_html_join(mark_safe("<br>"), "{}", ((_bare(item, kind),) for item in value))
            return format_html("<span>{}</span>", lines)
    return words(value)


@register.simple_tag
def cell(value: Any, kind: str = "text") -> str:
    """A cell with its link, weight and small line."""
    if not isinstance(value, ui.Cell):
        return _bare(value, kind)
    shown = _bare(value.value, kind)
    if value.href:
        shown = format_html('<a href="{}">{}</a>', value.href, shown)
    if value.strong:
        shown = format_html("<strong>{}</strong>", shown)
    if value.note:
        shown = format_html('{}<span class="cell-note">{}</span>', shown, words(value.note))
    return shown


def _page_href(context: template.Context, cursor: str | None) -> str:
    if not cursor or cursor.startswith(("?", "/", "http")):
        return cursor or ""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    query["after"] = cursor
    return "?" + query.urlencode()


def _lines(table: ui.TableView) -> list[SafeString]:
    """The rows as HTML, written here and not in the template: lists are what people open all day."""
    labels = [format_html(' class="kind-{}" data-label="{}">', c.kind, plain(c.label)) for c in table.columns]
    kinds = [column.kind for column in table.columns]
    made = []
    for row in table.rows:
        parts: list[str] = [format_html('<tr class="row-{}">', row.tone)]
        for index, (kind, value) in enumerate(zip(kinds, row.cells, strict=True)):
            shown = conditional_escape(cell(value, kind))
            if index == 0:
                if row.href and not getattr(value, "href", ""):
                    shown = format_html('<a class="row-link" href="{}">{}</a>', row.href, shown)
                parts.append(f'<th scope="row"{labels[index]}{shown}</th>')
            else:
                parts.append(f"<td{labels[index]}{shown}</td>")
        made.append(mark_safe("".join(parts) + "</tr>"))  # every part above is escaped
    return made


@register.simple_tag(takes_context=True)
def datatable(context: template.Context, table: ui.TableView) -> str:
    """A table that becomes cards at 360 px, with its pages and exports; its empty state when there is no row."""
    return render_to_string(
        "ui/table.html",
        {
            "table": table,
            "lines": _lines(table),
            "foot": tuple(zip(table.columns, table.foot.cells, strict=True)) if table.foot else (),
            "next": _page_href(context, table.next),
            "previous": _page_href(context, table.previous),
        },
    )


# ---- words around a matter ------------------------------------------------------------------------------------------


@register.simple_tag
def whynote(reasons: Decision | Iterable[Reason], title: Any = "", href: str = "") -> str:
    """The gold note: every reason with its provision, its certainty and what can be done."""
    binding = reasons.binding if isinstance(reasons, Decision) else True
    listed = tuple(reasons.reasons if isinstance(reasons, Decision) else reasons)
    if not listed:
        return ""
    return render_to_string("ui/whynote.html", {"reasons": listed, "title": title, "href": href, "binding": binding})


@register.simple_tag
def filelist(files: Iterable[Any]) -> str:
    return render_to_string("ui/filelist.html", {"files": tuple(files)})


@register.filter
def file_icon(media_type: str) -> str:
    if media_type == "application/pdf":
        return "file-type-pdf"
    return "file-spreadsheet" if "sheet" in media_type or "csv" in media_type else "file-text"


@register.simple_tag
def emptystate(title: Any, text: Any = "", href: str = "", label: Any = "", icon: str = "inbox") -> str:
    value = title if isinstance(title, ui.EmptyView) else ui.EmptyView(title, text, href, label, icon)
    return render_to_string("ui/empty.html", {"empty": value})


@register.simple_tag
def tasklist(groups: Iterable[ui.TaskGroup | ui.TaskView]) -> str:
    """Groups of tasks, or bare tasks as one group without a title."""
    listed = tuple(groups)
    loose = tuple(item for item in listed if isinstance(item, ui.TaskView))
    grouped = tuple(item for item in listed if isinstance(item, ui.TaskGroup))
    if loose:
        grouped = (ui.TaskGroup("", loose), *grouped)
    return render_to_string("ui/tasklist.html", {"groups": grouped})


@register.simple_tag
def answers(rows: Iterable[ui.AnswerGroup | ui.Answer]) -> str:
    """ "Check your answers", or any summary list: groups, or bare answers as one group."""
    listed = tuple(rows)
    loose = tuple(item for item in listed if isinstance(item, ui.Answer))
    grouped = tuple(item for item in listed if isinstance(item, ui.AnswerGroup))
    if loose:
        grouped = (ui.AnswerGroup("", loose), *grouped)
    return render_to_string("ui/answers.html", {"groups": grouped})


@register.simple_tag
def panel(title: Any, number: str = "", text: Any = "") -> str:
    value = title if isinstance(title, ui.PanelView) else ui.PanelView(title, number, text)
    return render_to_string("ui/panel.html", {"panel": value})


@register.simple_tag
def figures(rows: Iterable[ui.FigureView]) -> str:
    return render_to_string("ui/figures.html", {"figures": tuple(rows)})


@register.simple_tag
def cards(rows: Iterable[ui.CardView], columns: int = 3, level: int = 3) -> str:
    """A grid of cards; ``level`` is the heading level under the heading before it."""
    return render_to_string("ui/cards.html", {"cards": tuple(rows), "columns": columns, "level": level})


@register.simple_tag
def tabs(links: Iterable[ui.Link], label: Any = "") -> str:
    return render_to_string("ui/tabs.html", {"links": tuple(links), "label": label})


@register.simple_tag
def breadcrumb(links: Iterable[ui.Link], here: Any = "") -> str:
    return render_to_string("ui/breadcrumb.html", {"links": tuple(links), "here": here})


@register.simple_tag(takes_context=True)
def chart(context: template.Context, value: ui.ChartView) -> str:
    """A drawing from a JSON block, made by ``khue.js``; its table stands below and alone without script."""
    options = _plain_json(value.options)
    # Named after what it shows: a counter would start anew inside an include.
    mark = sha256(json.dumps([plain(value.title), options], default=str).encode()).hexdigest()[:10]
    values = {
        "chart": value,
        "id": f"chart-{mark}",
        "options": options,
        "table": datatable(context, value.table),
    }
    return render_to_string("ui/chart.html", values)


def _plain_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain_json(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain_json(item) for item in value]
    return value if isinstance(value, (int, float, bool, str)) or value is None else plain(value)


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

    A question that may stay empty says so (``optional=False`` hides that).
    """
    if bound.is_hidden:
        return str(bound)
    kind = _kind(bound)
    context = {
        "field": bound,
        "group": kind in {"radioselect", "checkboxselectmultiple"} or ("multi" in kind and "select" not in kind),
        "box": kind == "checkbox",
        "suffix": suffix,
        "optional": optional and not bound.field.required and kind != "checkbox",
        "described": _described(bound),
        "kept": _kept(bound),
    }
    return render_to_string("ui/field.html", context)


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
