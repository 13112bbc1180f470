"""Which backups of a folder stay: the newest of each of so many days, weeks, months. Only files named by us count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = "khue-%Y%m%d-%H%M%S.age"
_NAMED = re.compile(r"khue-\d{8}-\d{6}\.age")
_RULE = re.compile(r"([1-9]\d{0,3})([dwm])")
_PERIOD = {"d": "%Y-%m-%d", "w": "%G-%V", "m": "%Y-%m"}


class BadRule(ValueError):
    """A rule of keeping that is none; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``7d,4w,12m``: pairs of number and kind of period."""

    periods: tuple[tuple[int, str], ...]

    @classmethod
    def read(cls, given: str) -> Rule:
        """Raises BadRule."""
        found = [_RULE.fullmatch(part.strip()) for part in given.split(",")]
        if not all(found):
            raise BadRule(f"--keep {given!r} is not like 7d,4w,12m (days, weeks, months)")
        return cls(tuple((int(match.group(1)), match.group(2)) for match in found if match))

    def kept(self, moments: Iterable[datetime]) -> frozenset[datetime]:
        """The newest moment of each of the last periods that have one. The newest of all always stays."""
        newest_first = sorted(set(moments), reverse=True)
        stay = set(newest_first[:1])
        for number, kind in self.periods:
            seen: dict[str, datetime] = {}
            for moment in newest_first:
                seen.setdefault(moment.strftime(_PERIOD[kind]), moment)
            stay |= set(list(seen.values())[:number])
        return frozenset(stay)


def backups(folder: Path) -> dict[datetime, Path]:
    """The whole backups of a folder, by the moment in their name."""
    found = (path for path in folder.glob("khue-*.age") if _NAMED.fullmatch(path.name))
    return {datetime.strptime(path.name, NAME).replace(tzinfo=UTC): path for path in found}


def prune(folder: Path, rule: Rule) -> list[Path]:
    """Remove what the rule does not keep; what was removed."""
    held = backups(folder)
    gone = [held[moment] for moment in sorted(held.keys() - rule.kept(held))]
    for path in gone:
        path.unlink()
    return gone
