"""A check that is switched off on a line says why there."""

from __future__ import annotations

import re

from tests.house.test_stray_things import ROOT, texts


def test_each_check_that_is_switched_off_says_why() -> None:
    """``# type: ignore[code]  # why``: a bare one hides whatever comes later."""
    silent = re.compile(r"#\s*type:\s*ignore(\[[^\]]*\])?\s*$", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}"
        for path, text in texts()
        if path.suffix == ".py"
        for match in silent.finditer(text)
    ]
    assert not found, f"say why, after the brackets: {found}"
