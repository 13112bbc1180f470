"""The commands of ``khue rules``. Exit codes: 0 an answer, whatever it is; 1 something does not hold; 2 not usable as asked."""

from __future__ import annotations

import json
import time
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from khue.core.actor import CITY_ZONE
from khue.core.rules.catalogue import refusals_json, rule_json, scenario_json, source_of
from khue.core.rules.engine import RulebookError, RuleMissing
from khue.core.rules.explain import explain
from khue.core.rules.lawbook import LawError
from khue.core.rules.scenarios import ScenarioError
from khue.site.rules import law, replaying, words
from khue.site.rules.inputs import facts_of, language_of, no_rule, point_of, problem, reform_of
from khue.site.rules.simulate import simulate_rule
from khue.site.rules.telling import FAILED, print_json, told_plainly

rules = typer.Typer(no_args_is_help=True, help="The city's rules: what they say of a case, and why.")
rules.command("simulate")(simulate_rule)

Lang = Annotated[str, typer.Option("--lang", help="vi or en")]
AsJson = Annotated[bool, typer.Option("--json", help="as JSON, for programs")]
OnDay = Annotated[str, typer.Option("--on", help="the day whose law counts, as 2026-11-22; today when left out")]
KnownOn = Annotated[str, typer.Option("--known-on", help="only what the city knew on that day")]
RuleId = Annotated[str, typer.Argument(help="the rule's id, such as missions.equipment-support")]


def today() -> date:
    """The wall's day in the city; a sample city's shifted clock is asked for with --on."""
    return datetime.now(CITY_ZONE).date()


@rules.command("list")
def list_rules(on: OnDay = "", lang: Lang = "vi", as_json: AsJson = False) -> None:
    """Every rule with its title and since when it holds."""
    with told_plainly(lang, as_json):
        language, day = language_of(lang), point_of(on, "", None, today()).on
        book = law.rulebook_at_hand(language)
        told = [rule_json(book, rule, day, language) for rule in book.rules.values()]
        if as_json:
            print_json({"edition": book.edition, "rules": told})
        else:
            for rule in told:
                typer.echo(f"{rule['id']:<36} {rule['since']}  {rule['title']}")


@rules.command("show")
def show_rule(
    rule: RuleId,
    on: OnDay = "",
    source: Annotated[bool, typer.Option("--source", help="with its Python text and its scenarios")] = False,
    lang: Lang = "vi",
    as_json: AsJson = False,
) -> None:
    """One rule: what it rests on, its legal values on a day, what it asks, when it refuses."""
    with told_plainly(lang, as_json):
        language, point = language_of(lang), point_of(on, "", None, today())
        book = law.rulebook_at_hand(language)
        try:
            found = book.rule(rule, point)
        except RuleMissing as missing:
            raise no_rule(rule, book, missing) from None
        text = source_of(found) if source or as_json else ""
        if as_json:
            told = rule_json(book, found, point.on, language)
            refusals = refusals_json(found, language)
            cases = [scenario_json(each, language) for each in law.scenarios() if each.rule == rule]
            print_json(told | {"refusals": refusals, "text": text, "scenarios": cases, "edition": book.edition})
        else:
            words.print_rule(Console(highlight=False), book, found, point.on, language)
            typer.echo(f"\n{text}" if text else "")


@rules.command("explain")
def explain_rule(
    rule: RuleId,
    facts: Annotated[str, typer.Option("--facts", help="a JSON or YAML file; - reads the input channel")] = "",
    on: OnDay = "",
    known_on: KnownOn = "",
    reform: Annotated[str, typer.Option("--reform", help="a JSON or YAML file with changed values or rules")] = "",
    lang: Lang = "vi",
    as_json: AsJson = False,
) -> None:
    """What a rule says of a case: outcome, reasons with provision and value, nearest change, next question."""
    with told_plainly(lang, as_json):
        language = language_of(lang)
        case = facts_of(facts) if facts else {}
        book = law.rulebook_at_hand(language)
        point = point_of(on, known_on, reform_of(reform, book), today())
        try:
            told = explain(book.ask(rule, case, point))
        except RuleMissing as missing:
            raise no_rule(rule, book, missing) from None
        if as_json:
            print_json(told.to_json(language))
        else:
            words.print_explanation(Console(highlight=False), told, language)


@rules.command("check")
def check_rules(lang: Lang = "vi", as_json: AsJson = False) -> None:
    """Load law and rules, run every scenario; exit 1 with every failure."""
    began = time.perf_counter()
    failures: tuple[str, ...] = ()
    counted: dict[str, Any] = {}
    with told_plainly(lang, as_json):
        language = language_of(lang)
        try:
            book = law.rulebook_at_hand(language)
            counted = {"edition": book.edition, "provisions": len(book.book.provisions)}
            counted |= {"legal_values": len(book.book.entries), "rules": len(book.rules)}
            counted["scenarios"] = law.check()
        except (LawError, RulebookError) as error:
            failures = tuple(str(each) for each in error.problems)
        except ScenarioError as error:
            failures = (str(error),)
    counted["seconds"] = round(time.perf_counter() - began, 2)
    if as_json:
        print_json(counted | {"failures": list(failures)})
    else:
        for failure in failures:
            typer.echo(failure)
        told = (f"{count} {words.COUNTED[name].into(lang)}" for name, count in counted.items() if name != "edition")
        typer.echo(", ".join(told))
    if failures:
        raise typer.Exit(FAILED)


@rules.command("replay")
def replay_decision(
    decision: Annotated[str, typer.Argument(help="number of a dossier or of a decision, or the decision's id")] = "",
    every: Annotated[bool, typer.Option("--all", help="every ruling that was ever kept")] = False,
    lang: Lang = "vi",
    as_json: AsJson = False,
) -> None:
    """Ask again what rules said in a decision, as known on its day; exit 1 when one differs.

    With ``--json`` one line per ruling.
    """
    count = differ = 0
    with told_plainly(lang, as_json), replaying.records():
        language = language_of(lang)
        if bool(decision) == every:
            raise problem(
                "decision",
                "missing",
                "Nêu một quyết định, hoặc --all cho tất cả.",
                "Name one decision, or --all for all.",
            )
        console = Console(highlight=False)
        for again, stored in replaying.replayed(decision, every):
            told = replaying.told(again, stored, language)
            count, differ = count + 1, differ + (not again.agrees)
            if as_json:
                typer.echo(json.dumps(told, ensure_ascii=False))
            elif not every or not again.agrees:
                words.print_replayed(console, told, language)
    if not as_json:
        typer.echo(f"{count} rulings, {differ} differ" if lang == "en" else f"{count} kết quả, {differ} khác")
    if differ:
        raise typer.Exit(FAILED)
