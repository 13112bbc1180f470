"""Whether the exchange's search page holds out: 100 requests a second for half a minute, over 200,000 offers.

    .venv/bin/python -m bench.finding_page

The offers are those of ``bench.finding``, rows of the exchange's own tables under all its guards, and the index is built
from them as ``khue search rebuild`` does. Visitors ask on a fixed
schedule, whatever became of those before, from 2,000 addresses in turn: a question in words, some of them narrowed to a
key field, some the second page, some with a letter wrong. Each page has hits, marked words, the counts of eight sides and
the ways on. Beside it in the same run: the same schedule on ``/healthz``. Generator, web and database share the machine.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.clients import Client, open_loop
from bench.database import own_databases, pointed_at
from bench.figures import Figure, percentile, tell, timed
from bench.finding import MANY, QUESTIONS, Row, offers
from bench.web import Running, register_personas, serving

if TYPE_CHECKING:
    from khue.core.actor import Actor

RATE, SECONDS, CONNECTIONS, VISITORS = 100, 30, 64, 2_000
ADDRESS = {"vi": "/vi/exchange/search/", "en": "/en/exchange/search/"}
MISTYPED = ("xử lý nứoc thải", "nang luong mat troif", "wastwater treatment", "cam bein khong khi")


def run(quick: bool = False) -> list[Figure]:
    from django.conf import settings

    part = 100 if quick else 1
    many = MANY // part
    with own_databases("khue_bench_finding_page") as (name,), tempfile.TemporaryDirectory() as folder:
        settings.KHUE_SEARCH = Path(folder)
        register_personas(name)
        with pointed_at(name):
            _load(many)
            building = timed(_built)
        with serving(name, KHUE_PROXIES="1", KHUE_SEARCH=folder) as web:
            paths = _paths(web, RATE * SECONDS // part)
            open_loop(web.port, paths[: 4 * RATE // part], rate=RATE / 4, connections=CONNECTIONS, visitors=VISITORS)
            empty = open_loop(web.port, ["/healthz"] * len(paths), rate=RATE, connections=CONNECTIONS)
            start, used = time.perf_counter(), web.processor_seconds()
            found = open_loop(web.port, paths, rate=RATE, connections=CONNECTIONS, visitors=VISITORS)
            lasted, used = time.perf_counter() - start, web.processor_seconds() - used
    first = f"; the first: {found.faults[0]}" if found.faults else ""
    return [
        Figure("requests that failed", len(found.faults), "", "<= 0", f"of {len(paths):,}{first}"),
        Figure("answered", len(paths) / lasted, "requests/s", f">= {0.98 * RATE:.0f}", f"{RATE} were due each second"),
        Figure(
            f"search page over {many:,} offers, median", 1000 * median(found.seconds), "ms", "",
            f"/healthz on the same schedule: {1000 * median(empty.seconds):.1f} ms",
        ),
        Figure(
            "the same, 99th percentile", 1000 * percentile(found.seconds, 99), "ms", "<= 500",
            f"/healthz: {1000 * percentile(empty.seconds, 99):.1f} ms",
        ),
        Figure(
            "building the index from the exchange's tables", building, "s", "<= 60", f"{many / building:,.0f} offers/s"
        ),
        Figure(
            "processor time of the web server per request", 1000 * used / len(paths), "ms", "",
            f"{1000 * (os.cpu_count() or 1) / RATE:.0f} ms are there for all: web, database, generator",
        ),
    ]  # fmt: skip


def _built() -> None:
    from khue.kernel import finding

    finding.rebuild()


def _load(many: int) -> None:
    """A supplier and its listed offers. Only the use-cases are passed by, so these rows have no audit records."""
    from khue.features.exchange.models import Member
    from khue.features.people.models import Party
    from khue.kernel import clock

    actor = clock.job_actor("bench")
    party = Party.objects.filter(kind="organisation").order_by("pk")[0]
    Member.objects.create(
        party=party, party_name=party.name, kind="supplier", state="active", about="bench", active_on=actor.today,
        asked_by="job:bench", asked_by_name="bench", asked_at=actor.moment,
    )  # fmt: skip
    rows = offers(many)
    while batch := list(islice(rows, 5_000)):
        _put(batch, party, actor)


def _put(batch: list[Row], party: Any, actor: Actor) -> None:
    """Each offer with a version, an owner, a claim and a right, as its sides say."""
    from django.db import transaction

    from khue.core.folding import fold
    from khue.features.exchange.models import Offer, OfferClaim, OfferOwner, OfferRight, OfferVersion
    from khue.site.sample.market import KINDS, LEVELS, MODES, RIGHTS

    made: list[tuple[Any, Any, Any]] = []
    for number, title_vi, title_en, summary_vi, summary_en, price, sides, day in batch:
        both = {
            "title_vi": title_vi, "title_en": title_en or title_vi, "kind": KINDS.get(sides["type"][0], sides["type"][0]), "field": sides["field"][0],
            "stage": int(sides["trl"][0]), "modes": [MODES.get(each, each) for each in sides["mode"]], "price_from": price,
            "folded": fold(f"{title_vi} {title_en}"),
        }  # fmt: skip
        offer = Offer(
            pk=number + 1, party=party, party_name=party.name, handed_in_by="job:bench", handed_in_at=actor.moment,
            valid_until=actor.today + timedelta(days=365), evidence=LEVELS.get(sides["evidence"][0], sides["evidence"][0]), state="listed", shown_id=number + 1,
            number=f"B-{number + 1}", listed_on=day, confirmed_on=day, **both,
        )  # fmt: skip
        version = OfferVersion(
            pk=number + 1, offer=offer, no=1, summary_vi=summary_vi, summary_en=summary_en, stage_evidence="bench",
            basis="owner", basis_paper="bench", made_by="job:bench", made_by_name="bench", made_at=actor.moment, **both,
        )  # fmt: skip
        made.append((offer, version, sides))
    with transaction.atomic():
        Offer.objects.bulk_create([offer for offer, _version, _sides in made])
        OfferVersion.objects.bulk_create([version for _offer, version, _sides in made])
        OfferOwner.objects.bulk_create(
            [OfferOwner(version=version, no=1, name=party.name, numerator=1, denominator=1) for _, version, _ in made]
        )
        OfferClaim.objects.bulk_create(
            [OfferClaim(version=version, no=1, says=version.title_vi, wished="stated") for _, version, _ in made]
        )
        OfferRight.objects.bulk_create([_right(version, RIGHTS[sides["ip"][0]]) for _, version, sides in made])


def _right(version: Any, said: str) -> Any:
    from khue.features.exchange.models import OfferRight

    kind, state, territory = (part.strip() for part in said.split("|")[:3])
    return OfferRight(version=version, no=1, kind=kind, state=state, territory=territory)


def _paths(web: Running, number: int) -> list[str]:
    """What visitors ask; each question is seen to have hits before anything is measured."""
    asked = [words for of in QUESTIONS.values() for words in of]
    chance = random.Random(20261124)
    kinds = (
        [{"q": words} for words in asked],
        [
            {"q": words, "field": "environmental-technology"}
            for words in ("nước thải", "khong khi", "wastewater", "cam bien")
        ],
        [{"q": words, "from": "20"} for words in asked],
        [{"q": words} for words in MISTYPED],
    )
    for kind in kinds:
        for sides in kind:
            status, body = Client(web.port).get(f"{ADDRESS['vi']}?{urlencode(sides)}")
            if status != 200 or ("from" not in sides and b"/exchange/no/" not in body):
                raise SystemExit(f"{sides}: {status}, or no hit; the measurement would measure nothing")
    chosen = chance.choices(kinds, (60, 15, 15, 10), k=number)
    spoken = chance.choices(("vi", "en"), (70, 30), k=number)
    return [f"{ADDRESS[tongue]}?{urlencode(chance.choice(kind))}" for kind, tongue in zip(chosen, spoken, strict=True)]


if __name__ == "__main__":
    tell(run, __doc__)
