"""What the rule said of each cost line is kept with the decision, and asked again it says the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from typer.testing import CliRunner

from khue.features.dossiers.models import DecisionRecord
from khue.features.missions.domain.commands import DecideSupport
from khue.features.missions.usecases import decide_support
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import ConfirmValue, Ruling
from khue.features.rulebook.domain.rulings import replayed
from khue.features.rulebook.models import KeptRuling
from khue.features.rulebook.usecases import confirm_value
from khue.kernel.models import AuditRecord
from khue.site.cli import app
from khue.site.sample.stories import Story
from tests.cast import persona
from tests.missions.stories import TRIAL, appraised

pytestmark = pytest.mark.django_db
CAP = "missions.equipment.trial_purchase_cap"


def rulings(story: Story) -> tuple[Ruling, ...]:
    decision = DecisionRecord.objects.filter(dossier=story.dossier_id).latest("pk")
    return rulebook.rulings_of(f"decision:{decision.pk}")


def khue(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["rules", "replay", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout


def test_a_grant_keeps_one_ruling_per_cost_line_with_everything_that_it_takes_to_ask_again() -> None:
    story = appraised(TRIAL).granted()
    first, second = rulings(story)
    assert (first.line, first.outcome, first.values) == ("1", "granted", {"value": 500_000_000})
    assert (second.line, second.values) == ("2", {"value": 90_000_000})
    assert first.facts["amount"] == 1_000_000_001
    assert first.known_on == persona("decider").today
    assert first.law_edition == rulebook.edition()
    cited = [line for line in first.sentences if line.citation]
    assert cited, "a sentence names its provision"
    assert cited[0].url.startswith("https://")
    assert all(line.text.vi and line.text.en for line in first.sentences)
    record = AuditRecord.objects.get(deed="missions.decide_support")
    matter = json.loads(record.kept.get(part="values").body or "")
    assert matter["after"]["ruling:missions.equipment-support:1"] == first.answer_digest


def test_a_refusal_keeps_what_the_rule_said_too_and_a_repeated_form_keeps_it_once() -> None:
    story = appraised(TRIAL)
    asked = DecideSupport(story.task("decision"), "refuse", ground="Không thuộc danh mục ưu tiên", once=uuid4())
    for _again in range(2):
        decide_support(asked, actor=persona("decider"))
    assert [ruling.outcome for ruling in rulings(story)] == ["granted", "granted"]
    assert KeptRuling.objects.count() == 2


def test_a_ruling_is_never_changed_or_removed() -> None:
    appraised(TRIAL).granted()
    for attempt in (lambda: KeptRuling.objects.update(outcome="refused"), lambda: KeptRuling.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            attempt()


def test_the_decision_page_tells_each_step_in_both_languages() -> None:
    story = appraised(TRIAL).granted()
    client = Client()
    assert client.post(reverse("sample-persona", args=["researcher"])).status_code == 303
    for language, words in (("vi", "50% của 1.000.000.001"), ("en", "50% of")):
        with translation.override(language):
            page = client.get(reverse("dossiers:follow", args=[story.number])).content.decode()
        assert words in page


def test_replay_agrees_and_says_so() -> None:
    story = appraised(TRIAL).granted()
    code, out = khue(story.number, "--json")
    told = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["agrees"] for line in told] == [True, True]
    code, out = khue("--all", "--lang", "en")
    assert (code, out.strip()) == (0, "2 rulings, 0 differ")


def confirm(valid_from: date, value: int, *, actor_day: int) -> None:
    officer = persona("lawyer", days=actor_day)
    asked = ConfirmValue(
        CAP, value, valid_from, None, "Nghị quyết 34/2025/NQ-HĐND", date(2025, 9, 29), seen=0, once=uuid4()
    )
    confirm_value(asked, actor=officer)


def test_a_value_confirmed_later_leaves_earlier_decisions_as_they_were() -> None:
    story = appraised(TRIAL).granted()
    before = rulebook.edition()
    confirm(date(2025, 10, 10), 60, actor_day=1)
    assert rulebook.edition() != before
    code, out = khue(story.number, "--json")
    told = json.loads(out.splitlines()[0])
    assert (code, told["agrees"]) == (0, True)
    assert any(before in note for note in told["notes"])


def test_a_value_confirmed_for_the_very_day_differs_and_the_stored_edition_tells_why() -> None:
    story = appraised(TRIAL).granted()
    confirm(date(2025, 10, 10), 60, actor_day=0)
    code, out = khue(story.number, "--json", "--lang", "en")
    first, second = (json.loads(line) for line in out.splitlines())
    assert code == 1
    assert (first["agrees"], second["agrees"]) == (False, True)
    assert "500000000 then, 600000000 now" in first["differences"][0]
    assert first["agrees_as_stored"] in (True, None)


def test_a_changed_rule_and_a_lost_fact_are_told() -> None:
    (first, *_rest) = rulings(appraised(TRIAL).granted())
    book = rulebook.rulebook()
    changed = replayed(replace(first, rule_digest="0" * 16), book)
    assert changed.agrees
    assert "quy tắc" in changed.notes[0].vi
    lost = replayed(replace(first, facts={**first.facts, "colour": "red"}), book)
    assert "colour" in lost.differences[0].en
    gone = replayed(replace(first, rule="missions.gone"), book)
    assert not gone.agrees
    forged = replayed(replace(first, answer_digest="0" * 64), book)
    assert not forged.agrees


@pytest.mark.parametrize("words", [("HS-NONE",), (), ("1", "--all")])
def test_what_cannot_be_replayed_is_named(words: tuple[str, ...]) -> None:
    code, _out = khue(*words)
    assert code == 2
