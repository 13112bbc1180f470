"""A version of a study: what it changes, its run, its result; run, stop, copy, publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.features.policylab import access, queries, usecases
from khue.features.policylab.domain import FLOW, CopyStudy, OrderRun, StopRun, figure_words, slug_of, summary
from khue.features.policylab.forms import PublishForm
from khue.features.policylab.queries import Version
from khue.features.policylab.views.frame import state_view, steps, study_crumbs, user
from khue.features.policylab.views.result import ResultView, result_view
from khue.features.policylab.views.sheets import certainty_label, file_of, text
from khue.kernel import web
from khue.kernel.forms import OnceForm, bind, show_refusal
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.wording import day_words

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class VersionPage:
    version: Version
    state: StateView
    steps: tuple[Link, ...]
    changes: TableView
    setting: tuple[Answer, ...]
    versions: tuple[Link, ...]
    result: ResultView | None
    may_run: bool
    may_stop: bool
    may_publish: bool
    public_href: str
    compare_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PublishPage:
    version: Version
    summary: Text
    crumbs: tuple[Link, ...]
    back_href: str


@require_safe
def study(request: HttpRequest, study_id: int) -> HttpResponse:
    """The newest version."""
    found = queries.version(study_id, None, user(request))
    return web.redirect("policylab:version", study_id, found.number)


@require_safe
def version(request: HttpRequest, study_id: int, number: int) -> HttpResponseBase:
    """What is changed, how far the run is, and what came of it."""
    return _show(request, study_id, number)


def _show(
    request: HttpRequest, study_id: int, number: int, reasons: tuple[Reason, ...] = (), status: int = 200
) -> HttpResponseBase:
    actor = user(request)
    found = queries.version(study_id, number, actor)
    own = found.mine and found.newest
    base = reverse("policylab:version", args=[study_id, number])
    page = VersionPage(
        version=found,
        state=state_view(found.state),
        steps=steps(found, "version") if own else (),
        changes=changes_table(found),
        setting=setting(found),
        versions=_versions(found),
        result=result_view(found.result, found.past, found.content.years, base) if found.result else None,
        may_run=found.mine and FLOW.may(found.state, "order"),
        may_stop=found.mine and FLOW.may(found.state, "stop"),
        may_publish=actor.may(access.PUBLISH) and FLOW.may(found.state, "publish"),
        public_href=reverse("policylab:published", args=[found.slug]) if found.slug else "",
        compare_href=f"{reverse('policylab:compare')}?a={study_id}.{number}",
        crumbs=study_crumbs(found)[:-1],
    )
    return web.render(request, "policylab/version.html", page, status, form=OnceForm(), reasons=reasons)


def changes_table(found: Version) -> TableView:
    """What the study changes, beside what holds: at a glance. Of a version that has run, as it was found then."""
    empty = EmptyView(
        _("Nothing is changed yet"),
        _("Choose a legal value, and give it another one."),
        reverse("policylab:law", args=[found.study_id]) if found.mine and found.newest else "",
        _("Change the law") if found.mine and found.newest else "",
        icon="pencil",
    )
    if found.content.changes_something:
        empty = EmptyView(_("It can't be shown any more"), queries.OUTGROWN_NEXT, icon="info-circle")
    return TableView(
        (
            Column(_("What")),
            Column(_("Now")),
            Column(_("Under the change")),
            Column(_("How sure the present value is")),
        ),
        (*_changed_values(found), *_switched_off(found)),
        caption=_("What the study changes"),
        empty=empty,
    )


def _changed_values(found: Version) -> tuple[Row, ...]:
    """One row for each change: a value that changes twice stands twice, each time with its day."""
    told = {line["id"]: line for line in law_told(found)}
    return tuple(
        Row(
            (
                Cell(Text.from_json(line["title"]), reverse("rulebook:parameter", args=[line["id"]]), line["id"]),
                queries.value_words(line["unit"], line["before"]),
                Cell(queries.value_words(line["unit"], _as_kept(each["value"])), note=_span(each), strong=True),
                certainty_label(line["certainty"], sample=line["sample"]),
            )
        )
        for each in found.content.reform.get("parameters", ())
        if (line := told.get(each["id"]))
    )


def _as_kept(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) else value


def _span(part: Mapping[str, Any]) -> str:
    """``from 01/01/2028 until 01/01/2030``, of a part with days of its own."""
    names = {
        name: day_words(date.fromisoformat(part[name]), short=True) for name in ("from", "until") if part.get(name)
    }
    if "from" in names and "until" in names:
        return _("from %(from)s until before %(until)s") % names
    if "from" in names:
        return _("from %(from)s") % names
    return _("until before %(until)s") % names if names else ""


def _switched_off(found: Version) -> tuple[Row, ...]:
    titles = titles_of(found)
    return tuple(
        Row(
            (
                Cell(titles.get(each["id"], Text(each["id"])), note=each["id"]),
                _("in force"),
                Cell(
                    _("replaced by %(rule)s") % {"rule": each["replaced_by"]}
                    if each.get("replaced_by")
                    else _("switched off"),
                    note=_span(each),
                    strong=True,
                ),
                "",
            )
        )
        for each in found.content.reform.get("rules", ())
    )


def law_told(found: Version) -> Sequence[Mapping[str, Any]]:
    """The legal values of the study: from its result, else from the law; none when that can't be asked any more."""
    if found.result is not None:
        told: Sequence[Mapping[str, Any]] = found.result["law"]
        return told
    try:
        book = queries.law_of(found.content.law_edition)
    except Missing:
        return ()
    since = found.content.reform.get("from")
    return queries.law_json(found.content, book, None, date.fromisoformat(since) if since else None)


def titles_of(found: Version) -> dict[str, Text]:
    """Names of the programmes, in the same way."""
    if found.result is not None:
        return {each["rule"]: Text.from_json(each["title"]) for each in found.result["programmes"]}
    try:
        book = queries.law_of(found.content.law_edition)
    except Missing:
        return {}
    return {each.rule: each.title for each in queries.programme_choices(book)}


def setting(found: Version) -> tuple[Answer, ...]:
    """From when, over which years, for which programmes, from which people."""
    content, titles, words = found.content, titles_of(found), web.language()
    told: list[tuple[Any, str]] = [
        (_("Years"), f"{content.first_year}–{content.last_year}"),
        (
            _("Programmes"),
            "; ".join(titles[rule].into(words) if rule in titles else rule for rule in content.programmes),
        ),
    ]
    if since := content.reform.get("from"):
        told.append((_("The change holds from"), f"{since[8:]}/{since[5:7]}/{since[:4]}"))
    if content.figures or content.weights:
        told.append((_("Changed assumptions"), "; ".join((*_changed_figures(found), *_changed_weights(found)))))
    told += [
        (_("Seed"), str(content.seed)),
        (_("Edition of the law"), content.law_edition),
        (_("Sign of the inputs"), found.inputs_digest),
        (_("Author"), found.owner_name),
    ]
    return tuple(Answer(label, value) for label, value in told)


def _changed_figures(found: Version) -> Iterator[str]:
    words = web.language()
    named = {each["id"]: Text.from_json(each["title"]) for each in (found.result or {}).get("assumptions", ())}
    for id, value in found.content.figures.items():
        number = Fraction(value)
        title = named[id].into(words) if id in named else id
        yield f"{title}: {figure_words(number, share=number < 1).into(words)}"


def _changed_weights(found: Version) -> Iterator[str]:
    """``Size: small 70 %, large 30 %`` for each way whose weights are changed."""
    words = web.language()
    named = {each["id"]: each for each in (found.result or {}).get("weights", ())}
    order = {id: place for place, id in enumerate(named)}
    ways: dict[str, list[str]] = {}
    for id, value in sorted(found.content.weights.items(), key=lambda each: order.get(each[0], 0)):
        line = named.get(id)
        way = text(line["way"]).into(words) if line else id.rpartition("/")[0]
        part = Text.from_json(line["title"]).into(words) if line else id.rpartition("/")[2]
        ways.setdefault(way, []).append(f"{part} {figure_words(Fraction(value), share=True).into(words)}")
    for way, parts in ways.items():
        yield f"{way}: {', '.join(parts)}"


def _versions(found: Version) -> tuple[Link, ...]:
    listed = queries.versions_of(found.study_id)
    if len(listed) < 2:
        return ()
    return tuple(
        Link(
            _("Version %(number)s") % {"number": number},
            reverse("policylab:version", args=[found.study_id, number]),
            current=number == found.number,
            note=str(state_view(state).label.into(web.language())),  # type: ignore[union-attr]  # every state has words
        )
        for number, state, _changed in listed
    )


@require_safe
def version_file(request: HttpRequest, study_id: str, number: str, table: str, kind: str) -> HttpResponseBase:
    """A table of the result."""
    found = queries.version(int(study_id), int(number), user(request))
    if found.result is None:
        raise queries.no_such_study()
    return file_of(found.result, found.past, table, kind, f"khue-{found.study_id}-{found.number}")


@require_POST
def run(request: HttpRequest, study_id: int, number: int) -> HttpResponseBase:
    """Order the run; a refusal stands on the page with all reasons."""
    actor = user(request)
    try:
        usecases.order_run(OrderRun(study_id, number, _once(request)), actor=actor)
    except Refused as refused:
        return _show(request, study_id, number, tuple(refused.decision.reasons), 422)
    return web.redirect("policylab:version", study_id, number)


@require_POST
def stop(request: HttpRequest, study_id: int, number: int) -> HttpResponseBase:
    """Compute no further."""
    actor = user(request)
    try:
        usecases.stop_run(StopRun(study_id, number, _once(request)), actor=actor)
    except Refused as refused:
        return _show(request, study_id, number, tuple(refused.decision.reasons), 422)
    messages.success(request, _("The run is stopped. What is computed stays for the next run."))
    return web.redirect("policylab:version", study_id, number)


@require_POST
def copy(request: HttpRequest, study_id: int, number: int) -> HttpResponse:
    """A study of one's own with the same content."""
    made = usecases.copy_study(CopyStudy(study_id, number, _once(request)), actor=user(request))
    messages.success(request, _("The study is copied. The copy is yours to change."))
    return web.redirect("policylab:outline", made)


@ask
def publish(request: HttpRequest, study_id: int, number: int) -> HttpResponseBase:
    """Put it before the public, under an address of its own."""
    actor = user(request)
    actor.require(access.PUBLISH)
    found = queries.version(study_id, number, actor)
    if found.result is None or found.slug:
        return web.redirect("policylab:version", study_id, number)
    form = bind(PublishForm, request, initial={"slug": slug_of(found.content.title.vi)})
    if request.method == "POST" and form.is_valid():
        try:
            slug = usecases.publish_study(form.command(study_id, number), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The study is published."))
            return web.redirect("policylab:published", slug)
    page = PublishPage(
        found,
        summary(found.result, found.content.years),
        study_crumbs(found),
        reverse("policylab:version", args=[study_id, number]),
    )
    return web.render(request, "policylab/publish.html", page, 422 if form.errors else 200, form=form)


def _once(request: HttpRequest) -> Any:
    form = OnceForm(request.POST)
    return form.cleaned_data.get("once") if form.is_valid() else None
