"""Two contents of a procedure, told apart in words: what was added, changed, moved, taken out, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from khue.core.bilingual import Text
from khue.features.procedures.domain import naming
from khue.features.procedures.domain.places import Content, Place

Sort = Literal["added", "changed", "moved", "removed"]
Element = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in one sentence. ``before`` and ``after`` stand side by side where there are two values."""

    place: Place
    sort: Sort
    text: Text
    before: Text | None = None
    after: Text | None = None


def compare(old: Content, new: Content) -> tuple[Difference, ...]:
    """Every difference, in the order of a procedure: texts, lists, questions, steps. Empty for the same content."""
    return (*_frame(old, new), *_lists(old, new), *_sections(old, new), *_fields(old, new), *_steps(old, new))


def _changed(place: Place, what: Text, before: Text, after: Text) -> Difference:
    text = Text(
        f"Đổi {what.vi}: {before.vi} → {after.vi}",
        f"Changed the {what.into('en')}: {before.into('en')} → {after.into('en')}",
    )
    return Difference(place, "changed", text, before, after)


# -- frame ---------------------------------------------------------------------------------------------------------


def _frame(old: Content, new: Content) -> Iterator[Difference]:
    for name in ("name", "summary", "who", "result", "publicity"):
        if old.get(name) != new.get(name):
            yield _changed(Place("texts"), naming.FRAME[name], *_words_apart(old.get(name), new.get(name)))
    if old.get("title_field", "") != new.get("title_field", ""):
        pair = (_plain(old.get("title_field")), _plain(new.get("title_field")))
        yield _changed(Place("texts"), naming.FRAME["title_field"], *pair)
    if bool(old.get("same_day")) != bool(new.get("same_day")):
        pair = (naming.YES, naming.NO) if old.get("same_day") else (naming.NO, naming.YES)
        yield _changed(Place("texts"), naming.FRAME["same_day"], *pair)


def _words_apart(before: Any, after: Any) -> tuple[Text, Text]:
    """Both words; where only the English differs, the English stands in both languages so that the change is seen."""
    first, second = naming.words(before), naming.words(after)
    if first.vi == second.vi and first.en != second.en:
        return Text(first.en or "(–)", first.en or "(–)"), Text(second.en or "(–)", second.en or "(–)")
    return first, second


def _plain(value: Any) -> Text:
    return Text(str(value), str(value)) if value not in (None, "") else naming.NONE


def _lists(old: Content, new: Content) -> Iterator[Difference]:
    for kind, of in (("needs", _need), ("basis", _basis), ("documents", _document)):
        place, what = Place(kind), naming.FRAME[kind]  # type: ignore[arg-type]  # the three lists
        before, after = [of(item) for item in old.get(kind, ())], [of(item) for item in new.get(kind, ())]
        for text in after:
            if text not in before:
                yield _told(place, "added", what, text)
        for text in before:
            if text not in after:
                yield _told(place, "removed", what, text)
        if before != after and sorted(t.vi for t in before) == sorted(t.vi for t in after):
            yield Difference(place, "moved", Text(f"Đổi thứ tự: {what.vi}", f"Changed the order: {what.into('en')}"))


def _need(item: Any) -> Text:
    return naming.words(item)


def _basis(item: Element) -> Text:
    words, provision = naming.words(item.get("text")), item.get("provision", "")
    return Text(f"{words.vi} ({provision})", f"{words.into('en')} ({provision})")


def _document(item: Element) -> Text:
    kind, said = str(item.get("kind", "?")), naming.signers(item)
    return Text(f"{kind}: {said.vi}", f"{kind}: {said.into('en')}")


def _told(place: Place, sort: Sort, what: Text, element: Text) -> Difference:
    verbs = {"added": ("Thêm", "Added"), "removed": ("Bỏ", "Removed"), "moved": ("Chuyển chỗ", "Moved")}
    vi, en = verbs[sort]
    return Difference(
        place, sort, Text(f"{vi} {what.vi}: “{element.vi}”", f"{en} ({what.into('en')}): “{element.into('en')}”")
    )


# -- questions -----------------------------------------------------------------------------------------------------

SECTION, FIELD, COLUMN, STEP = (
    Text("mục", "section"),
    Text("câu hỏi", "field"),
    Text("cột", "column"),
    Text("bước", "step"),
)


def _sections(old: Content, new: Content) -> Iterator[Difference]:
    before, after = _by_key(old.get("sections", ())), _by_key(new.get("sections", ()))
    yield from _coming_and_going(before, after, SECTION, lambda key: Place("section", (key,)))
    for key in after:
        if key not in before:
            continue
        place, here = Place("section", (key,)), naming.label(after[key])
        for name, what in (
            ("title", Text("tên mục", "title of section")),
            ("help", Text("hướng dẫn của mục", "help of section")),
        ):
            if before[key].get(name) != after[key].get(name):
                yield _of(place, what, here, *_words_apart(before[key].get(name), after[key].get(name)))


def _fields(old: Content, new: Content) -> Iterator[Difference]:
    before, after = _placed(old), _placed(new)
    known_old = {key: field for key, (_section, field) in before.items()}
    known_new = {key: field for key, (_section, field) in after.items()}
    for key, (section, field) in after.items():
        place = Place("field", (section, key))
        if key not in before:
            yield _added_field(place, field, naming.label(_by_key(new["sections"])[section]))
            continue
        if before[key][0] != section:
            yield _told(place, "moved", Text("câu hỏi sang mục khác", "field to another section"), naming.label(field))
        yield from _one_field(place, before[key][1], field, known_old, known_new)
        yield from _columns(place, before[key][1], field)
    for key, (section, field) in before.items():
        if key not in after:
            yield _told(Place("section", (section,)), "removed", FIELD, naming.label(field))
    yield from _orders(old, new)


def _orders(old: Content, new: Content) -> Iterator[Difference]:
    before, after = _by_key(old.get("sections", ())), _by_key(new.get("sections", ()))
    for key in after:
        if key not in before:
            continue
        first = [field.get("key") for field in before[key].get("fields", ())]
        second = [field.get("key") for field in after[key].get("fields", ())]
        if _reordered(first, second):
            here = naming.label(after[key])
            text = Text(
                f"Đổi thứ tự câu hỏi trong mục “{here.vi}”", f"Changed the order of fields in “{here.into('en')}”"
            )
            yield Difference(Place("section", (key,)), "moved", text)


def _added_field(place: Place, field: Element, section: Text) -> Difference:
    kind = naming.FIELD_KIND.get(str(field.get("kind")), naming.NONE)
    name, must = naming.label(field), field.get("required", True)
    vi = f"Thêm câu hỏi “{name.vi}” vào mục “{section.vi}” ({kind.vi}, {'bắt buộc' if must else 'không bắt buộc'})"
    en = (
        f"Added the field “{name.into('en')}” in “{section.into('en')}”"
        f" ({kind.into('en')}, {'required' if must else 'optional'})"
    )
    return Difference(place, "added", Text(vi, en))


def _one_field(
    place: Place, old: Element, new: Element, known_old: Mapping[str, Element], known_new: Mapping[str, Element]
) -> Iterator[Difference]:
    here = naming.label(new)
    if old.get("kind") != new.get("kind"):
        kinds = [naming.FIELD_KIND.get(str(each.get("kind")), naming.NONE) for each in (old, new)]
        yield _of(place, Text("kiểu trả lời", "kind"), here, kinds[0], kinds[1])
    for name, what in (("label", Text("tên câu hỏi", "label")), ("help", Text("hướng dẫn", "help"))):
        if old.get(name) != new.get(name):
            yield _of(place, what, here, *_words_apart(old.get(name), new.get(name)))
    must = [
        Text("bắt buộc", "required") if each.get("required", True) else Text("không bắt buộc", "optional")
        for each in (old, new)
    ]
    if must[0] != must[1]:
        yield _of(place, Text("mức bắt buộc", "need to answer"), here, must[0], must[1])
    if old.get("show_when") != new.get("show_when"):
        pair = naming.condition(known_old, old.get("show_when")), naming.condition(known_new, new.get("show_when"))
        yield _of(place, Text("điều kiện", "condition"), here, *pair)
    for name, what in (
        ("longest", Text("độ dài tối đa", "greatest length")),
        ("prefill", Text("điền sẵn từ", "prefill")),
        ("total", Text("dòng tổng", "sum of the column")),
    ):
        if old.get(name) != new.get(name):
            yield _of(place, what, here, _plain(old.get(name)), _plain(new.get(name)))
    yield from _choices(place, here, old, new)


def _choices(place: Place, here: Text, old: Element, new: Element) -> Iterator[Difference]:
    before = {choice.get("value"): naming.words(choice.get("text")) for choice in old.get("choices", ())}
    after = {choice.get("value"): naming.words(choice.get("text")) for choice in new.get("choices", ())}
    what = Text(f"lựa chọn của “{here.vi}”", f"answer of “{here.into('en')}”")
    for value, text in after.items():
        if value not in before:
            yield _told(place, "added", what, text)
        elif before[value] != text:
            yield _of(place, Text("lựa chọn", "answer"), here, *_words_apart(before[value].to_json(), text.to_json()))
    for value, text in before.items():
        if value not in after:
            yield _told(place, "removed", what, text)
    if _reordered(list(before), list(after)):
        yield Difference(
            place,
            "moved",
            Text(f"Đổi thứ tự lựa chọn của “{here.vi}”", f"Changed the order of answers of “{here.into('en')}”"),
        )


def _columns(place: Place, old: Element, new: Element) -> Iterator[Difference]:
    before, after = _by_key(old.get("columns", ())), _by_key(new.get("columns", ()))
    yield from _coming_and_going(before, after, COLUMN, lambda key: Place("column", (*place.keys, key)))
    for key in after:
        if key in before:
            yield from _one_field(Place("column", (*place.keys, key)), before[key], after[key], before, after)


# -- steps ---------------------------------------------------------------------------------------------------------


def _steps(old: Content, new: Content) -> Iterator[Difference]:
    before, after = _by_key(old.get("steps", ())), _by_key(new.get("steps", ()))
    yield from _coming_and_going(before, after, STEP, lambda key: Place("step", (key,)))
    for key in after:
        if key in before:
            yield from _one_step(Place("step", (key,)), before[key], after[key], old, new)


def _one_step(place: Place, old: Element, new: Element, whole_old: Content, whole_new: Content) -> Iterator[Difference]:
    here = naming.label(new)
    for name, what in (
        ("name", Text("tên bước", "name of step")),
        ("who", Text("nơi thực hiện", "who does")),
        ("note", Text("ghi chú của bước", "note of step")),
    ):
        if old.get(name) != new.get(name):
            yield _of(place, what, here, *_words_apart(old.get(name), new.get(name)))
    if old.get("kind") != new.get("kind"):
        kinds = [naming.STEP_KIND.get(str(each.get("kind")), naming.NONE) for each in (old, new)]
        yield _of(place, Text("loại bước", "kind of step"), here, kinds[0], kinds[1])
    for name, what in (("right", Text("quyền thực hiện", "right")), ("page", Text("trang xử lý", "page"))):
        if old.get(name, "") != new.get(name, ""):
            yield _of(place, what, here, _plain(old.get(name)), _plain(new.get(name)))
    first, second = old.get("clock"), new.get("clock")
    if first != second:
        if naming.clock(first) == naming.clock(second):
            notes = [each.get("note") if isinstance(each, Mapping) else None for each in (first, second)]
            yield _of(place, Text("căn cứ của thời hạn", "ground of the clock"), here, *_words_apart(*notes))
        else:
            yield _of(place, Text("thời hạn", "clock of step"), here, naming.clock(first), naming.clock(second))
    yield from _outcomes(place, here, old, new, whole_old, whole_new)


def _outcomes(
    place: Place, here: Text, old: Element, new: Element, whole_old: Content, whole_new: Content
) -> Iterator[Difference]:
    before, after = _by_key(old.get("outcomes", ())), _by_key(new.get("outcomes", ()))
    what = Text(f"kết quả của bước “{here.vi}”", f"outcome of step “{here.into('en')}”")
    for key, outcome in after.items():
        if key not in before:
            yield _told(place, "added", what, naming.label(outcome))
            continue
        if before[key].get("label") != outcome.get("label"):
            yield _of(
                place,
                Text("tên kết quả", "outcome"),
                here,
                *_words_apart(before[key].get("label"), outcome.get("label")),
            )
        if before[key].get("next", "") != outcome.get("next", ""):
            ways = (
                naming.target(whole_old, before[key].get("next", "")),
                naming.target(whole_new, outcome.get("next", "")),
            )
            name = naming.label(outcome)
            yield _of(place, Text(f"bước tiếp theo sau “{name.vi}”", f"way after “{name.into('en')}”"), here, *ways)
    for key, outcome in before.items():
        if key not in after:
            yield _told(place, "removed", what, naming.label(outcome))


# -- inside --------------------------------------------------------------------------------------------------------


def _of(place: Place, what: Text, here: Text, before: Text, after: Text) -> Difference:
    text = Text(
        f"Đổi {what.vi} của “{here.vi}”: {before.vi} → {after.vi}",
        f"Changed the {what.into('en')} “{here.into('en')}”: {before.into('en')} → {after.into('en')}",
    )
    return Difference(place, "changed", text, before, after)


def _coming_and_going(
    before: Mapping[str, Element], after: Mapping[str, Element], what: Text, at: Any
) -> Iterator[Difference]:
    for key, element in after.items():
        if key not in before:
            yield _told(at(key), "added", what, naming.label(element))
    for key, element in before.items():
        if key not in after:
            yield _told(Place("all"), "removed", what, naming.label(element))
    if _reordered(list(before), list(after)):
        yield Difference(
            Place("all"), "moved", Text(f"Đổi thứ tự các {what.vi}", f"Changed the order of {what.into('en')}s")
        )


def _reordered(before: Sequence[Any], after: Sequence[Any]) -> bool:
    return [key for key in before if key in after] != [key for key in after if key in before]


def _by_key(elements: Any) -> dict[str, Element]:
    return {str(element.get("key", "")): element for element in elements if isinstance(element, Mapping)}


def _placed(content: Content) -> dict[str, tuple[str, Element]]:
    """(section, field) of every field by its key."""
    return {
        key: (section, field)
        for section, holder in _by_key(content.get("sections", ())).items()
        for key, field in _by_key(holder.get("fields", ())).items()
    }
