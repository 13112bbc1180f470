"""Instruments: their dates, what is not known of them, and how they stand to each other."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.rules.lawfiles import book, problems

WHOLE = """
[instruments.res-3]
number = "3/2026"
kind = "resolution"
issuer = "HPCO"
adopted = 2026-05-01
in_force = 2026-06-01
until = 2027-01-01
vi = "Nghị quyết 3"
certainty = "reported"
row = "pol:A1"
"""


def test_a_date_that_is_not_known_is_unset_and_not_guessed() -> None:
    found = book().instruments["res-2"]
    assert (found.in_force, found.unset, found.until) == (None, ("in_force",), None)
    assert found.in_force_on(date(2026, 2, 28)) is False
    assert found.in_force_on(date(2026, 12, 1)) is None


def test_an_instrument_holds_from_its_first_day_until_the_day_before_its_end() -> None:
    found = book(third=WHOLE).instruments["res-3"]
    days = date(2026, 5, 31), date(2026, 6, 1), date(2026, 12, 31), date(2027, 1, 1)
    assert [found.in_force_on(day) for day in days] == [False, True, True, False]


def test_a_provision_tells_its_article_and_what_it_says() -> None:
    found = book().provisions["res-2.cap"]
    assert found.summary is not None
    assert (found.instrument_key, found.article, found.summary.en) == ("res-2", "9(3)(a)", "The cap is raised.")
    assert (found.certainty, found.url) == ("digest", "https://example.org/2")
    assert found.citation.vi == "Nghị quyết 2: mức trần mới"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "resolution"', 'kind = "letter"', "unknown kind 'letter'"),
        ('issuer = "HPCO"', 'issuer = "XYZ"', "unknown issuer 'XYZ'"),
        ("adopted = 2026-05-01", "", 'has no adopted: give a date, or "unset" when it is not known'),
        ("adopted = 2026-05-01", 'adopted = "May"', "adopted must be a date"),
        ("until = 2027-01-01", "until = 2026-06-01", "until 2026-06-01 must come after 2026-06-01"),
        ('row = "pol:A1"', "", "has no source"),
        ('number = "3/2026"', "", "has no number"),
        (
            'row = "pol:A1"',
            'row = "pol:A1"\nrelations = [{ kind = "follows", to = "res-1" }]',
            "unknown kind 'follows'",
        ),
        (
            'row = "pol:A1"',
            'row = "pol:A1"\nrelations = [{ kind = "amends", to = "res-9" }]',
            "amends an unknown instrument 'res-9'",
        ),
        ('row = "pol:A1"', 'row = "pol:A1"\nrelations = [{ kind = "amends", to = "res-3" }]', "amends itself"),
    ],
)
def test_a_wrong_instrument_is_refused_with_file_and_key(old: str, new: str, message: str) -> None:
    found = problems(third=WHOLE.replace(old, new))
    assert len(found) == 1
    assert found[0].startswith("third.toml: instruments.res-3")
    assert message in found[0]


def test_instruments_that_replace_each_other_in_a_circle_are_refused_once() -> None:
    third = WHOLE + 'relations = [{ kind = "replaces", to = "res-4" }]\n'
    fourth = WHOLE.replace("res-3", "res-4") + 'relations = [{ kind = "replaces", to = "res-3" }]\n'
    assert problems(third=third, fourth=fourth) == [
        "third.toml: instruments.res-3: replaces in a circle: res-3 → res-4 → res-3"
    ]


def test_an_instrument_told_by_two_files_is_refused() -> None:
    assert problems(third=WHOLE, fourth=WHOLE) == ["fourth.toml: instruments.res-3: is defined in third.toml, too"]


SUBJECT = '[provisions.res-1.floor]\nvi = "mức sàn"\nfrom = 2025-11-01'


def test_the_file_of_a_subject_may_tell_provisions_of_an_instrument() -> None:
    found = book(subject=SUBJECT).provisions["res-1.floor"]
    assert (found.number, found.valid_from, found.instrument.vi) == ("1/2025", date(2025, 11, 1), "Nghị quyết 1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SUBJECT.replace("res-1", "res-9"), "provisions.res-9: provisions of an unknown instrument 'res-9'"),
        (SUBJECT.replace("floor", "cap"), "provisions.res-1.cap: is defined twice"),
        (SUBJECT + '\narticle = "Điều 9"', "article 'Điều 9' must be written as 9(3)(a)"),
        (SUBJECT + "\nuntil = 2025-11-01", "until 2025-11-01 must come after from 2025-11-01"),
    ],
)
def test_a_wrong_provision_is_refused(text: str, message: str) -> None:
    found = problems(subject=text)
    assert len(found) == 1
    assert message in found[0]
