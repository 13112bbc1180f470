"""The catalogue as everybody reads it, as its members and the second person see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import queries as councils
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.domain.catalogue import (
    CAPITAL,
    ENTRY,
    EXPERT,
    INVESTOR,
    KINDS,
    NOTICE_DAYS,
    OPEN_TO,
    SERVICE,
    SORTS,
    STAGES,
)
from khue.features.services.models import CatalogueEntry, InvestorSearch
from khue.features.services.queries.shown import shown
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"waiting": "wait", "shown": "good", "returned": "bad", "withdrawn": "plain", "over": "plain"}
DESK_VIEWS = ("waiting", "shown", "all")
OVER = Text("hết hạn công bố", "run out")
STEPS = {
    "hand_in": Text("gửi đăng", "handed in"),
    "publish": Text("công bố", "published"),
    "return": Text("trả lại", "returned"),
    "renew": Text("gia hạn", "renewed"),
    "withdraw": Text("gỡ", "taken down"),
}


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What narrows the catalogue; empty: nothing. ``found``: ids of the entries that have the words (``found_by``)."""

    words: str = ""
    found: frozenset[int] = frozenset()
    kind: str = ""
    open_to: str = ""
    sort: str = SERVICE
    stage: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.kind or self.open_to or self.stage)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """``price`` in đồng, None where it is agreed (``price_note``); ``days`` and ``answer_days`` are working days;
    ``place``, ``technical`` and ``terms`` belong to equipment,
    ``sought`` (đồng) and ``stage`` to a project;
    ``degree``, ``fields`` and ``languages`` to an expert, as the register says on the day;
    ``seeks``, ``least_stage`` (TRL, 0: not asked), ``territory`` and both sums (đồng) to an investor."""

    id: int
    title: Text
    kind: Text
    party: str
    member: str
    price: int | None
    price_note: str
    days: int | None
    answer_days: int | None
    open_to: Text
    until_on: date
    state: StateView
    place: str = ""
    technical: str = ""
    terms: str = ""
    sought: int | None = None
    stage: Text | None = None
    degree: Text | None = None
    fields: Text | None = None
    languages: Text | None = None
    seeks: Text | None = None
    least_stage: int = 0
    territory: str = ""
    ticket_from: int | None = None
    ticket_to: int | None = None


@dataclass(frozen=True, slots=True)
class EntryStepRow:
    label: Text
    ground: str
    until_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry. ``code`` is its state (``over`` where its last day has passed); ``steps``, ``handed_by`` and ``ground`` are for its
    side and the second person only. ``orderable``: it takes orders today; ``open_to_code`` and
    ``stage_code`` as a mended one begins with them."""

    row: EntryRow
    code: str
    sort: str
    kind_code: str
    summary: Text
    ground: str
    steps: tuple[EntryStepRow, ...]
    is_own: bool
    may_act: bool
    orderable: bool
    replaces: int
    open_to_code: str
    stage_code: str
    seeks_codes: tuple[str, ...] = ()


def entries(asked: EntryFilter, on: date, after: str | None, size: int = 25) -> Page[EntryRow]:
    """Entries of the sort that are shown, the newest first."""
    found = _narrowed(shown(on), asked).select_related("equipment", "project", "search")
    page = keyset(found, ["-id"], after, size)
    experts = councils.experts_of([access.key_of(row.party_id) for row in page.rows]) if asked.sort == EXPERT else {}
    names = exchange.field_names(on) if asked.sort == INVESTOR else {}
    return page.of(lambda row: row_of(row, on, experts.get(access.key_of(row.party_id)), names))


def counts(asked: EntryFilter, on: date) -> dict[str, dict[str, int]]:
    """How many entries each choice would leave, given the other choices: by ``kind`` and ``open_to``, projects by
    ``stage``. At most two queries."""
    found: dict[str, dict[str, int]] = {}
    if asked.sort == INVESTOR:
        return found
    columns = {"stage": "project__stage"} if asked.sort == CAPITAL else {"kind": "kind", "open_to": "open_to"}
    for name, column in columns.items():
        left_out: dict[str, Any] = {name: ""}
        rest = replace(asked, **left_out)
        rows = _narrowed(shown(on), rest).values_list(column).annotate(n=Count("pk")).order_by()
        found[name] = dict(rows)
    return found


def _narrowed(found: QuerySet[CatalogueEntry], asked: EntryFilter) -> QuerySet[CatalogueEntry]:
    found = found.filter(sort=asked.sort)
    if asked.kind in KINDS:
        found = found.filter(kind=asked.kind)
    if asked.stage in STAGES:
        found = found.filter(project__stage=asked.stage)
    if asked.open_to in OPEN_TO:
        found = found.filter(open_to=asked.open_to)
    return found.filter(pk__in=asked.found) if asked.words else found


def own_entries(actor: Actor, after: str | None, size: int = 25) -> Page[EntryRow]:
    """Those of the parties that the actor stands for, newest first."""
    found = CatalogueEntry.objects.select_related("equipment", "project", "search").filter(
        party__in=people.ids_i_stand_for(actor)
    )
    return keyset(found, ["-id"], after, size).of(lambda row: row_of(row, actor.today))


def desk_entries(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[EntryRow]:
    """For the second person, oldest waiting first. Raises NotAllowed."""
    actor.require(access.REVIEW)
    found = CatalogueEntry.objects.select_related("equipment", "project", "search").exclude(
        party__in=access.barred(actor)
    )
    if view in ("waiting", "shown"):
        found = found.filter(state=view)
    order = ["id"] if view == "waiting" else ["-id"]
    return keyset(found, order, after, size).of(lambda row: row_of(row, actor.today))


def entry_card(entry_id: int, actor: Actor) -> EntryCard:
    """What is shown for everybody; the rest for its side and the second person. Raises Missing, NotAllowed under a restriction."""
    row = CatalogueEntry.objects.select_related("equipment", "project", "search").filter(pk=entry_id).first()
    own = row is not None and access.is_side(actor, row.party_id)
    reviews = actor.may(access.REVIEW)
    open_ = row is not None and shown(actor.today).filter(pk=row.pk).exists()
    if row is None or not (open_ or own or reviews):
        raise access.no_such_entry()
    if not open_ and row.party_id in access.barred(actor):
        people.require_unrestricted(actor, access.key_of(row.party_id))
    expert = councils.expert_of(access.key_of(row.party_id)) if row.sort == EXPERT else None
    names = exchange.field_names(actor.today) if row.sort == INVESTOR else {}
    line = row_of(row, actor.today, expert, names)
    inside = own or reviews
    steps = tuple(
        EntryStepRow(STEPS[one.step], one.ground, one.until_on, one.by_name, one.at) for one in row.steps.order_by("id")
    )
    return EntryCard(
        line, line.state.code, row.sort, row.kind, Text(row.summary_vi, row.summary_en),
        row.ground if inside else "",
        steps if inside else (), own, own and actor.may_act_for(access.key_of(row.party_id), "submit"), open_, row.replaces_id or 0,
        row.open_to, getattr(getattr(row, "project", None), "stage", ""), tuple(getattr(getattr(row, "search", None), "fields", ())),
    )  # fmt: skip


def entries_to_remind(today: date) -> tuple[int, ...]:
    """Ids of shown entries whose last day comes on one of the days of notice."""
    days = [today + timedelta(days=days) for days in NOTICE_DAYS]
    rows = CatalogueEntry.objects.filter(state="shown", until_on__in=days)
    return tuple(rows.order_by("until_on", "pk").values_list("pk", flat=True))


def kind_of(row: CatalogueEntry) -> Text:
    return KINDS[row.kind] if row.kind else SORTS[row.sort]


def row_of(
    row: CatalogueEntry, on: date, expert: councils.ExpertCard | None = None, names: Mapping[str, Text] | None = None
) -> EntryRow:
    """``names`` are key fields by code, for what an investor seeks."""
    over = row.state == "shown" and row.until_on < on
    code, label = ("over", OVER) if over else (row.state, ENTRY.label(row.state))
    made = EntryRow(
        row.pk, Text(row.title_vi, row.title_en), kind_of(row), access.key_of(row.party_id), row.party_name, row.price,
        row.price_note, row.days, row.answer_days, OPEN_TO[row.open_to], row.until_on, StateView(code, label.capitalised(), TONES[code]),
        *((more.place, more.technical, more.terms) if (more := getattr(row, "equipment", None)) else ("", "", "")),
        *((one.sought, STAGES[one.stage]) if (one := getattr(row, "project", None)) else (None, None)),
        *((expert.degree_words, expert.all_fields, expert.language_words) if expert else ()),
    )  # fmt: skip
    said = getattr(row, "search", None)
    return made if said is None else _with_search(made, said, names or {})


def _with_search(row: EntryRow, said: InvestorSearch, names: Mapping[str, Text]) -> EntryRow:
    fields = [names.get(code, Text(code, code)) for code in said.fields]
    seeks = Text(" · ".join(one.vi for one in fields), " · ".join(one.into("en") for one in fields))
    return replace(
        row, seeks=seeks, least_stage=said.stage, territory=said.territory, ticket_from=said.ticket_from, ticket_to=said.ticket_to
    )  # fmt: skip
