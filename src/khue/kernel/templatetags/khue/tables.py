"""Tables and their cells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from khue.kernel import ui
from khue.kernel.templatetags.khue.library import register
from khue.kernel.templatetags.khue.words import day, deadline, moment, money, state
from khue.kernel.wording import number, plain, words

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
    if value.picture:
        image = format_html(
            '<img class="cell-picture" src="{}" alt="" width="{}" height="{}" loading="lazy">',
            value.picture.href, value.picture.width, value.picture.height,
        )  # fmt: skip
        shown = format_html('<span class="cell-beside">{}<span>{}</span></span>', image, shown)
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
