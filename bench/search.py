"""How long staff wait for the search over 1,000,000 dossiers, beside the folded column asked in the database.

    .venv/bin/python -m bench.search

The rows come by COPY (``bench/rows.py``), the index is built from them as ``khue search rebuild`` does. Each question is
asked of the index in this process, and of the whole page over HTTP with one client. Beside it, by turns, the same
words as ``LIKE`` on the folded column over psycopg, the first twenty by number.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from bench.clients import closed_loop
from bench.database import dsn_of, own_databases, pointed_at
from bench.desk_page import _fill
from bench.figures import Figure, percentile, tell, timed
from bench.web import cookie_of, serving

MANY, ROUNDS, ASKED = 1_000_000, 15, 10
QUESTIONS = (
    "robot kiểm tra cầu đường tây hồ",
    "vat lieu loc nuoc",
    "pin xe bu",
    "BENCH 0004217",
    "nhận dạng tiếng nói hoan kiem",
    "cảm bien khong khí",
)
LIKE = "SELECT id, number FROM dossiers_dossier WHERE {} ORDER BY id DESC LIMIT 20"


def run(quick: bool = False) -> list[Figure]:
    from django.conf import settings

    part = 100 if quick else 1
    with own_databases("khue_bench_search") as (name,), tempfile.TemporaryDirectory() as folder:
        from khue.kernel import search

        settings.KHUE_SEARCH = Path(folder)
        _fill(name, MANY // part)
        with pointed_at(name):
            building = timed(lambda: search.rebuild())
        taken, liked = _asked(name, 2 if quick else ROUNDS)
        with serving(name, KHUE_SEARCH=folder) as web:
            headers = {"Cookie": cookie_of(name, "appraiser")}
            page = [
                seconds
                for question in QUESTIONS
                for seconds in _page(web.port, question, headers)
            ]  # fmt: skip
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    return [
        Figure(
            f"search over {MANY // part:,} dossiers, the index alone", 1000 * median(taken), "ms", "<= 100",
            f"LIKE on the folded column: {1000 * median(liked):.0f} ms; slowest of all {1000 * max(taken):.0f} ms",
        ),
        Figure(
            "the whole page over HTTP, one client", 1000 * median(page), "ms", "<= 100",
            f"95th percentile {1000 * percentile(page, 95):.0f} ms",
        ),
        Figure("building the index", MANY // part / building, "records/s", "", f"{building:.0f} s in all"),
        Figure("size of the index", size / 1e6, "MB", "", f"{size / (MANY // part):.0f} bytes a dossier"),
    ]  # fmt: skip


def _asked(name: str, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each question to the index and to the database, by turns; the first turn warms up."""
    import psycopg

    from khue.core.folding import fold
    from khue.kernel import search

    taken: list[float] = []
    liked: list[float] = []
    with psycopg.connect(dsn_of(name)) as connection:
        for turn in range(rounds + 1):
            for question in QUESTIONS:
                words = [f"%{word}%" for word in fold(question).split()]
                where = " AND ".join(["folded LIKE %s"] * len(words))
                ours = timed(lambda question=question: _must_find(question))
                theirs = timed(
                    lambda where=where, words=words: connection.execute(LIKE.format(where), words).fetchall()
                )
                if turn:
                    taken.append(ours)
                    liked.append(theirs)
    assert search.built_at() is not None
    return taken, liked


def _must_find(question: str) -> None:
    from khue.kernel import search

    found = search.find(question, ("dossier", "document", "file", "party"))
    if not found.total:
        raise SystemExit(f"nothing found for {question!r}: the measurement would measure nothing")


def _page(port: int, question: str, headers: dict[str, str]) -> list[float]:
    from urllib.parse import urlencode

    path = f"/vi/desk/search/?{urlencode({'q': question})}"
    answers = closed_loop(port, path, clients=1, requests=ASKED, headers=headers)
    if answers.faults:
        raise SystemExit(f"{len(answers.faults)} requests failed, the first: {answers.faults[0]}")
    return answers.seconds


if __name__ == "__main__":
    tell(run, __doc__)
