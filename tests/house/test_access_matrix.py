"""Every route × every persona: the answer to GET, and to POST of an empty form, as declared in access.toml."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from khue.kernel import problems
from khue.site.reference.routes import Route, all_routes
from tests.house.conftest import House
from tests.house.stock import PERSONAS
from tests.house.stock.shape import groups_of

FILE = Path(__file__).with_name("access.toml")
DECLARED: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
PATTERNS: dict[str, Any] = DECLARED["patterns"]
LINES: dict[str, Any] = DECLARED.get("routes", {})
ROUTES: dict[str, Route] = {route.name: route for route in all_routes()}
METHODS = ("get", "post")


def expected(name: str, method: str, persona: str) -> int:
    answers = LINES[name][method]
    answers = PATTERNS[answers] if isinstance(answers, str) else answers
    if isinstance(answers, int):
        return answers
    return int(next(answers[group] for group in groups_of(persona) if group in answers))


@dataclass(frozen=True)
class Answers:
    codes: dict[str, int]
    wrote: tuple[str, ...]
    dead: tuple[str, ...] = ()


def observed(house: House, name: str, method: str) -> Answers:
    path = house.path(ROUTES[name])
    # Whoever is signed in asks as a program would: a refusal then comes without the page around it, of which
    # test_strict_pages looks at one of each kind. What opens is drawn whole, for each of them.
    found = {
        persona: house.ask(persona, method, path, headers={} if persona == "visitor" else {"accept": problems.JSON})
        for persona in PERSONAS
    }
    codes = {persona: answer.status_code for persona, answer in found.items()}
    wrote = tuple(persona for persona, answer in found.items() if answer.deeds)
    dead = [link for persona, answer in found.items() for link in dead_links(house, name, persona, answer)]
    return Answers(codes, wrote, tuple(dead))


WHOLE_LISTS = {"documents:papers", "people:history", "people:merge"}
"""The register numbers every paper, also those that only their sides may read (a contract about a technology); a party's history names all
that was done about it, of which not every room is open to whoever keeps the record of parties."""


def dead_links(house: House, name: str, persona: str, answer: Any) -> list[str]:
    """Links of a page that refuse the persona who sees them. Asked are those to pages that mostly refuse such a persona."""
    if (
        name in WHOLE_LISTS
        or answer.status_code != 200
        or answer.streaming
        or not answer.get("Content-Type", "").startswith("text/html")
    ):
        return []
    links = {unescape(link) for link in re.findall(r'<a\s[^>]*?href="(/vi/[^"#]+)', answer.content.decode())}
    doubtful = [link for link in sorted(links) if refused_mostly(persona, link)]
    return [f"{persona}: {link}" for link in doubtful if _code(house, persona, link) >= 400]


_codes: dict[tuple[str, str], int] = {}


def _code(house: House, persona: str, link: str) -> int:
    """Asked once in this process: many pages have the same link."""
    if (persona, link) not in _codes:
        _codes[persona, link] = house.ask(persona, "get", link).status_code
    return _codes[persona, link]


def refused_mostly(persona: str, link: str) -> bool:
    try:
        name = resolve(link.partition("?")[0]).view_name
    except Resolver404:
        return True
    return name in LINES and expected(name, "get", persona) in (403, 404)


def line_for(house: House, name: str) -> str:
    """What access.toml would say if everything were right as it is: read it before believing it."""
    answers = {}
    for method in METHODS:
        found = observed(house, name, method).codes
        for pattern, declared in PATTERNS.items():
            if all(found[p] == _of(declared, p) for p in PERSONAS):
                answers[method] = f'"{pattern}"'
                break
        else:
            common = Counter(found.values()).most_common(1)[0][0]
            rest = [f"{persona} = {code}" for persona, code in found.items() if code != common]
            answers[method] = "{ " + ", ".join([f"all = {common}", *rest]) + " }" if rest else str(common)
    return f'"{name}" = {{ get = {answers["get"]}, post = {answers["post"]} }}'


def _of(declared: Any, persona: str) -> int:
    if isinstance(declared, int):
        return declared
    return int(next((declared[group] for group in groups_of(persona) if group in declared), 0))


def test_every_route_has_its_line(house: House) -> None:
    missing = [name for name in ROUTES if name not in LINES]
    proposed = [line_for(house, name) for name in missing]
    assert not missing, "add to tests/house/access.toml, when it is what should be:\n" + "\n".join(proposed)


def test_every_line_has_its_route() -> None:
    assert sorted(LINES.keys() - ROUTES.keys()) == []


@pytest.mark.parametrize("name", sorted(LINES.keys() & ROUTES.keys()))
def test_each_persona_gets_the_declared_answer(house: House, name: str) -> None:
    for method in METHODS:
        found = observed(house, name, method)
        declared = {persona: expected(name, method, persona) for persona in PERSONAS}
        assert found.codes == declared, f"{method} {house.path(ROUTES[name])}"
        assert not found.dead, f"{house.path(ROUTES[name])} has links that refuse whoever follows them"
        assert found.wrote == tuple(LINES[name].get(f"{method}_writes", ())), (
            f"{method} of an empty form wrote something"
        )


def test_no_answer_is_declared_to_be_a_fault_and_no_visitor_writes() -> None:
    assert not [
        name for name in LINES if "visitor" in LINES[name].get("post_writes", ()) or "get_writes" in LINES[name]
    ]
    codes = {expected(name, method, persona) for name in LINES for method in METHODS for persona in PERSONAS}
    assert max(codes) < 500
