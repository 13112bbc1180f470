"""``khue rules replay``: what rules said in decisions, asked again: the same facts, the law as known on that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

from khue.kernel.loading import django_ready
from khue.site.rules.inputs import CannotAnswer, problem

if TYPE_CHECKING:
    from khue.features.rulebook.domain.rulings import Replayed, Ruling


@contextmanager
def records() -> Iterator[None]:
    """Django for the block. Raises CannotAnswer when the database can't be used."""
    from django.db import Error

    django_ready()
    try:
        yield
    except Error as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise problem(
            "database",
            "database",
            f"Không dùng được cơ sở dữ liệu; mời chạy khue run hoặc đặt DATABASE_URL rồi thử lại ({first})",
            f"The database can't be used; start khue run or set DATABASE_URL, and try again ({first})",
        ) from None


def replayed(decision: str, every: bool) -> Iterator[tuple[Replayed, Replayed | None]]:
    """Each ruling asked again; one that differs also over the edition of the law that it was made under.

    ``decision``: id or number of a decision, or the number of its dossier. Raises CannotAnswer.
    """
    from khue.features.rulebook import queries

    found, count = (queries.kept_rulings(), queries.count_rulings()) if every else _rulings(decision)
    for again in _with_progress(queries.replay(found), count):
        yield again, None if again.agrees else queries.replay_as_stored(again.ruling)


def _rulings(decision: str) -> tuple[Iterable[Ruling], int]:
    from khue.features.dossiers.queries.decisions import decision_ids
    from khue.features.rulebook import queries

    ids = decision_ids(decision)
    if not ids:
        raise _none(
            f"Không tìm thấy quyết định “{decision}”: mời nêu số hồ sơ, số quyết định hoặc mã.",
            f"There is no decision “{decision}”: name a dossier's number, a decision's number or its id.",
        )
    found = queries.rulings_of(*(f"decision:{id}" for id in ids))
    if not found:
        raise _none(
            f"Quyết định “{decision}” không lưu kết quả của quy tắc nào.", f"The decision “{decision}” kept no ruling."
        )
    return found, len(found)


def _none(vi: str, en: str) -> CannotAnswer:
    return problem("decision", "missing", vi, en)


def _with_progress(each: Iterator[Replayed], count: int) -> Iterable[Replayed]:
    # On the error channel: what stands on the output channel is the answer alone.
    channel = Console(stderr=True)
    return track(each, "replay", total=count, console=channel, transient=True, disable=not channel.is_terminal)


def told(again: Replayed, stored: Replayed | None, language: str) -> dict[str, Any]:
    """One ruling as plain data. ``agrees_as_stored``: what its own edition of the law gives, null when not asked."""
    ruling = again.ruling
    return {
        "subject": ruling.subject,
        "line": ruling.line or None,
        "rule": ruling.rule,
        "on": ruling.on.isoformat(),
        "known_on": ruling.known_on.isoformat() if ruling.known_on else None,
        "agrees": again.agrees,
        "differences": [text.into(language) for text in again.differences],
        "notes": [text.into(language) for text in again.notes],
        "agrees_as_stored": stored.agrees if stored is not None else None,
    }
