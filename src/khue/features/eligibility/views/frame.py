"""What every page of the room has in common: reading the address, writing it, and what search engines are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.rules.expressions import Fact
from khue.core.rules.words import spoken
from khue.features.eligibility import queries
from khue.features.eligibility.domain import Check, Given, askable, check, origin_of, pairs, read_answers
from khue.features.people.queries import PartyCard
from khue.kernel import ui, web

CHANGE, PARTY = "change", "party"
"""Names in the address that are no facts: the answer to be changed, and for whom it is asked."""

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponseBase]
Pairs = tuple[tuple[str, str], ...]


def unlisted(view: View[Asked]) -> View[Asked]:
    """Made for one reader: search engines stay out, and the browser asks each time, since the law may have moved."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


@dataclass(frozen=True)
class Asking:
    """A request read: the entitlements of today, the answers in its address, and what came of them."""

    actor: Actor
    entitlements: queries.Entitlements
    facts: Mapping[str, Fact]
    done: Check
    parties: tuple[PartyCard, ...]
    party: PartyCard | None
    record: Mapping[str, Any]
    told: Mapping[str, Any]

    def href(self, route: str, typed: Pairs | None = None, change: str = "") -> str:
        """A page of the room with answers (those of the request when none are given), one of them to be changed."""
        own = ((PARTY, str(self.party.id)),) if self.party else ()
        more = ((CHANGE, change),) if change else ()
        parts = (*own, *(pairs(self.done.given) if typed is None else typed), *more)
        return reverse(f"eligibility:{route}") + (f"?{urlencode(parts)}" if parts else "")

    @property
    def shared(self) -> str:
        """The answers for an address that anybody may have: without the party."""
        return urlencode(pairs(self.done.given))


def asking_of(request: HttpRequest) -> Asking:
    """Reads the address. What nobody asks is left out; nothing in it can fail."""
    actor = web.actor_of(request)
    typed = ((name, values[-1] if values else "") for name, values in request.GET.lists())
    parties = queries.parties(actor) if actor.is_signed_in else ()
    return read(actor, typed, parties, request.GET.get(PARTY, ""))


def read(actor: Actor, typed: Iterable[tuple[str, str]], parties: tuple[PartyCard, ...], party: str) -> Asking:
    found = queries.entitlements(actor.today)
    facts = askable(found.bounds)
    chosen = next((card for card in parties if str(card.id) == party), None)
    return Asking(
        actor=actor,
        entitlements=found,
        facts=facts,
        done=check(found.bounds, read_answers(facts, typed)),
        parties=parties,
        party=chosen,
        record=queries.record_of(chosen, facts) if chosen else {},
        told=queries.told_of(chosen, facts, actor) if chosen else {},
    )


def spoken_value(fact: Fact, value: Any) -> Text:
    """``enterprise`` → doanh nghiệp, an enterprise."""
    return Text(*(spoken(value, fact, language) for language in ("vi", "en"))).capitalised()


def answer_line(asking: Asking, given: Given) -> ui.Answer:
    """An answer as the list of one's answers shows it, with the way to change it."""
    fact = asking.facts[given.name]
    value: Any = _("I don’t know") if given.value is None else spoken_value(fact, given.value)
    return ui.Answer(
        fact.label or Text(fact.name),
        value,
        change_href=asking.href("ask", change=given.name),
        origin=_origin(asking, given),
    )


def _origin(asking: Asking, given: Given) -> str:
    if origin_of(given, asking.record):
        return _("From your record")
    return _("From your last saved check") if origin_of(given, asking.told) else ""


def answer_lines(asking: Asking) -> tuple[ui.Answer, ...]:
    return tuple(answer_line(asking, each) for each in asking.done.given if each.wrong is None)
