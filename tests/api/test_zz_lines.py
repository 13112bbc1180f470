from __future__ import annotations
import re
from pathlib import Path
from typing import Any
from tests.api.conftest import Program
from tests.api.test_access import CALLERS, DECLARED, expected, line_for, observed, program  # noqa: F401
from tests.house.conftest import House


def test_lines(house: House, program: Program, remembered: None) -> None:
    rooms = "\n".join(
        p.read_text() for r in ("talent", "results") for p in Path(f"src/khue/features/{r}/api").glob("*.py")
    )
    wrong = []
    for name in [*re.findall(r"^def (\w+)\(request", rooms, re.M), "invite_colleague"]:
        if name.startswith("_") or name not in DECLARED["operations"]:
            continue
        found = observed(house, name, program)
        if found != {c: expected(name, c) for c in CALLERS}:
            wrong.append(line_for(name, found))
    assert not wrong, "\n" + "\n".join(wrong)
