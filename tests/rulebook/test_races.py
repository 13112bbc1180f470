"""Legal officers at once: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from khue.core.rules.lawbook import canonical, edition_of
from khue.features.rulebook import queries, usecases
from khue.features.rulebook.domain import ConfirmValue
from khue.features.rulebook.models import Confirmation, Edition
from tests.cast import persona

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def confirm(parameter: str, value: int) -> Callable[[], str]:
    asked = ConfirmValue(parameter, value, date(2026, 1, 1), None, "Nghị quyết mẫu", date(2026, 2, 20), seen=0)
    lawyer = persona("lawyer")
    return lambda: usecases.confirm_value(asked, actor=lawyer)


def test_two_officers_confirm_one_value_at_once_and_the_second_is_told(in_threads: InThreads) -> None:
    results = in_threads(confirm("venture.loss.warn_first", 31), confirm("venture.loss.warn_first", 32))
    assert Counter(type(result).__name__ for result in results) == {"str": 1, "Stale": 1}
    assert Confirmation.objects.count() == 1


def test_values_confirmed_at_once_stand_all_in_the_last_edition(in_threads: InThreads) -> None:
    names = [f"venture.pilot_notice.{name}" for name in ("first", "second", "third", "last")]
    results = in_threads(*(confirm(name, 20 + number) for number, name in enumerate(names)))
    assert all(isinstance(result, str) for result in results)
    assert len(set(results)) == len(names)
    values = [queries.parameter(name, date(2026, 3, 2)).value for name in names]
    assert values == [20, 21, 22, 23]
    assert queries.edition() == Confirmation.objects.order_by("-id").values_list("edition", flat=True).first()
    assert queries.edition() == edition_of(canonical(queries.lawbook()))
    assert Edition.objects.filter(edition__in=results).count() == len(names)
