"""Documents to issue: the typst template of a kind, filled with values, as an archival and accessible PDF.

Templates, kinds and fonts lie in ``documents/`` of the city package. Values reach a template as JSON and are never part of
its source, so that no title or name can act as markup. The result is PDF/A-2a and PDF/UA-1 (one layer of text, tagged); the
archives ask for PDF/A (Circular 05/2025/TT-BNV).
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.money import format_dong
from khue.core.number import document_number
from khue.core.numerals import amount_in_words
from khue.kernel.texts import Block, blocks_of, filled, seed_texts

__all__ = [
    "Block",
    "Kind",
    "blocks_of",
    "check_values",
    "has_example",
    "kind_of",
    "kinds",
    "render",
    "render_edited",
    "render_example",
    "seed_texts",
    "sides",
    "sign_places",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. ``symbol`` follows the number (``QĐ-UBND``), ``register`` says in which series it is numbered.

    Both are empty for papers that carry no number of their own. ``required`` and ``optional`` name the values taken.
    ``checkable`` kinds carry a check code; ``sides`` says who stands at the signature blocks of the sheet, in order.
    """

    key: str
    title: Text
    symbol: str
    register: str
    origin: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    checkable: bool = False
    sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The documents folder of one city: its kinds, how values are read by name, and what its fonts can show."""

    folder: Path
    kinds: Mapping[str, Kind]
    types: Mapping[str, str]
    glyphs: frozenset[int]


def kind_of(key: str) -> Kind:
    """The kind ``key``. Raises KeyError that lists the kinds there are."""
    found = _shelf(settings.KHUE_CITY).kinds
    if key not in found:
        raise KeyError(f"no document kind {key!r}; there are: {', '.join(sorted(found))}")
    return found[key]


def kinds() -> tuple[Kind, ...]:
    """All kinds of the city, in the order of its file."""
    return tuple(_shelf(settings.KHUE_CITY).kinds.values())


def sides() -> dict[str, tuple[str, ...]]:
    """The kinds that are signed, each with those who have a place to sign on its sheet."""
    return {kind.key: kind.sides for kind in kinds() if kind.sides}


def has_example(kind: str) -> bool:
    """Whether ``render_example`` has invented values for this kind."""
    return kind in _examples()


def render(
    kind: str, values: Mapping[str, Any], *, language: str = "vi", texts: Mapping[str, Text] | None = None
) -> bytes:
    """The PDF of one document; the same values give the same bytes.

    ``values`` are plain: text, ``Text``, ``Reason``, dates, aware datetimes, whole đồng, lists and mappings of these; which a
    kind asks for stands in ``kinds.toml``. ``issued_at`` (aware datetime) becomes the date of the file, ``number`` is the
    printed number or the whole number in its register. The text is Vietnamese; ``language="en"`` adds the English title to every kind.
    ``texts`` are those of a template version; the city package's own without.

    Raises KeyError for an unknown kind; ValueError that names the value which is missing or of the wrong type, or that a
    template refuses (a total that does not add up).
    """
    if language not in ("vi", "en"):
        raise ValueError(f"documents are in vi or en, not {language!r}")
    shelf = _shelf(settings.KHUE_CITY)
    plain = _prepared(shelf, kind, values)
    inputs = _inputs(kind_of(kind), plain, texts, language)
    return _compile(shelf, kind_of(kind), inputs, _moment("issued_at", values["issued_at"]))


EDITED = "edited"
"""The sheet of a document whose text a colleague edited: its values hold ``blocks`` (``kernel.sheet_blocks``)."""


def render_edited(kind: str, values: Mapping[str, Any], *, texts: Mapping[str, Text] | None = None) -> bytes:
    """The PDF of a document with edited text, with the letterhead, title and signatures of its kind. Raises ValueError."""
    shelf = _shelf(settings.KHUE_CITY)
    inputs = _inputs(kind_of(kind), _prepared(shelf, kind, values), texts, "vi")
    return _compile(shelf, kind_of(kind), inputs, _moment("issued_at", values["issued_at"]), EDITED)


def render_example(kind: str, texts: Mapping[str, Text]) -> bytes:
    """The print of these texts with the invented values of ``examples.toml``: to be looked at before they count."""
    return render(kind, _examples()[kind], texts=texts)


def _examples() -> dict[str, Any]:
    path = _shelf(settings.KHUE_CITY).folder / "examples.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sign_places(
    kind: str, values: Mapping[str, Any], *, texts: Mapping[str, Text] | None = None, sheet: str = ""
) -> list[dict[str, float]]:
    """Where the sheet leaves room for signatures, in order: ``page`` from 1, ``x`` (middle) and ``y`` (top) in points.

    Raises what ``render`` raises.
    """
    import typst

    shelf = _shelf(settings.KHUE_CITY)
    inputs = _inputs(kind_of(kind), _prepared(shelf, kind, values), texts, "vi")
    found = typst.query(
        shelf.folder / f"{sheet or kind}.typ",
        "<sign-place>",
        field="value",
        root=shelf.folder,
        font_paths=_fonts(shelf.folder),
        sys_inputs=inputs,
        package_path=shelf.folder / "packages",
        package_cache_path=shelf.folder / "packages",
    )
    return cast(list[dict[str, float]], json.loads(found))


def check_values(kind: str, values: Mapping[str, Any]) -> None:
    """Raises what ``render`` would raise for these values, without writing: for the deed whose document a job renders later.

    Only what a template itself refuses (a total that does not add up) shows at rendering.
    """
    _prepared(_shelf(settings.KHUE_CITY), kind, values)


def _prepared(shelf: _Shelf, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    chosen = kind_of(kind)
    missing = [name for name in chosen.required if values.get(name) in (None, "", [], ())]
    if missing:
        raise ValueError(f"{kind} cannot be written without: {', '.join(missing)}")
    filled = {**values, **_standing_values(chosen, values)}
    return {name: _plain(name, value, name, shelf) for name, value in filled.items()}


def _standing_values(chosen: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """What every document has without being asked: its day in the city, its number as printed."""
    issued_at = _moment("issued_at", values["issued_at"])
    issued_on = values.get("issued_on") or issued_at.astimezone(CITY_ZONE).date()
    number = values.get("number", "")
    if isinstance(number, int):
        number = document_number(number, issued_at.year, values.get("symbol") or chosen.symbol)
    return {"issued_on": issued_on, "number": number}


def _inputs(chosen: Kind, plain: Mapping[str, Any], texts: Mapping[str, Text] | None, language: str) -> dict[str, str]:
    about = {
        "key": chosen.key,
        "title": chosen.title.to_json(),
        "origin": chosen.origin,
        "language": language,
    }
    words = filled(seed_texts(chosen.key) if texts is None else texts, plain)
    shown = {
        key: {name: _shown(part, _shelf(settings.KHUE_CITY).glyphs) for name, part in both.items()}
        for key, both in words.items()
    }
    return {"kind": json.dumps(about), "values": json.dumps(plain), "texts": json.dumps(shown)}


def _compile(shelf: _Shelf, chosen: Kind, inputs: dict[str, str], issued_at: datetime, sheet: str = "") -> bytes:
    import typst

    try:
        pdf = typst.compile(
            shelf.folder / f"{sheet or chosen.key}.typ",
            root=shelf.folder,
            font_paths=_fonts(shelf.folder),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(issued_at.timestamp()),
            # Packages would come over the network: there are none, here or there.
            package_path=shelf.folder / "packages",
            package_cache_path=shelf.folder / "packages",
        )
    except typst.TypstError as fault:
        raise ValueError(f"{chosen.key} cannot be written: {fault.message}") from fault
    return pdf


@cache
def _fonts(folder: Path) -> Any:
    """Our fonts and those inside typst; never the machine's, or the same values would look different elsewhere."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder / "fonts"])


@cache
def _shelf(city: str) -> _Shelf:
    folder = cast(Path, import_module(city).path("documents"))
    source = tomllib.loads((folder / "kinds.toml").read_text(encoding="utf-8"))
    always = source["always"]
    found = {
        key: Kind(
            key=key,
            title=Text.from_json(row["title"]),
            symbol=row.get("symbol", ""),
            register=row.get("register", ""),
            origin=row.get("origin", ""),
            required=(*always["required"], *row["required"]),
            optional=(*always["optional"], *row.get("optional", ())),
            checkable=bool(row.get("checkable", False)),
            sides=tuple(row.get("sides", ())),
        )
        for key, row in source["kinds"].items()
    }
    types = {name: named for named, names in source["types"].items() for name in names}
    ranges = tomllib.loads((folder / "fonts" / "coverage.toml").read_text(encoding="utf-8"))["ranges"]
    return _Shelf(folder, found, types, frozenset(_points(ranges.split())))


def _points(ranges: Sequence[str]) -> Iterator[int]:
    for span in ranges:
        first, _, last = span.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _plain(name: str, value: Any, where: str, shelf: _Shelf) -> Any:
    """``value`` as JSON takes it. The type belongs to the name, at any depth: ``due_on`` is a day in a row as well."""
    if value is None or isinstance(value, bool):
        return value
    match shelf.types.get(name, ""):
        case "day":
            return _day(where, value).isoformat()
        case "moment":
            return _moment(where, value).astimezone(CITY_ZONE).strftime("%Y-%m-%dT%H:%M")
        case "amount":
            return _amount(where, value)
        case "list" if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
            raise ValueError(f"{where} is not a list: {value!r}")
    if isinstance(value, Reason):
        value = value.to_json()
    if isinstance(value, Text):
        value = value.vi
    if isinstance(value, Mapping):
        if "vi" in value and set(value) <= {"vi", "en"}:
            return _shown(str(value["vi"]), shelf.glyphs)
        return {str(key): _plain(str(key), part, f"{where}.{key}", shelf) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain("", part, f"{where}.{index}", shelf) for index, part in enumerate(value, 1)]
    if isinstance(value, str | int):
        return _shown(str(value), shelf.glyphs)
    raise ValueError(f"{where} cannot be printed: {value!r}")


def _day(where: str, value: Any) -> date:
    try:
        if isinstance(value, datetime):
            return _moment(where, value).astimezone(CITY_ZONE).date()
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{where} is not a day: {value!r}") from None


def _moment(where: str, value: Any) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"{where} is not a moment with its time zone: {value!r}")
    return moment


def _amount(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{where} is not an amount in whole đồng: {value!r}")
    return {"dong": value, "figures": format_dong(value, "vi").removesuffix(" đ"), "words": amount_in_words(value)}


def _shown(text: str, glyphs: frozenset[int]) -> str:
    """``text`` in one writing of its marks; a character without glyph becomes its code, visible and lossless."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_character(character, glyphs) for character in composed)


def _character(character: str, glyphs: frozenset[int]) -> str:
    if ord(character) in glyphs or character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category in ("Zl", "Zp"):
        return "\n"
    # Zero width and direction marks show nothing, and could only hide or reorder what is read.
    return "" if category == "Cf" else f"[U+{ord(character):04X}]"
