"""How a value came about, as a formula with its figures, in either language."""

from __future__ import annotations

from collections.abc import Callable

from khue.core.bilingual import Text
from khue.core.rules.answer import Answer
from khue.core.rules.words import spoken


def step_text(answer: Answer, place: int) -> Text:
    step = answer.bound.program.steps[place]
    label = step.node.label or Text("?")
    words = option_words(answer)

    def told(language: str) -> str:
        value = spoken(answer.slots[place], step.node, language, words=words)
        how = _how(answer, place, language)
        return f"{label.into(language)}: {how} = {value}." if how else f"{label.into(language)}: {value}."

    return in_both(told)


_FORMULAS: dict[str, tuple[str, str]] = {
    "plus": ("{0} + {1}", "{0} + {1}"),
    "minus": ("{0} − {1}", "{0} − {1}"),
    "times": ("{0} × {1}", "{0} × {1}"),
    "share_times": ("{0} × {1}", "{0} × {1}"),
    "share_plus": ("{0} + {1}", "{0} + {1}"),
    "share_minus": ("{0} − {1}", "{0} − {1}"),
    "of": ("{0} của {1}{rounding}", "{0} of {1}{rounding}"),
    "least": ("mức thấp hơn trong hai mức {0} và {1}", "the lower of {0} and {1}"),
    "capped": ("mức thấp hơn trong hai mức {0} và {1}", "the lower of {0} and {1}"),
    "greatest": ("mức cao hơn trong hai mức {0} và {1}", "the higher of {0} and {1}"),
    "after": ("{1} kể từ {0}", "{1} from {0}"),
    "before": ("{1} trước {0}", "{1} before {0}"),
}

_ROUNDING = {
    "down": (", làm tròn xuống", ", rounded down"),
    "up": (", làm tròn lên", ", rounded up"),
    "half_up": (", làm tròn đến đồng gần nhất", ", rounded to the nearest đồng"),
}


def _how(answer: Answer, place: int, language: str) -> str:
    """The formula of a step with its figures; nothing for a choice, which the lines above it tell."""
    steps = answer.bound.program.steps
    step = steps[place]
    if step.op == "choose" and answer.slots[step.ins[0]] is not None:
        taken = step.ins[1] if answer.slots[step.ins[0]] else step.ins[2]
        return _how(answer, taken, language) if steps[taken].node.label is None else ""
    if step.op == "capped" and answer.slots[step.ins[1]] is None:
        return _how(answer, step.ins[0], language) if steps[step.ins[0]].node.label is None else ""
    if step.op not in _FORMULAS:
        return ""
    parts = [_operand(answer, place, language) for place in step.ins]
    exact = step.op != "of" or _is_exact(answer, step.ins)
    rounding = "" if exact else _ROUNDING[step.constant][language == "en"]
    return _FORMULAS[step.op][language == "en"].format(*parts, rounding=rounding)


def _is_exact(answer: Answer, ins: tuple[int, ...]) -> bool:
    share, amount = answer.slots[ins[0]], answer.slots[ins[1]]
    return (share * amount).denominator == 1 if share is not None and amount is not None else True


def _operand(answer: Answer, place: int, language: str) -> str:
    step = answer.bound.program.steps[place]
    value = spoken(answer.slots[place], step.node, language, unit=unit_of(answer, place))
    if step.op in _FORMULAS and step.node.label is None:
        inner = _how(answer, place, language)
        return f"({inner})" if inner else value
    return value


def in_both(told: Callable[[str], str]) -> Text:
    return Text(told("vi"), told("en"))


def unit_of(answer: Answer, place: int) -> str:
    span = answer.span_of(place) if answer.bound.program.steps[place].op == "law" else None
    return span.parameter.unit if span else ""


def option_words(answer: Answer) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for fact in answer.bound.facts.values():
        found |= dict(fact.labels or {})
        for field in (fact.fields or {}).values():
            found |= dict(field.labels or {})
    return found | dict(answer.bound.rule.words)
