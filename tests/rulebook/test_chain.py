"""From the law to what rests on it: rules with their cases, and decisions as far as a reader may see them."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from khue.core.rules.engine import Point
from khue.core.rules.explain import considered
from khue.features.missions.domain.commands import DecideSupport
from khue.features.missions.usecases import decide_support
from khue.features.rulebook import queries, usecases
from khue.features.rulebook.queries import RestingAsked
from khue.features.rulebook.views.cases import cases
from khue.kernel.deeds import command
from khue.kernel.models import User
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.cast import persona
from tests.missions.stories import TRIAL, appraised

pytestmark = pytest.mark.django_db
RULE = "missions.equipment-support"
LINE = {
    "task_kind": "trial-production",
    "cost_class": "purchase",
    "amount": 800_000_000,
    "other_public": 0,
    "software": False,
}


def page(path: str, client: Client | None = None, **query: Any) -> str:
    answer = (client or Client()).get(path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def browser(name: str) -> Client:
    client = Client()
    if name == "visitor":
        return client
    client.force_login(User.objects.get(username=f"persona-{name}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = name
    session.save()
    return client


def test_the_list_of_rules_leads_to_each_and_finds_words_without_marks() -> None:
    assert f"/vi/law/rules/{RULE}/" in page("/vi/law/rules/", q=RULE)
    found = page("/vi/law/rules/", q="thoi gian thu nghiem")
    assert "sandbox.term" in found
    assert RULE not in found
    rows = json.loads(b"".join(Client().get("/vi/law/rules/?format=json").streaming_content))["rows"]
    assert {row["id"] for row in rows} == set(queries.rulebook().rules)


def test_every_rule_has_its_cases_in_a_table_and_a_page() -> None:
    every = queries.rulebook().rules
    for id, rule in every.items():
        rows = cases(rule, f"/vi/law/rules/{id}/").rows
        assert len(rows) == len(queries.scenarios_of(id)) > 0, id
        assert all(row.cells[3].href.endswith("#try") for row in rows)
    for id in list(every)[::8]:
        for language in ("vi", "en"):
            assert f"/{language}/law/provisions/" in page(f"/{language}/law/rules/{id}/"), id


def test_a_typed_case_is_answered_in_the_language_of_the_page() -> None:
    typed = {
        "task_kind": "trial-production",
        "cost_class": "purchase",
        "amount": "800.000.000",
        "other_public": "0",
        "software": "no",
    }
    vietnamese = page(f"/vi/law/rules/{RULE}/", on="05/05/2026", **typed)
    assert "được hỗ trợ tối đa 400.000.000 đ" in vietnamese
    assert "/vi/law/provisions/res-34-2025.equipment-trial/" in vietnamese.split('id="cases"')[0]
    assert "may be granted up to 400,000,000" in page(f"/en/law/rules/{RULE}/", on="05/05/2026", **typed)


def test_a_case_with_gaps_says_what_is_missing_and_a_faulty_one_says_where() -> None:
    assert "What to answer first:" in page(f"/en/law/rules/{RULE}/", on="05/05/2026", cost_class="purchase")
    wrong = Client().get(f"/en/law/rules/{RULE}/", {"on": "05/05/2026", "amount": "plenty", "software": "perhaps"})
    assert wrong.status_code == 422
    assert b"id_amount_error" in wrong.content
    assert b"id_software_error" in wrong.content
    early = Client().get(f"/en/law/rules/{RULE}/", {"on": "05/05/2025", "amount": "1"})
    assert early.status_code == 422
    assert b"is not in force on 2025-05-05" in early.content


def test_lists_of_lines_are_typed_line_by_line() -> None:
    days = {"start": "05/01/2026", "end": "04/01/2027"}
    more = {"extensions.1.start": "05/01/2027", "extensions.1.end": "04/01/2028"}
    text = page("/en/law/rules/sandbox.term/", on="05/01/2026", **days, **more)
    assert "4 January 2028" in text
    assert 'name="extensions.2.start"' in text
    assert "4 January 2027" in page("/en/law/rules/sandbox.term/", on="05/01/2026", **days)


def test_a_case_of_the_table_fills_the_form() -> None:
    text = page("/en/law/rules/sandbox.term/")
    href = re.findall(r'href="(/en/law/rules/sandbox.term/\?[^"#]*extensions[^"#]*)#try"', text)[0].replace(
        "&amp;", "&"
    )
    answer = Client().get(href)
    assert answer.status_code in (200, 422)
    assert b'name="extensions.1.start" value=' in answer.content


def keep(subject: str, **facts: Any) -> None:
    actor = persona("decider")
    answer = queries.rulebook().ask(RULE, {**LINE, **facts}, Point(actor.today))
    with command("rulebook.keep_edition", actor, subject=subject) as deed:
        usecases.keep_ruling(subject, answer, line="9", deed=deed)


def test_what_rested_is_found_by_rule_figure_provision_and_text() -> None:
    keep("decision:900001")
    keep("decision:900002", other_public=5)
    visitor = persona("resident")
    for asked, decisions in {
        RestingAsked(rule=RULE): 2,
        RestingAsked(parameter="missions.equipment.trial_purchase_cap"): 1,
        RestingAsked(parameter="missions.funding.one_public_source"): 2,
        RestingAsked(parameter="missions.equipment.software_needs_direct_use"): 2,
        RestingAsked(provision="decree-265-2025.no-double-funding"): 2,
        RestingAsked(instrument="decree-265-2025"): 2,
        RestingAsked(provision="res-34-2025.equipment-trial"): 1,
        RestingAsked(instrument="res-34-2025"): 2,
        RestingAsked(rule="sandbox.term"): 0,
    }.items():
        count = queries.resting_count(asked, visitor)
        assert (count.decisions, count.visible) == (decisions, 0), asked
        assert queries.resting(asked, visitor).rows == ()


def test_a_refused_decision_is_found_under_every_law_on_which_its_refusal_rests() -> None:
    for number, (id, rule) in enumerate(sorted(queries.rulebook().rules.items())):
        keys = {key for refusal in rule.ruling.refusals for key in refusal.rests_on}
        if number % 6 or not keys:
            continue
        bound = queries.rulebook().at(id, Point(rule.since))
        said = {told.get("parameter") for told in considered(bound.answer({}))}
        said |= {told.get("provision") for told in considered(bound.answer({}))}
        assert keys <= said, id


def test_on_the_page_of_decisions_a_refusal_stands_under_the_value_it_rests_on() -> None:
    story = appraised(TRIAL).granted()
    for asked in (
        {"parameter": "missions.funding.one_public_source"},
        {"provision": "decree-265-2025.no-double-funding"},
    ):
        assert story.number in page("/en/law/decisions/", browser("clerk"), **asked), asked


def test_staff_see_the_dossier_and_the_public_only_what_is_public() -> None:
    keep("decision:900001")
    clerk = persona("clerk")
    assert clerk.may("dossiers.read")
    for text in (page("/en/law/decisions/", rule=RULE), page(f"/en/law/rules/{RULE}/")):
        assert "1 decision rested on it." in text
        assert "You can see 0 of them" in text
        assert "decision:900001" not in text


def test_who_asks_sees_the_decision_of_a_dossier_and_everybody_a_grant_that_is_public() -> None:
    story = appraised(TRIAL).granted()
    shown = [
        ("visitor", f"/en/register/{story.number}/"),
        ("founder", f"/en/register/{story.number}/"),
        ("researcher", f"/en/dossiers/{story.number}/"),
        ("clerk", f"/en/dossiers/{story.number}/"),
    ]
    for name, href in shown:
        text = page("/en/law/decisions/", browser(name), rule=RULE)
        assert f'href="{href}"' in text, name
        assert "line 2" in text
        rows = json.loads(b"".join(browser(name).get(f"/en/law/decisions/?rule={RULE}&format=json").streaming_content))
        assert [row["line"] for row in rows["rows"]] == ["2", "1"]
    on_rule = page(f"/en/law/rules/{RULE}/")
    assert "1 decision rested on it." in on_rule
    assert story.number in on_rule
    assert story.number in page("/en/law/provisions/res-34-2025.equipment-trial/")


def test_a_refusal_is_for_its_applicant_and_for_staff_alone() -> None:
    story = appraised(TRIAL)
    decide_support(
        DecideSupport(story.task("decision"), "refuse", ground="Không thuộc danh mục ưu tiên", once=uuid4()),
        actor=persona("decider"),
    )
    for name, seen in (("visitor", False), ("founder", False), ("researcher", True), ("clerk", True)):
        assert (story.number in page("/en/law/decisions/", browser(name), rule=RULE)) is seen, name
    assert "You can see 0 of them" in page(f"/en/law/rules/{RULE}/")


def test_the_list_of_decisions_is_paged_by_key() -> None:
    story = appraised(TRIAL).granted()
    first = queries.resting(RestingAsked(rule=RULE), persona("clerk"), None, 1)
    second = queries.resting(RestingAsked(rule=RULE), persona("clerk"), first.next, 1)
    assert [row.line for row in (*first.rows, *second.rows)] == ["2", "1"]
    assert {row.number for row in (*first.rows, *second.rows)} == {story.number}
    assert second.next is None


@pytest.mark.parametrize("query", ["rule=no.such", "after=garbage", "provision=" + "x" * 500])
def test_odd_questions_break_nothing(query: str) -> None:
    assert Client().get(f"/vi/law/decisions/?{query}").status_code in (200, 404)
    assert Client().get(f"/vi/law/rules/?{query}").status_code == 200
    assert Client().get(f"/vi/law/rules/{RULE}/?{query}").status_code in (200, 422)
