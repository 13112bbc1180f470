"""Answers and rules as a person reads them at a terminal; the same when the output goes into a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text as Styled

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.catalogue import asked, refusal_text
from khue.core.rules.engine import Rulebook
from khue.core.rules.explain import Explanation
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Rule
from khue.core.rules.words import spoken, spoken_day, spoken_legal

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
EDITION = Text("Phiên bản pháp luật", "Edition of the law")
WITH_RULES = Text("Phiên bản bộ quy tắc", "Edition of the rulebook")
ANSWER = Text("kết quả", "answer")
AS_KNOWN = Text("theo hiểu biết ngày", "as known on")
FACTS = Text("Thông tin cần hỏi", "Facts")
CITES = Text("Căn cứ", "Rests on")
LEGAL = Text("Giá trị theo quy định", "Legal values")
REFUSALS = Text("Trường hợp không đáp ứng", "When it is refused")
IN_FORCE = Text("áp dụng từ", "holds from")
UNTIL = Text("đến trước", "until before")
NO_VALUE = Text("không có giá trị vào ngày này", "no value on this day")
CERTAINTIES = {
    "confirmed": Text("cán bộ pháp chế đã xác nhận", "confirmed by a legal officer"),
    "reported": Text("theo nội dung đã công bố", "as published"),
    "digest": Text("theo bản tóm tắt văn bản", "from a digest of the text"),
    "draft": Text("theo dự thảo, chưa áp dụng", "from a draft, not applied"),
    "comparator": Text("theo địa phương khác, chưa áp dụng", "as another city does, not applied"),
    "unset": Text("chưa tìm thấy quy định", "not found in any text"),
}
KINDS = {
    Kind.MONEY: Text("số tiền bằng đồng", "an amount in đồng"),
    Kind.COUNT: Text("số nguyên", "a whole number"),
    Kind.SHARE: Text("tỷ lệ", "a share"),
    Kind.DAY: Text("một ngày", "a day"),
    Kind.YESNO: Text("có hoặc không", "yes or no"),
    Kind.CHOICE: Text("một trong các lựa chọn", "one of these"),
    Kind.LINES: Text("danh sách, mỗi dòng gồm các mục dưới đây", "a list, each line with what follows"),
}


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
    _line(console, f"{EDITION.into(language)} {bound.view.book.edition}", "dim")
    _line(console, f"{WITH_RULES.into(language)} {bound.edition} · {ANSWER.into(language)} {answer.digest[:16]}", "dim")


def values(answer: Answer, language: str) -> Iterator[str]:
    """What is granted, in words; the name of a value stands before it where there are several."""
    nodes, words = answer.bound.rule.ruling.values, dict(answer.bound.rule.words)
    for fact in answer.bound.facts.values():
        words |= dict(fact.labels or {})
    for name, value in answer.values.items():
        said = spoken(value, nodes[name], language, words=words)
        label = nodes[name].label
        yield said if len(nodes) == 1 else f"{label.into(language) if label else name}: {said}"


def print_rule(console: Console, book: Rulebook, rule: Rule, on: date, language: str) -> None:
    """A rule in full, as it stands on ``on``: what it rests on, its legal values, what it asks, when it says no."""
    _line(console, rule.title.into(language), "bold")
    period = f"{IN_FORCE.into(language)} {spoken_day(rule.since, language)}"
    period += f" {UNTIL.into(language)} {spoken_day(rule.until, language)}" if rule.until else ""
    _line(console, f"{rule.id} · {period} · {rule.digest}", "dim")
    cites = [book.book.provisions[key] for key in rule.cites]
    _head(console, CITES.into(language), [f"{each.citation.into(language)}  {each.url}".rstrip() for each in cites])
    facts = asked(book, rule)
    _head(console, LEGAL.into(language), list(_legal_lines(book, rule, facts, on, language)))
    _head(console, FACTS.into(language), [line for fact in facts.values() for line in _fact(fact, language)])
    refusals = [
        f"{refusal_text(book, each).into(language)} ({each.code})"
        + (f"\n     → {each.next_step.into(language)}" if each.next_step else "")
        for each in rule.ruling.refusals
    ]
    _head(console, REFUSALS.into(language), refusals)


def _legal_lines(book: Rulebook, rule: Rule, facts: Mapping[str, Fact], on: date, language: str) -> Iterator[str]:
    named = dict(rule.words)
    for fact in (*facts.values(), *(part for each in facts.values() for part in (each.fields or {}).values())):
        named |= dict(fact.labels or {})
    for id in sorted({id for id, _kind, _on in rule.legal_values}):
        entry, span = book.book.entries[id], book.view().at(id, on)
        value, sure = NO_VALUE, ""
        if span:
            value = spoken_legal(entry.unit, span.parameter.value, named)
            sure = CERTAINTIES[span.parameter.certainty].into(language)
        said = f"{entry.text.into(language)}: {value.into(language)}"
        yield f"{said} ({sure}; {id})" if sure else f"{said} ({id})"


def _fact(fact: Fact, language: str, depth: int = 0) -> Iterator[str]:
    asked_as = fact.question if fact.question.vi != "?" else fact.label or Text(fact.name)
    kind = KINDS[fact.kind].into(language)
    yield f"{'  ' * depth}{asked_as.into(language)} ({fact.name}: {kind})"
    for option in fact.options or ():
        yield f"{'  ' * depth}  - {(fact.labels or {}).get(option, Text(option)).into(language)} ({option})"
    for field in (fact.fields or {}).values():
        yield from _fact(field, language, depth + 1)


def _head(console: Console, title: str, lines: list[str]) -> None:
    if lines:
        _line(console)
        _line(console, title, "bold")
        for line in lines:
            _line(console, f"  {line}")


def _line(console: Console, text: str = "", style: str = "") -> None:
    console.print(text, style=style or None, markup=False, soft_wrap=True, highlight=False)


COUNTED = {
    "provisions": Text("điều khoản", "provisions"),
    "legal_values": Text("giá trị theo quy định", "legal values"),
    "rules": Text("quy tắc", "rules"),
    "scenarios": Text("tình huống kiểm tra", "scenarios"),
    "seconds": Text("giây", "seconds"),
}
"""What ``khue rules check`` counts."""
AGREES, DIFFERS = Text("khớp", "agrees"), Text("khác", "differs")
STORED = {
    True: Text(
        "Theo đúng phiên bản pháp luật khi đó thì vẫn khớp: pháp luật đã được sửa cho ngày ấy.",
        "Over the edition of that day it still agrees: the law was changed for that day since.",
    ),
    False: Text(
        "Theo đúng phiên bản pháp luật khi đó cũng khác: quy tắc tính ra kết quả khác.",
        "Over the edition of that day it differs as well: the rule computes otherwise.",
    ),
    None: Text(
        "Không có phiên bản pháp luật khi đó để đối chiếu.",
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
