"""A definition that is out of order names every problem with its file and line."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khue.features.dossiers.domain.checking import OWN_NAMES, City, Problem, check, check_content, check_files
from khue.features.dossiers.domain.definition import build
from tests.dossiers.definitions import PARAMETERS, RIGHTS, SOUND, broken, line_with


def problems(text: str) -> list[Problem]:
    return check("seat.toml", text.encode(), rights=RIGHTS, has_parameter=PARAMETERS.__contains__)


def test_a_sound_file_has_no_problem() -> None:
    assert problems(SOUND) == []


# what is replaced, by what, the line on which the problem is named (of which words, which time), words of its text
BROKEN = {
    "unknown next step": ('next = "decision"', 'next = "decison"', 1, '"decison" is named as next of "receipt" but does not exist (did you mean "decision"?)'),
    "unknown end": ('next = "end.granted"', 'next = "end.given"', 1, '"end.given" is named as next of "decision"'),
    "unknown kind of step": ('kind = "decide"', 'kind = "guess"', 1, 'unknown kind "guess"; known are check, work, decide, follow'),
    "unknown kind of field": ('kind = "longtext"', 'kind = "essay"', 1, 'unknown kind "essay"; known are text, longtext'),
    "table in a table": ('kind = "file"', 'kind = "table"', 1, 'the field "licence" has the unknown kind "table"'),
    "no Vietnamese": ('label = { vi = "Lý do", en', 'label = { en', 1, '"label" has no Vietnamese'),
    "blank Vietnamese": ('vi = "Giấy phép", en = "Licence"', 'vi = " ", en = "Licence"', 1, '"label" has no Vietnamese'),
    "text for two languages": ('summary = { vi = "Tóm tắt", en = "Summary" }', 'summary = "Summary"', 1, '"summary" has no Vietnamese'),
    "third language": ('en = "Any organisation"', 'fr = "Tous"', 1, 'the unknown language "fr"'),
    "condition on nothing": ('field = "shared"', 'field = "shard"', 1, 'there is no such field (did you mean "shared"?)'),
    "condition on a text": ('{ field = "shared", values = ["yes"] }', '{ field = "title", values = ["yes"] }', 1, 'neither a choice nor a yes-or-no'),
    "condition never true": ('values = ["other"]', 'values = ["none"]', 1, '"reason" never has the value "none"'),
    "condition without value": ('values = ["other"]', 'values = []', 1, 'names no value'),
    "condition on another table's row": ('field = "software"', 'field = "shared"', 1, 'there is no such field'),
    "clock without parameter": ('{ parameter = "seat.clock" }', '{ parameter = "seat.clok" }', 1, '"seat.clok", which the law files lack'),
    "empty clock": ('{ parameter = "seat.clock" }', '{}', 1, 'needs a parameter, or an amount with its unit'),
    "unit of a clock": ('unit = "working_days"', 'unit = "weeks"', 1, 'needs a parameter, or an amount with its unit'),
    "negative clock": ('amount = 5', 'amount = -5', 1, '"amount" lies between 0 and 3660'),
    "own clock without ground": (', note = { vi = "Theo thông lệ", en = "By custom" }', '', 1, 'a note says on what ground'),
    "two clocks": ('parameter = "seat.clock"', 'parameter = "seat.clock", amount = 1', 1, 'only one can count'),
    "right nobody holds": ('right = "missions.decide"', 'right = "missions.decided"', 1, 'which no role brings (did you mean "missions.decide"?)'),
    "no right": ('right = "missions.decide"', 'right = ""', 1, 'names no right'),
    "page": ('page = "missions:decide"', 'page = "/decide/"', 1, 'named as room:page'),
    "title field": ('title_field = "title"', 'title_field = "tilte"', 1, 'which is no field (did you mean "title"?)'),
    "title is no text": ('title_field = "title"', 'title_field = "lines"', 1, 'which is not a text'),
    "field twice": ('key = "other_reason"', 'key = "shared"', 1, 'the field "shared" exists twice'),
    "column twice": ('key = "software"\nkind', 'key = "amount"\nkind', 1, 'the column "amount" exists twice'),
    "step twice": ('key = "visit"', 'key = "receipt"', 1, 'the step "receipt" exists twice'),
    "outcome twice": ('key = "refuse"', 'key = "accept"', 1, 'the outcome "accept" exists twice'),
    "section twice": ('key = "costs"', 'key = "main"', 1, 'the section "main" exists twice'),
    "answer twice": ('value = "other"', 'value = "space"', 1, 'the answer "space" of "reason" exists twice'),
    "key in capitals": ('key = "seat-permit"', 'key = "Seat Permit"', 1, 'needs small letters'),
    "field key": ('key = "reason"', 'key = "Lý do"', 1, 'a field needs a key of small letters'),
    "prefill": ('key = "title"\nkind = "text"', 'key = "title"\nprefill = "shoe_size"\nkind = "text"', 2, '"shoe_size" is not in a party\'s record'),
    "misspelt entry": ("required = false", "requierd = false", 1, 'the entry "requierd" is unknown (did you mean "required"?)'),
    "flag as text": ("required = false", 'required = "no"', 1, '"required" must be true or false'),
    "total of a text": ('total = true', 'total = true\nlongest = 0', 2, '"longest" lies between 1 and 20000'),
    "a day": ('total = true', 'longest = 2026-03-02', 1, '"longest" must be a whole number'),
    "way back to receipt": ('next = "end.granted"', 'next = "end.returned"', 1, "is past receipt"),
    "receipt that grants": ('next = "end.returned"', 'next = "end.granted"', 1, "checks the papers"),
    "second check": ('kind = "decide"', 'kind = "check"', 1, 'only the first step is a check'),
    "follow-up as next": ('next = "end.returned"', 'next = "visit"', 1, 'is a follow-up step'),
    "follow-up with next": ('next = ""', 'next = "decision"', 1, "nothing comes next"),
    "name too long for the desk": ('name = { vi = "Quyết định"', f'name = {{ vi = "{"Q" * 201}"', 1, "longer than 200 characters"),
    "character that cannot be stored": ('vi = "Lý do khác"', 'vi = "Lý\\u0000do"', 1, "cannot be stored"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "nth", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_names_the_line_and_what_is_wrong(old: str, new: str, nth: int, words: str) -> None:
    text = broken(old, new)
    before = SOUND[: SOUND.index(old)].count("\n") + nth
    found = problems(text)
    assert [problem for problem in found if problem.line == before and words in problem.text], "\n".join(
        map(str, found)
    )
    assert str(found[0]).startswith(f"seat.toml:{found[0].line}: ")


def test_a_missing_entry_is_named_at_its_table() -> None:
    text = broken('kind = "decide"\n', "")
    assert Problem("seat.toml", line_with(text, "[[steps]]", nth=2), '"kind" is missing') in problems(text)


def test_conditions_in_a_circle_are_named_once_with_the_way_around() -> None:
    text = broken('kind = "yesno"\n', 'kind = "yesno"\nshow_when = { field = "reason", values = ["other"] }\n')
    found = [problem for problem in problems(text) if "circle" in problem.text]
    assert [(problem.line, problem.text) for problem in found] == [
        (line_with(text, "show_when"), "conditions form a circle: shared → reason → shared")
    ]


def test_conditions_in_a_circle_inside_a_table_are_named() -> None:
    text = broken(
        'kind = "yesno"\nrequired = false\n', 'kind = "yesno"\nshow_when = { field = "software", values = ["no"] }\n'
    )
    assert "conditions form a circle: software → software" in [problem.text for problem in problems(text)]


def test_a_step_that_no_way_leads_to_and_one_without_an_end_are_named() -> None:
    lost = broken('next = "decision"', 'next = "receipt"')
    assert [(p.line, p.text) for p in problems(lost)] == [
        (line_with(lost, "[[steps]]", nth=2), 'no way leads to the step "decision"')
    ]
    endless = broken('next = "end.granted"', 'next = ""')
    assert (line_with(endless, "[[steps]]", nth=2), 'from the step "decision" no way leads to an end') in [
        (p.line, p.text) for p in problems(endless)
    ]


def test_a_file_of_follow_ups_only_has_no_way() -> None:
    text = SOUND[: SOUND.index("[[steps]]")] + SOUND[SOUND.rindex("[[steps]]") :]
    assert [p.text for p in problems(text)] == ["every step is a follow-up: there is no way to go"]


def test_sections_and_steps_must_exist() -> None:
    texts = [p.text for p in problems('key = "x"\n')]
    assert {"there is no section", "there is no step", '"name" is missing', '"room" is missing'} <= set(texts)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b'key = "a"\nroom = \n', 2),
        (b'key = "a"\n[[steps]\n', 2),
        (b'key = "a"\nkey = "b"\n', 2),
        (b'key = "a"\nname = {\n', 2),
        (b'key = "a"\n\nroom = "b', 3),
        (b"a = " + b"9" * 5000, 1),
        (b"a = " + b"[" * 5000, 1),
    ],
)
def test_what_is_no_toml_names_its_line(raw: bytes, line: int) -> None:
    (problem,) = check("seat.toml", raw)
    assert (problem.line, problem.text[:11]) == (line, "is not TOML")


def test_text_in_another_encoding_names_its_line() -> None:
    raw = 'key = "a"\nname = { vi = "Hỗ trợ" }\n'.encode("utf-16-le")
    assert check("seat.toml", raw)[0].text.startswith("is not ")
    assert check("seat.toml", b'key = "a"\nroom = "\xe9"\n') == [Problem("seat.toml", 2, "is not UTF-8 text")]


def test_two_files_with_one_key_and_a_file_that_is_gone_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(SOUND, "utf-8")
    (tmp_path / "b.toml").write_text("# a copy\n" + SOUND, "utf-8")
    paths = [tmp_path / name for name in ("a.toml", "b.toml", "c.toml")]
    first, second = check_files(paths)
    assert first == Problem("b.toml", 2, 'the key "seat-permit" is taken by a.toml')
    assert (second.file, second.text[:14]) == ("c.toml", "cannot be read")


def test_without_a_city_rights_and_parameters_are_not_judged() -> None:
    assert check("seat.toml", SOUND.encode()) == []
    assert len(check("seat.toml", SOUND.encode(), rights=frozenset())) == 3


# -- whatever a file holds -----------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        *("key", "room", "name", "summary", "who", "result", "title_field", "needs", "basis", "sections", "steps"),
        *("fields", "columns", "choices", "show_when", "field", "values", "value", "kind", "label", "help", "text"),
        *(
            "outcomes",
            "next",
            "clock",
            "parameter",
            "amount",
            "unit",
            "right",
            "page",
            "required",
            "longest",
            "vi",
            "en",
        ),
    ]
)
SCALARS = st.one_of(
    st.sampled_from(
        ["text", "table", "choice", "yesno", "check", "decide", "follow", "end.granted", "a", "b", "", "\0"]
    ),
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.dates(),
    st.floats(allow_nan=True),
)
CONTENTS = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(CONTENTS)
def test_checking_never_raises(content: dict[str, Any]) -> None:
    check_content(content, City(RIGHTS, PARAMETERS.__contains__))


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here for key, item in items for here in [(*path, key), *paths_in(item, (*path, key))]]


PLACES = paths_in(tomllib.loads(SOUND))


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.one_of(SCALARS, CONTENTS, st.lists(SCALARS, max_size=2)), st.booleans()),
        max_size=3,
    )
)
def test_what_passes_can_be_built_and_stored(changes: list[tuple[tuple[str | int, ...], Any, bool]]) -> None:
    content: Any = tomllib.loads(SOUND)
    for path, value, away in changes:
        holder = content
        try:
            for part in path[:-1]:
                holder = holder[part]
            if away:
                del holder[path[-1]]
            else:
                holder[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    if check_content(content, City(RIGHTS, PARAMETERS.__contains__)) == []:
        assert build(json.loads(json.dumps(content, allow_nan=False))) == build(content)


# -- names that the form of a section uses itself ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*sorted(OWN_NAMES), "lines-0-amount", "lines-12", "licence-kept"])
def test_a_question_may_not_be_called_like_something_of_the_form(name: str) -> None:
    (found,) = problems(SOUND.replace('key = "other_reason"', f'key = "{name}"'))
    assert f'"{name}" is a name that the form itself uses' in found.text


@pytest.mark.parametrize("name", ["seen_by", "once-more", "lines-total", "kept", "line-0"])
def test_a_name_that_is_only_like_one_is_taken(name: str) -> None:
    assert problems(SOUND.replace('key = "other_reason"', f'key = "{name}"')) == []


def test_a_column_may_not_be_called_like_a_kept_file() -> None:
    found = problems(SOUND.replace('key = "software"\nkind', 'key = "amount-kept"\nkind'))
    assert any('"amount-kept" is a name that the form itself uses' in line.text for line in found)


def test_every_name_that_the_form_sends_is_known_to_the_check() -> None:
    """The list follows the form and its templates, so that it can't grow stale."""
    from khue.features import dossiers
    from khue.features.dossiers.forms import SectionForm

    folder = Path(str(dossiers.__file__)).parent / "templates/dossiers"
    pages = [folder / "section.html", folder / "preview.html", *(folder / "parts").glob("*.html")]
    sent = set().union(*(re.findall(r'name="([a-z_]+)"', page.read_text("utf-8")) for page in pages))
    assert sent >= {"add_line", "remove_line"}
    assert sent | set(SectionForm.base_fields) <= OWN_NAMES


# -- documents ---------------------------------------------------------------------------------------------------------

SIDES = {"decision": ("issuer",), "agreement": ("issuer", "applicant")}


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        ('kind = "decision"\nsigned = true\nsigners = ["issuer"]', ""),
        ('kind = "agreement"\nsigned = true\nsigners = ["applicant", "issuer"]', ""),
        ('kind = "decision"\nsigned = false', ""),
        ('kind = "decison"\nsigned = false', 'no kind of document that is signed (did you mean "decision"?)'),
        ('kind = "decision"\nsigned = true\nsigners = ["applicant"]', "no place where the applicant signs"),
        ('kind = "decision"\nsigned = true', "names its signers"),
        ('kind = "agreement"\nsigned = true\nsigners = ["issuer", "issuer"]', "signs once"),
        ('kind = "agreement"\nsigned = true\nsigners = ["mayor"]', 'signer "mayor" is none of'),
    ],
)
def test_documents_are_of_kinds_that_have_a_place_for_each_signer(documents: str, said: str) -> None:
    text = f"{SOUND}\n[[documents]]\n{documents}\n".encode()
    found = check("seat.toml", text, rights=RIGHTS, has_parameter=PARAMETERS.__contains__, documents=SIDES)
    assert [said in line.text for line in found] == ([True] if said else [])
