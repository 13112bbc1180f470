"""Template versions: the texts of a kind of document on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.documents import access
from khue.features.documents.domain.comparing import Change, changed_words
from khue.features.documents.models import TemplateVersion
from khue.kernel import documents as sheets


@dataclass(frozen=True, slots=True)
class TemplateVersionCard:
    """One version. ``texts``: block → its words."""

    kind: str
    number: int
    valid_from: date
    texts: Mapping[str, Text]
    note: str
    published_by: str
    published_at: datetime
    papers: int


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A kind with editable texts: what may be edited, the version of today, what comes later."""

    kind: str
    title: Text
    blocks: tuple[sheets.Block, ...]
    current: TemplateVersionCard
    versions: tuple[TemplateVersionCard, ...]


def template_on(kind: str, on: date) -> TemplateVersion | None:
    """The version that counts for a document of this kind issued on the day ``on``."""
    return TemplateVersion.objects.filter(kind=kind, valid_from__lte=on).order_by("-valid_from", "-number").first()


def texts_for(kind: str, on: date, version: int = 0) -> dict[str, Text]:
    """The texts of a version, or of the one that counts on the day; the city package's own when there is none."""
    row = TemplateVersion.objects.filter(kind=kind, number=version).first() if version else template_on(kind, on)
    return words_of(row) if row else sheets.seed_texts(kind)


def words_of(row: TemplateVersion) -> dict[str, Text]:
    """A block that a later program knows and this version does not yet comes from the city package."""
    kept = {key: Text.from_json(value) for key, value in row.texts.items() if value.get("vi", "").strip()}
    known = {block.key for block in sheets.blocks_of(row.kind)}
    seeds = sheets.seed_texts(row.kind)
    return {
        key: kept[key] if key in kept else seeds[key]
        for key in known
        if key in kept or (key in seeds and key not in row.texts)
    }


def templates(actor: Actor) -> tuple[TemplateCard, ...]:
    """Every kind with editable texts. Raises NotAllowed."""
    actor.require(access.TEMPLATES)
    kinds = [kind.key for kind in sheets.kinds() if sheets.blocks_of(kind.key)]
    rows = _versions(kinds)
    return tuple(_template(kind, rows[kind], actor.today) for kind in kinds)


def _versions(kinds: Collection[str]) -> dict[str, list[TemplateVersion]]:
    """Of each kind, the newest first, with the number of its papers. One query."""
    found: dict[str, list[TemplateVersion]] = {kind: [] for kind in kinds}
    for row in TemplateVersion.objects.filter(kind__in=kinds).annotate(printed=Count("papers")).order_by("-number"):
        found[row.kind].append(row)
    return found


def template(kind: str, actor: Actor) -> TemplateCard:
    """Raises NotAllowed, Missing for a kind without editable texts."""
    actor.require(access.TEMPLATES)
    if kind not in {known.key for known in sheets.kinds()} or not sheets.blocks_of(kind):
        raise Missing(
            Text("Không có mẫu văn bản này.", "There is no such template."),
            Text("Mời ông/bà mở lại danh sách mẫu.", "Open the list of templates again."),
        )
    return _template(kind, _versions([kind])[kind], actor.today)


def _template(kind: str, versions: Sequence[TemplateVersion], on: date) -> TemplateCard:
    """The version that counts on the day, else the first one. Raises Missing where none was loaded."""
    rows = tuple(map(_card, versions))
    begun = [row for row in rows if row.valid_from <= on]
    current = max(begun, key=lambda row: (row.valid_from, row.number)) if begun else rows[-1] if rows else None
    if current is None:
        raise Missing(Text("Mẫu này chưa được nạp.", "This template was not loaded."))
    return TemplateCard(kind, sheets.kind_of(kind).title, sheets.blocks_of(kind), current, rows)


def version_of(card: TemplateCard, number: int) -> TemplateVersionCard:
    """Raises Missing."""
    found = next((version for version in card.versions if version.number == number), None)
    if found is None:
        raise Missing(
            Text("Không có phiên bản này.", "There is no such version."),
            Text("Mời ông/bà mở lại trang mẫu văn bản.", "Open the page of the template again."),
        )
    return found


def changes_of(card: TemplateCard, number: int) -> tuple[Change, ...]:
    """What a version changed against the one before; everything for the first."""
    before = next((found.texts for found in card.versions if found.number == number - 1), {})
    return changed_texts(card, before, version_of(card, number).texts)


def changed_texts(card: TemplateCard, before: Mapping[str, Text], after: Mapping[str, Text]) -> tuple[Change, ...]:
    """Places whose words differ, language by language."""
    found = []
    for block in card.blocks:
        for code in ("vi", "en"):
            old, new = (getattr(words.get(block.key), code, "") for words in (before, after))
            if old != new:
                found.append(
                    changed_words(Text(f"{block.label.vi} ({code})", f"{block.label.into('en')} ({code})"), old, new)
                )
    return tuple(found)


def _card(row: Any) -> TemplateVersionCard:
    return TemplateVersionCard(
        kind=row.kind,
        number=row.number,
        valid_from=row.valid_from,
        texts=words_of(row),
        note=row.note,
        published_by="" if row.published_by.startswith("job:") else row.published_by_name,
        published_at=row.published_at,
        papers=row.printed,
    )
