"""Days as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from khue.core.days import english_day, format_day


def test_a_day_in_both_languages() -> None:
    assert (format_day(date(2026, 3, 5), "vi"), format_day(date(2026, 3, 5), "en")) == ("05/03/2026", "5 Mar 2026")
    assert format_day(date(826, 12, 31), "en") == "31 Dec 826"


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("05/03/2026", "5 Mar 2026"), ("17:00, 30/04/2026", "17:00, 30 Apr 2026"), ("", ""), ("–", "–"),
        ("01/01/2026 – 31/12/2026", "1 Jan 2026 – 31 Dec 2026"), ("12/13/2026", "12/13/2026"), ("105/03/2026", "105/03/2026"),
    ],
)  # fmt: skip
def test_what_an_event_keeps_reads_as_english(written: str, english: str) -> None:
    assert english_day(written) == english
