"""How long the public waits for the search over 200,000 offers, beside PostgreSQL's text search on the same folded text.

    .venv/bin/python -m bench.finding

The offers are made from the sample listings with a seed (``offers``), 70 % Vietnamese, 30 % English. They lie in a table,
and the index is built from it as ``khue search rebuild`` does. Each question is asked of the index in this process, with
hits, marked words and the total, then with the counts of all eight sides; by turns with it PostgreSQL ranks the first
twenty of the same words, by a GIN index. Then deeds change offers, and it is waited until the search finds the change.
"""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.database import as_owner, dsn_of, own_databases, pointed_at
from bench.figures import Figure, percentile, tell, timed

MANY, ROUNDS, SEED, ENGLISH = 200_000, 12, 20261123, 0.3
QUESTIONS = {
    "with marks": (
        "xử lý nước thải", "máy sấy năng lượng mặt trời", "nhận dạng tiếng nói", "cảm biến chất lượng không khí",
        "thuốc trừ sâu sinh học", "phần mềm soát hợp đồng",
    ),
    "without marks": (
        "quy dau tu mao hiem", "xu ly nuoc thai benh vien", "may say duoc lieu", "in 3d be tong", "canh bao sat lo dat",
        "tri tue nhan tao",
    ),
    "English": (
        "wastewater treatment", "solar dryer for fish", "speech recognition", "battery energy storage", "machine vision",
        "biodegradable film",
    ),
    "mixed": ("IoT nông nghiệp", "OCR hóa đơn", "UAV phun thuốc", "chatbot thủ tục hành chính", "AI y te", "drone lúa"),
}  # fmt: skip
TABLE = (
    "CREATE TABLE offer (id bigint PRIMARY KEY, title_vi text, title_en text, summary_vi text, summary_en text,"
    " price bigint, sides jsonb, on_day date, folded text)",
    "GRANT SELECT, INSERT, UPDATE ON offer TO PUBLIC",
)
GIN = (
    "CREATE INDEX offer_words ON offer USING gin (to_tsvector('simple', folded))",
    "ANALYZE offer",
)
RANKED = (
    "SELECT id, title_vi, title_en, summary_vi, ts_rank(to_tsvector('simple', folded), asked) AS place "
    "FROM offer, plainto_tsquery('simple', %s) AS asked WHERE to_tsvector('simple', folded) @@ asked "
    "ORDER BY place DESC LIMIT 20"
)
Row = tuple[int, str, str, str, str, int, dict[str, tuple[str, ...]], date]


def run(quick: bool = False) -> list[Figure]:
    from django.conf import settings

    many = MANY // 100 if quick else MANY
    with own_databases("khue_bench_finding") as (name,), tempfile.TemporaryDirectory() as folder:
        settings.KHUE_SEARCH = Path(folder)
        _fill(name, many)
        with pointed_at(name):
            from khue.kernel import finding
            from khue.kernel.finding import sources

            sources._SOURCES.clear()
            finding.register("offers", _source(name))
            building = timed(finding.rebuild)
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            alone, sided, ranked = _asked(name, 2 if quick else ROUNDS)
            waited = _until_found(name, 2 if quick else 12)
    every, all_sided = _joined(alone), _joined(sided)
    return [
        *(_of_class(kind, seconds, ranked[kind], many) for kind, seconds in alone.items()),
        Figure("all questions, median", 1000 * median(every), "ms", "<= 5"),
        Figure("all questions, 99th percentile", 1000 * percentile(every, 99), "ms", "<= 20"),
        Figure("PostgreSQL over ours, medians", median(_joined(ranked)) / median(every), "times", ">= 5"),
        Figure(
            "with the counts of eight sides, median", 1000 * median(all_sided), "ms", "<= 15",
            f"99th percentile {1000 * percentile(all_sided, 99):.1f} ms",
        ),
        Figure("building the index anew", building, "s", "<= 60", f"{many / building:,.0f} offers/s"),
        Figure("size of the index", size / 1e6, "MB", "<= 100", f"{size / many:.0f} bytes an offer"),
        Figure("a change is found after, longest", max(waited), "s", "<= 1", f"median {median(waited):.2f} s"),
    ]  # fmt: skip


def _of_class(kind: str, seconds: list[float], ranked: list[float], many: int) -> Figure:
    return Figure(
        f"questions {kind} over {many:,} offers, median", 1000 * median(seconds), "ms", "<= 5",
        f"PostgreSQL: {1000 * median(ranked):.1f} ms; 99th percentile {1000 * percentile(seconds, 99):.1f} ms",
    )  # fmt: skip


def _joined(by_kind: dict[str, list[float]]) -> list[float]:
    return [seconds for of in by_kind.values() for seconds in of]


# -- the offers ---------------------------------------------------------------------------------------------------------


def offers(many: int, seed: int = SEED) -> Iterator[Row]:
    """Offers like those that people write: a technology, what it is used for, and sentences of its own and other fields.

    Each sample listing lends its words; a maker's code and figures make each offer different. The same seed gives the
    same offers.
    """
    from khue.site.sample.listings import sample_listings, stems

    chance = random.Random(seed)
    made, samples = stems(), sample_listings()
    uses = [use for stem in made for use in stem["uses"]]
    by_field: dict[str, list[Any]] = {}
    for stem in made:
        by_field.setdefault(stem["field"], []).append(stem)
    for number in range(many):
        stem, sample = chance.choice(made), chance.choice(samples)
        use_vi, use_en, said = chance.choice(stem["uses"]) if chance.random() < 0.7 else chance.choice(uses)
        near = chance.choice(by_field[stem["field"]])
        code = f"{chance.choice('ABCDEHKLMNPQSTVX')}{chance.choice('ABCDEHKLMNPQSTVX')}{chance.randrange(10, 9_999)}"
        english = chance.random() < ENGLISH
        sides = {
            **sample.sides(),
            "field": (stem["field"],),
            "type": (stem["type"],),
            "trl": (str(chance.randrange(3, 10)),),
        }
        title_en = f"{stem['en']} {use_en}"
        body_vi = f"{stem['about']} {said} {chance.choice(near['uses'])[2]} Kiểu {code}, {chance.randrange(2, 900)} đơn vị mỗi ca."
        body_en = f"{title_en}. Combined with {near['en']} {chance.choice(near['uses'])[1]}. Model {code}, rated {chance.randrange(2, 900)}."
        price = chance.randrange(10, 9_000) * 1_000_000
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(320))
        if english:
            yield number, f"{title_en} {code}", f"{title_en} {code}", body_en, body_en, price, sides, day
        else:
            yield number, f"{stem['vi']} {use_vi} {code}", "", body_vi, "", price, sides, day


def _fill(name: str, many: int) -> None:
    import psycopg
    from psycopg.types.json import Jsonb

    from khue.core.folding import fold

    as_owner(name, *TABLE)
    with (
        psycopg.connect(dsn_of(name)) as connection,
        connection.cursor() as cursor,
        cursor.copy("COPY offer FROM STDIN") as copy,
    ):
        for row in offers(many):
            copy.write_row((*row[:6], Jsonb(row[6]), row[7], fold(" ".join(row[1:5]))))
    as_owner(name, *GIN)


COLUMNS = "id, title_vi, title_en, summary_vi, summary_en, price, sides, on_day"


def _source(name: str) -> Any:
    """The table as a source, read as a room reads its rows."""
    import psycopg

    from khue.core.bilingual import Text
    from khue.kernel.finding import Source

    def some(keys: Iterable[str]) -> list[Any]:
        numbers = [int(key.partition(":")[2]) for key in keys]
        with psycopg.connect(dsn_of(name)) as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM offer WHERE id = ANY(%s)", [numbers]).fetchall()
        return [_listing(row) for row in rows]

    def every() -> Iterator[Any]:
        with psycopg.connect(dsn_of(name)) as connection, connection.cursor(name="offers") as cursor:
            cursor.itersize = 2_000
            cursor.execute(f"SELECT {COLUMNS} FROM offer ORDER BY id")
            for row in cursor:
                yield _listing(row)

    def touched(subjects: Iterable[str]) -> list[str]:
        return [subject for subject in subjects if subject.startswith("offers:")]

    return Source(Text("Công nghệ chào bán", "Offers"), some, every, touched)


def _listing(row: tuple[Any, ...]) -> Any:
    from khue.kernel.finding import Listing

    number, title_vi, title_en, summary_vi, summary_en, price, sides, day = row
    return Listing(
        f"offers:{number}", title_vi, title_en, summary_vi, f"/offers/{number}/", day,
        summary_en=summary_en if summary_en != summary_vi else "", facets=sides, price=price,
    )  # fmt: skip


# -- asking -------------------------------------------------------------------------------------------------------------

Times = dict[str, list[float]]


def _asked(name: str, rounds: int) -> tuple[Times, Times, Times]:
    """Seconds of each question: to the index, with counts of sides, to PostgreSQL, by turns; the first turn warms up."""
    import psycopg

    from khue.core.folding import fold
    from khue.kernel import finding

    taken: tuple[Times, Times, Times] = ({}, {}, {})
    with psycopg.connect(dsn_of(name)) as connection:
        for turn in range(rounds + 1):
            for kind, asked_of in QUESTIONS.items():
                for asked in asked_of:
                    question = finding.Question(asked, ("offers",))
                    deeds: tuple[Callable[[], object], ...] = (
                        lambda question=question: _must_find(question, False),
                        lambda question=question: _must_find(question, True),
                        lambda asked=asked: connection.execute(RANKED, [fold(asked)]).fetchall(),
                    )
                    for times, deed in zip(taken, deeds, strict=True):
                        seconds = timed(deed)
                        if turn:
                            times.setdefault(kind, []).append(seconds)
    return taken


def _must_find(question: Any, facets: bool) -> None:
    from khue.kernel import finding

    if not finding.find(question, facets=facets).total:
        raise SystemExit(f"nothing found for {question.asked!r}: the measurement would measure nothing")


def _until_found(name: str, times: int) -> list[float]:
    """Seconds from the commit of a deed that changed an offer until the search finds the new word."""
    import psycopg

    from khue.core.actor import Actor
    from khue.kernel import clock, finding
    from khue.kernel.deeds import command

    actor = Actor("job:bench", "bench", clock.now())
    ending = threading.Event()
    follower = threading.Thread(target=finding.keep_following, args=(ending,))
    follower.start()
    waited = []
    try:
        for number in range(times):
            word = f"zqx{number}wv"
            with psycopg.connect(dsn_of(name)) as connection:
                connection.execute("UPDATE offer SET title_vi = title_vi || ' ' || %s WHERE id = %s", [word, number])
            with command("bench.change_offer", actor, subject=f"offers:{number}"):
                pass
            began = time.perf_counter()
            while not finding.find(finding.Question(word), facets=False).total:
                if time.perf_counter() - began > 30:
                    raise SystemExit("a change was not found within half a minute")
                time.sleep(0.005)
            waited.append(time.perf_counter() - began)
            time.sleep(0.1)
    finally:
        ending.set()
        follower.join()
    return waited


if __name__ == "__main__":
    tell(run, __doc__)
