"""Reading the rules: the list, and one rule with its text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.rules.catalogue import refusals_json, rule_json, scenario_json, source_of
from khue.core.rules.engine import Point
from khue.features.rulebook import queries
from khue.features.rulebook.api.asking import told_at
from khue.features.rulebook.api.shapes import OnDay, RuleId, RuleOut, RuleTextOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Listing, whole


@door.get("/rules", Listing[RuleOut], Text("Các quy tắc", "The rules"), need="public")
def list_rules(request: HttpRequest, on: OnDay = None) -> Any:
    """Every rule of the city, by id, with its legal values as they stand on a day; on one page."""
    rulebook, day = queries.rulebook(), on or acting(request).today
    return whole(rulebook.rules.values(), lambda rule: rule_json(rulebook, rule, day))


@door.get("/rules/{rule_id}", RuleTextOut, Text("Một quy tắc, kèm nguyên văn", "A rule with its text"), need="public")
def read_rule(request: HttpRequest, rule_id: RuleId, on: OnDay = None) -> Any:
    """The rule that holds on a day: its text in Python, every no that it knows, its scenarios, its versions."""
    rulebook, day = queries.rulebook(), on or acting(request).today
    with told_at("", rulebook, rule_id):
        rule = rulebook.rule(rule_id, Point(day))
    versions = [
        {"since": each.since, "until": each.until, "known_since": each.known_since, "digest": each.digest}
        for each in rulebook.versions(rule_id)
    ]
    cases = [scenario_json(each) for each in queries.scenarios_of(rule_id)]
    return rule_json(rulebook, rule, day) | {
        "text": source_of(rule),
        "refusals": refusals_json(rule),
        "scenarios": cases,
        "versions": versions,
        "edition": rulebook.edition,
    }
