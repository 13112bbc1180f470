"""Every role of the city's staff is played in a browser: the table of the how-to against the roles, the personas and the journeys."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from khue.site.sample.parties import FUND_POSTS, PERSONAS

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs/how-to/add-a-journey.md"
ROLES = tomllib.loads((ROOT / "src/khue_hanoi/roles.toml").read_text(encoding="utf-8"))["roles"]
ROW = re.compile(r"^\| `([a-z-]+)` \| ([a-z]+) \| [^|]+ \| `(test_[a-z_]+\.py)` \|$", re.MULTILINE)
JOURNEYS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/journeys").glob("test_*.py"))}


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall(TABLE.read_text(encoding="utf-8"))


def held(persona: str) -> set[str]:
    """The roles of a persona, the fund's posts with them."""
    own = {role for one in PERSONAS if one.key == persona for _unit, role in one.holdings}
    return own | ({FUND_POSTS[persona][1]} if persona in FUND_POSTS else set())


def test_every_role_has_one_row() -> None:
    assert sorted(role for role, _persona, _journey in rows()) == sorted(ROLES)


def test_each_journey_is_played_by_somebody_with_the_role() -> None:
    for role, persona, journey in rows():
        story = JOURNEYS[journey]
        assert re.search(rf'(known_as|sign_in)\("{persona}"\)', story), f"{persona} is not in {journey}"
        assert role in held(persona) or f'"{role}"' in story, (
            f"{persona} is no {role}, and {journey} gives no such role"
        )
