"""What the public search finds: rooms register a kind of listing, how it is read and which readers may see each one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from khue.core.bilingual import Text

PUBLIC = "public"
"""The class of readers that everybody is in."""

FACETS = ("field", "type", "trl", "mode", "ip", "price", "owner", "evidence")
"""The sides by which a list is narrowed. A room leaves out those that its kind has not. Codes, never words."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One thing as it is found.

    ``key`` begins with the kind (``offers:12``). ``readers`` are classes: a listing is found by who is in one of them,
    and by nobody else, not even as a number. Text that fewer people may read than the listing does not belong here: it
    is a listing of its own, with its own readers, or it is not found at all. ``words`` are found and never shown.
    ``price`` is in đồng. ``path`` has no language prefix.
    """

    key: str
    title_vi: str
    title_en: str
    summary_vi: str
    path: str
    on: date
    summary_en: str = ""
    words: str = ""
    readers: tuple[str, ...] = (PUBLIC,)
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of listing. ``some`` reads those of keys (what must not be found any more is left out), ``every`` reads all,
    ``touched`` says which keys a deed about audit subjects may have changed. ``count`` is a rough number, for progress.

    For kinds that a day alone may hide or show, without any deed: ``turned`` gives the keys that may look different on the
    second day than on the first (either may be the later one), and ``still`` those of keys that are shown on a day. A hit leaves only if it is among
    the latter. ``still_for`` says the same for an asker who is in these classes besides ``public``, where not everybody sees the same.
    """

    label: Text
    some: Callable[[Iterable[str]], Iterable[Listing]]
    every: Callable[[], Iterator[Listing]]
    touched: Callable[[Iterable[str]], Iterable[str]]
    count: Callable[[], int] | None = None
    turned: Callable[[date, date], Iterable[str]] | None = None
    still: Callable[[Collection[str], date], Collection[str]] | None = None
    still_for: Callable[[Collection[str], date, Collection[str]], Collection[str]] | None = None


_SOURCES: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """``kind`` is the word before the colon of the keys and after ``--in`` of the command: ``offers``."""
    _SOURCES[kind] = source


def known() -> dict[str, Source]:
    return dict(_SOURCES)
