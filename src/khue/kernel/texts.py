"""Texts inside documents that staff may change: which there are, what they may hold, how they are filled.

A text is plain words with ``{placeholders}``. It reaches a template as JSON and is shown, never evaluated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.placeholders import fill_in


@dataclass(frozen=True, slots=True)
class Block:
    """One editable text of a kind. ``longest`` in characters; ``placeholders`` are the names it may hold in braces."""

    key: str
    label: Text
    longest: int
    optional: bool
    placeholders: tuple[str, ...]
    seed: Text | None


def blocks_of(kind: str) -> tuple[Block, ...]:
    """The editable texts of a kind, in the order of the sheet; empty for a kind that has none."""
    return _blocks(settings.KHUE_CITY).get(kind, ())


def seed_texts(kind: str) -> dict[str, Text]:
    """The city package's own texts of a kind; an optional one without words is left out."""
    return {block.key: block.seed for block in blocks_of(kind) if block.seed is not None}


def filled(texts: Mapping[str, Text], values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Both languages of each text with its placeholders as plain values; a value that is missing leaves nothing."""
    return {key: {"vi": fill_in(text.vi, values), "en": fill_in(text.en, values)} for key, text in texts.items()}


@cache
def _blocks(city: str) -> Mapping[str, tuple[Block, ...]]:
    path = cast(Path, import_module(city).path("documents")) / "texts.toml"
    source = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        kind: tuple(_block(key, row, table) for key, row in table["blocks"].items()) for kind, table in source.items()
    }


def _block(key: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Block:
    return Block(
        key=key,
        label=Text.from_json(row["label"]),
        longest=int(row["longest"]),
        optional=bool(row.get("optional", False)),
        placeholders=tuple(table["placeholders"]),
        seed=Text.from_json(row["text"]) if "text" in row else None,
    )
