"""Answers and rules as a person reads them at a terminal; the same when the output goes into a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text as Styled

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.explain import Explanation
from khue.core.rules.words import spoken, spoken_day

OUTCOMES = {
    Outcome.GRANTED: (Text("Đáp ứng", "Granted"), "bold green"),
    Outcome.REFUSED: (Text("Không đáp ứng", "Refused"), "bold red"),
    Outcome.UNKNOWN: (Text("Chưa đủ căn cứ để trả lời", "Not known yet"), "bold yellow"),
}
ASKED = Text("Thông tin đã cho", "What was asked")
WHY = Text("Lý do", "Why")
NEXT = Text("Câu hỏi tiếp theo", "Next question")
NEAREST = Text("Thay đổi gần nhất", "Nearest change")
NOT_BINDING = Text(
    "Câu trả lời chưa ràng buộc: có giá trị chưa được cán bộ pháp chế xác nhận.",
    "This does not bind: it rests on a value that no legal officer has confirmed.",
)
EDITION = Text("Ấn bản", "Edition")
AS_KNOWN = Text("theo hiểu biết ngày", "as known on")
FACTS = Text("Thông tin cần hỏi", "Facts")
CITES = Text("Căn cứ", "Rests on")
LEGAL = Text("Giá trị theo quy định", "Legal values")
REFUSALS = Text("Trường hợp không đáp ứng", "When it is refused")
IN_FORCE = Text("có hiệu lực từ", "in force from")
UNTIL = Text("đến trước", "until")


def print_explanation(console: Console, told: Explanation, language: str) -> None:
    """Outcome first, then the sentences with what they rest on, then what would change it."""
    answer, bound = told.answer, told.answer.bound
    word, style = OUTCOMES[answer.outcome]
    asked_as = f"{bound.rule.id} · {spoken_day(bound.on, language)}"
    if bound.view.known_on:
        asked_as += f" · {AS_KNOWN.into(language)} {spoken_day(bound.view.known_on, language)}"
    _line(console, bound.rule.title.into(language), "bold")
    _line(console, asked_as, "dim")
    _line(console)
    console.print(
        Styled.assemble((word.into(language), style), *(f" · {value}" for value in values(answer, language))),
        soft_wrap=True,
    )
    if answer.outcome is not Outcome.UNKNOWN and not answer.binding:
        _line(console, NOT_BINDING.into(language), "yellow")
    _head(console, ASKED.into(language), [line.text.into(language) for line in told.asked])
    _line(console)
    _line(console, WHY.into(language), "bold")
    for number, line in enumerate(told.reasons, 1):
        _line(console, f"  {number}. {line.text.into(language)}")
        if line.citation is not None:
            _line(console, f"     {line.citation.into(language)}", "dim")
        if line.url:
            _line(console, f"     {line.url}", "dim")
        if line.next_step is not None:
            _line(console, f"     → {line.next_step.into(language)}", "cyan")
    if told.near_text is not None:
        _head(console, NEAREST.into(language), [told.near_text.into(language)])
    if told.next_question is not None:
        asked = told.next_question
        _head(console, NEXT.into(language), [f"{asked.question.into(language)} ({asked.name})"])
    _line(console)
    _line(console, f"{EDITION.into(language)} {bound.edition} · {answer.digest[:16]}", "dim")


def values(answer: Answer, language: str) -> Iterator[str]:
    """What is granted, in words; the name of a value stands before it where there are several."""
    nodes, words = answer.bound.rule.ruling.values, dict(answer.bound.rule.words)
    for fact in answer.bound.facts.values():
        words |= dict(fact.labels or {})
    for name, value in answer.values.items():
        said = spoken(value, nodes[name], language, words=words)
        label = nodes[name].label
        yield said if len(nodes) == 1 else f"{label.into(language) if label else name}: {said}"


def print_rule(console: Console, rule: dict[str, Any], refusals: list[dict[str, Any]], language: str) -> None:
    """A rule in full, from its plain data (``core.rules.catalogue``)."""
    _line(console, rule["title"], "bold")
    period = f"{IN_FORCE.into(language)} {rule['since']}"
    period += f" {UNTIL.into(language)} {rule['until']}" if rule["until"] else ""
    _line(console, f"{rule['id']} · {period} · {rule['digest']}", "dim")
    cites = [f"{each['citation']}{'  ' + each['url'] if each['url'] else ''}" for each in rule["cites"]]
    _head(console, CITES.into(language), cites)
    _head(
        console,
        LEGAL.into(language),
        [f"{v['id']} = {_plain(v['value'])} {v['unit']} ({v['certainty']}): {v['text']}" for v in rule["legal_values"]],
    )
    _head(console, FACTS.into(language), [line for fact in rule["facts"] for line in _fact(fact)])
    _head(console, REFUSALS.into(language), [f"{each['code']}: {each['text']}" for each in refusals])


def _fact(fact: dict[str, Any], depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}{fact['name']} [{fact['kind']}] {fact['question'] or fact['label'] or ''}".rstrip()
    for option in fact["options"] or ():
        yield f"{'  ' * depth}  - {option['code']}: {option['text']}"
    for field in fact["fields"] or ():
        yield from _fact(field, depth + 1)


def _plain(value: Any) -> str:
    return "?" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _head(console: Console, title: str, lines: list[str]) -> None:
    if lines:
        _line(console)
        _line(console, title, "bold")
        for line in lines:
            _line(console, f"  {line}")


def _line(console: Console, text: str = "", style: str = "") -> None:
    console.print(text, style=style or None, markup=False, soft_wrap=True, highlight=False)


AGREES, DIFFERS = Text("khớp", "agrees"), Text("khác", "differs")
STORED = {
    True: Text(
        "Theo đúng phiên bản bộ quy tắc khi đó thì vẫn khớp: pháp luật đã được sửa cho ngày ấy.",
        "Over the edition of that day it still agrees: the law was changed for that day since.",
    ),
    False: Text(
        "Theo đúng phiên bản bộ quy tắc khi đó cũng khác: quy tắc tính ra kết quả khác.",
        "Over the edition of that day it differs as well: the rule computes otherwise.",
    ),
    None: Text(
        "Không có phiên bản bộ quy tắc khi đó để đối chiếu.",
        "The edition of that day was not stored, so it can't be compared.",
    ),
}


def print_replayed(console: Console, told: dict[str, Any], language: str) -> None:
    """One ruling: whether it agrees, what differs, what changed around it."""
    word, style = (AGREES, "green") if told["agrees"] else (DIFFERS, "bold red")
    line = f" #{told['line']}" if told["line"] else ""
    _line(console, f"{told['subject']}{line}  {told['rule']}  {told['on']}  {word.into(language)}", style)
    for text in told["differences"]:
        _line(console, f"  {text}", "red")
    for text in told["notes"]:
        _line(console, f"  {text}", "dim")
    if not told["agrees"]:
        _line(console, f"  {STORED[told['agrees_as_stored']].into(language)}", "yellow")
