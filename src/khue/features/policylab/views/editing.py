"""Writing a study: outline, changed law, assumptions. Each page saves by itself and says what is wrong at its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.core.rules.population import Figure
from khue.core.rules.weights import Part, Weighting
from khue.features.policylab import access, queries, usecases
from khue.features.policylab.domain import LegalLine, figure_field, figure_words, is_plain, value_field, weight_field
from khue.features.policylab.forms import (
    AssumptionsForm,
    ChangeOutlineForm,
    OutlineForm,
    PasteForm,
    ReformForm,
    outline_of,
)
from khue.features.policylab.forms import reform_text as text_of
from khue.features.policylab.queries import Version
from khue.features.policylab.views.frame import crumbs, steps, study_crumbs, user
from khue.features.policylab.views.sheets import certainty_label
from khue.features.rulebook import queries as rulebook
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Link

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class OutlinePage:
    title: str
    lead: str
    steps: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    cancel_href: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading, by their names in the form."""

    title: Any
    note: Any
    names: tuple[str, ...]
    side_by_side: bool = False


@dataclass(frozen=True, slots=True)
class EditPage:
    version: Version
    groups: tuple[FieldGroup, ...]
    steps: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    back_href: str
    makes_new: bool
    text_href: str = ""


@dataclass(frozen=True, slots=True)
class TextPage:
    """``fields_href``: where the same change stands in fields; empty when fields can't show it."""

    version: Version
    steps: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    back_href: str
    fields_href: str
    makes_new: bool
    example: str


EXAMPLE = """from: 2027-01-01
parameters:
  - {id: missions.equipment.trial_purchase_cap, value: 60}
  - {id: missions.equipment.topic_purchase_cap, value: 80, from: 2028-01-01}
rules:
  - {id: startups.interest-support, off: true, until: 2029-01-01}
"""


@ask
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin a study over the law as it stands."""
    actor = user(request)
    book = rulebook.rulebook()
    year = actor.today.year
    form = bind(
        OutlineForm,
        request,
        programmes=_programmes(queries.programme_choices(book)),
        initial={"first_year": year, "last_year": year + 4},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.start_study(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return web.redirect("policylab:law", made)
    lead = _("What shall be asked, over which years, for which programmes. The law is changed in the next step.")
    page = OutlinePage(
        _("Begin a study"),
        lead,
        (),
        crumbs(Link(_("Studies"), reverse("policylab:studies"))),
        reverse("policylab:studies"),
    )
    return web.render(request, "policylab/outline.html", page, 422 if form.errors else 200, form=form)


def _programmes(choices: Sequence[queries.ProgrammeChoice]) -> dict[str, str]:
    return {each.rule: each.title.into(web.language()).capitalize() for each in choices}


def _own(request: HttpRequest, study_id: int) -> tuple[Any, Version, Any]:
    """Actor, newest version and law of a study that is one's own. Raises Missing, NotAllowed."""
    actor = user(request)
    found = queries.version(study_id, None, actor)
    access.require_author(actor, found.owner)
    return actor, found, queries.law_of(found.content.law_edition)


@ask
def outline(request: HttpRequest, study_id: int) -> HttpResponseBase:
    """Names, question, years, programmes."""
    actor, found, book = _own(request, study_id)
    form = bind(
        ChangeOutlineForm,
        request,
        programmes=_programmes(queries.programme_choices(book)),
        initial={**outline_of(found.content), "seen": found.stamp},
    )
    if _saved(request, form, lambda: usecases.change_outline(form.change(study_id), actor=actor)):
        return web.redirect("policylab:law", study_id)
    back = reverse("policylab:version", args=[study_id, found.number])
    page = OutlinePage(_("Outline"), "", steps(found, "outline"), study_crumbs(found), back)
    return web.render(request, "policylab/outline.html", page, 422 if form.errors else 200, form=form)


@ask
def law(request: HttpRequest, study_id: int) -> HttpResponseBase:
    """Every legal value of the programmes with what holds now, and a field for what shall hold."""
    actor, found, book = _own(request, study_id)
    content = found.content
    since = queries.first_since(content, actor.today)
    lines = queries.legal_lines(content, book, since)
    if request.method != "POST" and not is_plain(content.reform):
        return web.redirect("policylab:reform-text", study_id)
    titles = {each.rule: each.title for each in queries.programme_choices(book)}
    form = bind(
        ReformForm,
        request,
        lines=lines,
        hints={line.id: _value_hint(line) for line in lines},
        programmes={rule: titles[rule].into(web.language()).capitalize() for rule in content.programmes},
        initial={**ReformForm.initial_of(content, lines), "since": since, "seen": found.stamp},
    )
    if _saved(request, form, lambda: usecases.change_reform(form.command(study_id), actor=actor)):
        return web.redirect("policylab:assumptions", study_id)
    groups = tuple(
        FieldGroup(
            titles[rule].capitalised(),
            rule,
            tuple(value_field(line.id) for line in form.lines if line.rules[0] == rule),
        )
        for rule in content.programmes
    )
    page = EditPage(
        found,
        tuple(group for group in groups if group.names),
        steps(found, "law"),
        study_crumbs(found),
        reverse("policylab:version", args=[study_id, found.number]),
        found.state != "draft",
        reverse("policylab:reform-text", args=[study_id]),
    )
    return web.render(request, "policylab/law.html", page, 422 if form.errors else 200, form=form)


@ask
def reform_text(request: HttpRequest, study_id: int) -> HttpResponseBase:
    """The change as text: pasted, or with days of its own for each part."""
    actor, found, _book = _own(request, study_id)
    form = bind(PasteForm, request, initial={"text": text_of(found.content), "seen": found.stamp})
    if _saved(request, form, lambda: usecases.paste_reform(form.command(study_id), actor=actor)):
        return web.redirect("policylab:assumptions", study_id)
    page = TextPage(
        found,
        steps(found, "law"),
        study_crumbs(found),
        reverse("policylab:version", args=[study_id, found.number]),
        reverse("policylab:law", args=[study_id]) if is_plain(found.content.reform) else "",
        found.state != "draft",
        EXAMPLE,
    )
    return web.render(request, "policylab/reform.html", page, 422 if form.errors else 200, form=form)


def _value_hint(line: LegalLine) -> str:
    words = web.language()
    return _("Now: %(value)s · %(provision)s · %(certainty)s") % {
        "value": queries.value_words(line.unit, line.value).into(words),
        "provision": line.cited.into(words),
        "certainty": certainty_label(line.certainty, sample=line.sample),
    }


@ask
def assumptions(request: HttpRequest, study_id: int) -> HttpResponseBase:
    """Every figure of the drawn population with value, source and certainty, and a field for another one."""
    actor, found, book = _own(request, study_id)
    people = queries.city_people(book)
    used = {rule.rule: rule for rule in people.only(found.content.programmes).programmes}
    ids = dict.fromkeys(id for each in used.values() for id in each.figures)
    figures = [people.figures[id] for id in ids]
    ways = queries.weightings_of(found.content, book)
    form = bind(
        AssumptionsForm,
        request,
        figures=figures,
        ways=ways,
        hints={each.id: _figure_hint(each) for each in figures} | _weight_hints(ways),
        initial={**AssumptionsForm.initial_of(found.content, figures), "seen": found.stamp},
    )
    if _saved(request, form, lambda: usecases.change_assumptions(form.command(study_id), actor=actor)):
        return web.redirect("policylab:study", study_id)
    published = tuple(_names(figures, assumed=False))
    assumed = tuple(_names(figures, assumed=True))
    groups = (
        FieldGroup(_("Published figures"), _("Reported by the press or the city; each with its source."), published),
        FieldGroup(_("Our assumptions"), _("No source was found. They are guesses that anybody may replace."), assumed),
        *(_weight_group(way, used[way.rule].text) for way in ways),
    )
    page = EditPage(
        found,
        tuple(group for group in groups if group.names),
        steps(found, "assumptions"),
        study_crumbs(found),
        reverse("policylab:version", args=[study_id, found.number]),
        found.state != "draft",
    )
    return web.render(request, "policylab/assumptions.html", page, 422 if form.errors else 200, form=form)


def _names(figures: Sequence[Figure], *, assumed: bool) -> list[str]:
    return [figure_field(each.id) for each in figures if each.assumed is assumed]


def _figure_hint(figure: Figure) -> str:
    value = figure_words(figure.value, share=figure.share).into(web.language())
    if figure.assumed:
        return _("The city's file says %(value)s: an assumption of ours.") % {"value": value}
    return _("The city's file says %(value)s, %(certainty)s: %(url)s") % {
        "value": value,
        "certainty": certainty_label(figure.certainty),
        "url": figure.url,
    }


def _weight_group(way: Weighting, programme: Text) -> FieldGroup:
    names = {"programme": programme.capitalised().into(web.language()), "way": _inside(way.text.into(web.language()))}
    return FieldGroup(
        _("%(programme)s: weights by %(way)s") % names,
        _("An assumption of ours: which part of all cases each one makes. Together they make 100%."),
        tuple(weight_field(part.id) for part in way.parts),
        side_by_side=True,
    )


def _inside(name: str) -> str:
    """A heading within a sentence begins small."""
    return name[:1].lower() + name[1:]


def _weight_hints(ways: Sequence[Weighting]) -> dict[str, str]:
    return {part.id: _weight_hint(part) for way in ways for part in way.parts}


def _weight_hint(part: Part) -> str:
    words = web.language()
    told = {"value": figure_words(part.weight, share=True).into(words)}
    if part.scale == 1:
        return _("The city's file says %(value)s.") % told
    told["scale"] = figure_words(part.scale, share=False).into(words)
    return _("The city's file says %(value)s; its amounts are %(scale)s times the median.") % told


def _saved(request: HttpRequest, form: Any, deed: Callable[[], int]) -> bool:
    """Whether the form was posted and its deed done; a refusal stands at its field."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        deed()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("The study is saved."))
    return True
