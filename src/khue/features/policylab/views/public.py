"""What everybody sees: a published study whole, its files, and a rerun."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.policylab import access, queries
from khue.features.policylab.domain import VISITOR_MOST, summary
from khue.features.policylab.forms import RerunForm
from khue.features.policylab.queries import Rerun, Version
from khue.features.policylab.views.frame import crumbs
from khue.features.policylab.views.result import ResultView, result_view
from khue.features.policylab.views.sheets import file_of, years
from khue.features.policylab.views.studies import changes_table, setting
from khue.kernel import limits, web
from khue.kernel.forms import OnceForm, bind
from khue.kernel.headers import disposition
from khue.kernel.ui import Answer, Link, TableView

PER_MINUTE = "6/m,60/h"


@dataclass(frozen=True, slots=True)
class PublishedPage:
    version: Version
    slug: str
    published_at: datetime
    by: str
    changes: TableView
    setting: tuple[Answer, ...]
    result: ResultView
    reform_href: str
    assumptions_href: str
    rerun_href: str
    command: str
    reform: str
    may_copy: bool
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RerunPage:
    version: Version
    slug: str
    rerun: Rerun | None
    summary: Text | None
    table: TableView | None
    same_rules: bool
    published: Text
    most: int
    crumbs: tuple[Link, ...]


@require_safe
def published(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything of a published study: question, change, result, assumptions, seed, and how to run it again."""
    actor = web.actor_of(request)
    found, at, by = queries.published(slug, actor)
    assert found.result is not None, "what is published has a result"
    reform, assumed = (reverse(f"policylab:{name}", args=[slug]) for name in ("reform-file", "assumptions-file"))
    page = PublishedPage(
        version=found,
        slug=slug,
        published_at=at,
        by=by,
        changes=changes_table(found),
        setting=setting(found),
        result=result_view(found.result, found.past, found.content.years, reverse("policylab:published", args=[slug])),
        reform_href=reform,
        assumptions_href=assumed,
        rerun_href=reverse("policylab:rerun", args=[slug]),
        command=f"khue rules simulate --population --reform {_name(slug, 'reform')} --assumptions {_name(slug, 'assumptions')}",
        reform=json.dumps(found.content.reform, ensure_ascii=False, indent=2),
        may_copy=actor.may(access.USE),
        crumbs=crumbs(),
    )
    return web.render(request, "policylab/published.html", page, form=OnceForm())


def _name(slug: str, what: str) -> str:
    return f"khue-{slug}-{what}.json"


@require_safe
def published_file(request: HttpRequest, slug: str, table: str, kind: str) -> HttpResponseBase:
    """A table of the result."""
    found, _at, _by = queries.published(slug, web.actor_of(request))
    return file_of(found.result or {}, found.past, table, kind, f"khue-{slug}")


@require_safe
def reform_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The reform as ``khue rules simulate`` reads it."""
    found, _at, _by = queries.published(slug, web.actor_of(request))
    return _json(found.content.reform, _name(slug, "reform"))


@require_safe
def assumptions_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Years, programmes, seed, changed figures and weights as ``khue rules simulate`` reads them."""
    content = queries.published(slug, web.actor_of(request))[0].content
    told = {
        "seed": content.seed,
        "years": [content.first_year, content.last_year],
        "programmes": list(content.programmes),
        "figures": dict(content.figures),
        "weights": dict(content.weights),
    }
    return _json(told, _name(slug, "assumptions"))


def _json(told: Any, name: str) -> HttpResponseBase:
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = disposition(name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def rerun(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Run a published study again, with at most so many cases; nothing is kept but the answer, for a day."""
    actor = web.actor_of(request)
    found, _at, _by = queries.published(slug, actor)
    assert found.result is not None, "what is published has a result"
    form = bind(RerunForm, request, initial={"seed": found.content.seed})
    again: Rerun | None = None
    if request.method == "POST" and form.is_valid():
        limits.allow(request, "policylab.rerun", PER_MINUTE)
        try:
            again = queries.rerun(found.content, found.control_digest, form.cleaned_data["seed"])
        except Missing as gone:
            form.add_error(None, gone.text.into(web.language()))
    page = RerunPage(
        version=found,
        slug=slug,
        rerun=again,
        summary=summary(again.result, found.content.years) if again else None,
        table=years(again.result).table(show_caption=True) if again else None,
        same_rules=again is None or again.edition == found.result["edition"],
        published=summary(found.result, found.content.years),
        most=VISITOR_MOST,
        crumbs=crumbs(Link(found.content.title, reverse("policylab:published", args=[slug]))),
    )
    return web.render(request, "policylab/rerun.html", page, 422 if form.errors else 200, form=form)
