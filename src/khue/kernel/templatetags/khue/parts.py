"""Words around a matter: notes, lists of files and tasks, panels, figures, cards, charts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django import template
from django.template.loader import render_to_string

from khue.core.decision import Decision, Reason
from khue.kernel import ui
from khue.kernel.templatetags.khue.library import register
from khue.kernel.templatetags.khue.tables import datatable
from khue.kernel.wording import plain


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
