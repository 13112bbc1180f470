"""How well the public search ranks, beside plain BM25 on the same text: nDCG and recall of the first ten."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from khue.kernel.finding import Listing, Question, find
from khue.site.sample.listings import SampleListing, sample_listings

FIRST = 10
Grades = dict[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Means over the questions of a class, each between 0 and 1."""

    ndcg: float
    recall: float


def questions() -> dict[str, dict[str, Grades]]:
    """Of each class the questions, each with the grade of every listing that has one."""
    found = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))
    return {name: {asked: _spread(grades) for asked, grades in asked_of.items()} for name, asked_of in found.items()}


def _spread(grades: Grades) -> Grades:
    named = {key for listing in sample_listings() for key in (listing.key, listing.stem)}
    assert set(grades) <= named, set(grades) - named
    graded = {listing.key: grades.get(listing.key, grades.get(listing.stem, 0)) for listing in sample_listings()}
    return {key: grade for key, grade in graded.items() if grade}


def as_listing(sample: SampleListing, on: date = date(2026, 11, 23)) -> Listing:
    return Listing(
        f"offers:{sample.key}", sample.title_vi, sample.title_en, sample.summary_vi, f"/offers/{sample.key}/", on,
        facets=sample.sides(), price=sample.price,
    )  # fmt: skip


def measured(ask: Callable[[str], Sequence[str]]) -> dict[str, Standing]:
    """``ask`` gives the keys of the first ten for a question."""
    standings = {}
    for name, asked_of in questions().items():
        pairs = [
            (_ndcg(keys := ask(asked)[:FIRST], grades), _recall(keys, grades)) for asked, grades in asked_of.items()
        ]
        standings[name] = Standing(mean(one for one, _ in pairs), mean(other for _, other in pairs))
    return standings


def _ndcg(keys: Sequence[str], grades: Grades) -> float:
    """Gain 2^grade - 1, discount log2(place + 1), over the best order that there is."""

    def gained(found: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found[:FIRST]))

    return gained([grades.get(key, 0) for key in keys]) / gained(sorted(grades.values(), reverse=True))


def _recall(keys: Sequence[str], grades: Grades) -> float:
    """The share of what serves (grade 2 and 3) that stands among the first ten, of at most ten."""
    serve = {key for key, grade in grades.items() if grade >= 2}
    return len(serve & set(keys)) / min(len(serve), FIRST)


def ours(asked: str) -> list[str]:
    return [hit.key.removeprefix("offers:") for hit in find(Question(asked, size=FIRST), facets=False).hits]


def plain_bm25() -> Callable[[str], list[str]]:
    """The library as it comes: its default words, one field with all text, any word, BM25."""
    import tantivy

    build = tantivy.SchemaBuilder()
    build.add_text_field("key", stored=True, tokenizer_name="raw")
    build.add_text_field("text")
    index = tantivy.Index(build.build())
    writer = index.writer(15_000_000, 1)
    for sample in sample_listings():
        writer.add_document(
            tantivy.Document(key=sample.key, text=f"{sample.title_vi}\n{sample.title_en}\n{sample.summary_vi}")
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()

    def ask(asked: str) -> list[str]:
        query, _faults = index.parse_query_lenient(asked.replace("-", " "), ["text"])
        searcher = index.searcher()
        hits = searcher.search(query, limit=FIRST).hits
        return [searcher.doc(address).get_first("key") for _score, address in hits]

    return ask
