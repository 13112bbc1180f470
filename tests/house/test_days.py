"""``05/03/2026`` is Vietnamese; an English sentence says ``5 Mar 2026``. Held against the source of every sentence and event."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import Field, fields
from pathlib import Path

import pytest

from khue.core.events import Event

ROOT = Path(__file__).resolve().parents[2]
VIETNAMESE = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
WRITTEN = "%d/%m/%Y"

AS_TYPED = {
    "kernel/forms.py": "days as they are typed into a field",
    "desk/forms/figures.py": "the same",
    "desk/views/papers.py": "the same",
    "rulebook/views/cases.py": "the same",
    "rulebook/views/history.py": "the same",
    "dossiers/forms/sections/filling.py": "the same",
    "people/domain/sanctions.py": "a file that is read; and the source of a Vietnamese document",
    "treasury/domain/reading/text.py": "a file that is read",
    "sample/payments.py": "a bank's file",
    "core/rules/words.py": "chosen by language",
    "eligibility/domain/saving.py": "a name that a person may change",
    "people/queries/changes.py": "the citation of a Vietnamese document",
    "privacy/usecases/parts.py": "a note of an officer; and what an event keeps",
    "signing/marks.py": "a Vietnamese document",
    "kernel/sheet_blocks.py": "the same",
    "results/usecases/rendering.py": "the same",
    "councils/usecases/minutes.py": "the same",
    "results/queries/searching.py": "a line of the search index, which has one for both languages",
}
"""Files whose bare days are no English sentence, and what they are instead."""

KEPT = {
    "appeals/usecases/receiving.py", "calls/usecases/calling.py", "councils/usecases/meetings.py", "documents/domain/signing.py",
    "documents/queries/verdicts.py", "dossiers/events.py", "dossiers/usecases/apologies.py", "dossiers/usecases/tasks/receiving.py",
    "intake/usecases/receiving.py", "keytasks/usecases/deciding.py", "keytasks/usecases/overturning.py", "keytasks/usecases/terms.py",
    "keytasks/usecases/withdrawing.py", "missions/usecases/overturning.py", "people/usecases/changing.py",
    "people/domain/restricting.py", "people/usecases/mandates.py", "procedures/usecases/publishing.py", "results/usecases/periods.py",
    "results/usecases/protecting.py", "rulebook/queries/law.py", "staff/domain/joining.py", "staff/usecases/absences.py",
    "staff/usecases/leaving.py", "talent/usecases/needs.py", "talent/usecases/offers.py", "treasury/usecases/clearing.py",
    "treasury/usecases/matching.py",
}  # fmt: skip
"""Files that write a day once for both languages; their English sentence turns it with ``english_day``."""


def bare_days(source: str) -> Iterator[tuple[int, str]]:
    """Written days that stand in no Vietnamese sentence: the line and the text around them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            specs = [
                "".join(str(each.value) for each in part.format_spec.values if isinstance(each, ast.Constant))
                for part in node.values
                if isinstance(part, ast.FormattedValue) and isinstance(part.format_spec, ast.JoinedStr)
            ]
            text = "".join([*map(str, parts), *specs])
            if any(WRITTEN in spec for spec in specs) and not VIETNAMESE & set(text.lower()):
                yield node.lineno, text
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "strftime"
            and any(isinstance(each, ast.Constant) and WRITTEN in str(each.value) for each in node.args)
        ):
            yield node.lineno, "strftime"


def _named(path: Path, names: object) -> bool:
    return any(path.as_posix().endswith("/" + name) for name in names)  # type: ignore[attr-defined]  # sets and mappings of str


def test_the_scan_finds_an_english_day_and_leaves_a_vietnamese_one() -> None:
    found = list(bare_days('a = f"Due on {day:%d/%m/%Y}."\nb = f"Hạn {day:%d/%m/%Y}."\nc = at.strftime("%d/%m/%Y")\n'))
    assert [line for line, _text in found] == [1, 3]


def test_no_english_sentence_holds_a_day_as_vietnamese_writes_it() -> None:
    wrong = []
    for path in sorted((ROOT / "src/khue").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if WRITTEN not in source or _named(path, AS_TYPED):
            continue
        kept = _named(path, KEPT)
        for line, text in bare_days(source):
            # A day alone may be kept for an event; a sentence around it may not.
            if not kept or any(
                character.isalpha() for character in text.replace("%", "").translate(str.maketrans("", "", "dmYHMS"))
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {text}")
    assert not wrong, "an English sentence says format_day(day, 'en'), a page day_words(day):\n" + "\n".join(wrong)


@pytest.mark.parametrize("names", [AS_TYPED, KEPT], ids=["as-typed", "kept"])
def test_what_is_left_out_of_the_scan_still_writes_days(names: object) -> None:
    files = list((ROOT / "src/khue").rglob("*.py"))
    for name in names:  # type: ignore[attr-defined]  # sets and mappings of str
        [path] = [each for each in files if each.as_posix().endswith("/" + name)]
        assert WRITTEN in path.read_text(encoding="utf-8"), f"{name} writes no day any more: take it out of the list"


DAYS = ("_on", "_until", "last_day", "first", "back", "held", "closes", "answer_by")


def _every(kind: type[Event]) -> Iterator[type[Event]]:
    for child in kind.__subclasses__():
        yield child
        yield from _every(child)


def _filled(field: Field[object], days: list[str]) -> object:
    """A value of the field's type; a kind is one that its room knows."""
    if field.name in days:
        return "05/03/2026"
    if field.name == "kind":
        return "bankrupt"
    return {"str": "x", "int": 1, "bool": True}.get(str(field.type), ())


def test_an_events_english_line_says_its_days_in_english() -> None:
    told = []
    for kind in _every(Event):
        if not kind.__module__.startswith("khue."):
            continue
        days = [each.name for each in fields(kind) if each.type in ("str", str) and each.name.endswith(DAYS)]
        if not days:
            continue
        given = {each.name: _filled(each, days) for each in fields(kind)}
        line = kind(**given).line()
        if "05/03/2026" in line.vi:
            told.append(kind.__name__)
            assert "05/03/2026" not in line.into("en"), kind.__name__
            assert "5 Mar 2026" in line.into("en"), kind.__name__
    assert len(told) >= 15, told
