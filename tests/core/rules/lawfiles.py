"""Small law files for the tests of the lawbook."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from datetime import date

import pytest

from khue.core.rules.lawbook import Entry, Lawbook, LawError, Parameter, read_lawbook, value_on

INSTRUMENTS = """
[issuers.HPCO]
vi = "Hội đồng nhân dân Thành phố"
en = "People's Council"
[instruments.res-1]
number = "1/2025"
kind = "resolution"
issuer = "HPCO"
adopted = 2025-09-29
in_force = 2025-10-10
vi = "Nghị quyết 1"
en = "Resolution 1"
certainty = "reported"
url = "https://example.org/1"
[instruments.res-1.provisions.cap]
vi = "mức trần"
en = "cap"
[instruments.res-2]
number = "2/2026"
kind = "resolution"
issuer = "HPCO"
adopted = 2026-03-01
in_force = "unset"
vi = "Nghị quyết 2"
en = "Resolution 2"
certainty = "digest"
url = "https://example.org/2"
relations = [{ kind = "replaces", to = "res-1", since = 2026-04-01 }]
[instruments.res-2.provisions.cap]
vi = "mức trần mới"
en = "new cap"
article = "9(3)(a)"
says = { vi = "Mức trần được nâng.", en = "The cap is raised." }
"""


def parameter_text(**changes: str) -> str:
    """One parameter as TOML; a change replaces a line, an empty change drops it."""
    lines = {
        "id": '"equipment.cap"',
        "unit": '"percent"',
        "vi": '"Mức hỗ trợ tối đa"',
        "en": '"Highest share"',
        "provision": '"res-1.cap"',
        "row": '"pol:A8"',
        "certainty": '"reported"',
        "values": "[{ from = 2025-10-10, value = 50 }]",
    } | changes
    return "[[parameter]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items() if value)


def book(
    parameters: str = "", *, sample: bool = False, offices: Collection[str] | None = None, **files: str
) -> Lawbook:
    """The lawbook of the small instruments with these parameters; more files by name."""
    texts = {"instruments.toml": INSTRUMENTS, "law.toml": parameters or parameter_text()} | {
        f"{name}.toml": text for name, text in files.items()
    }
    return read_lawbook({name: tomllib.loads(text) for name, text in texts.items()}, sample=sample, offices=offices)


def problems(parameters: str = "", *, offices: Collection[str] | None = None, **files: str) -> list[str]:
    """What is wrong with them, as sentences."""
    with pytest.raises(LawError) as caught:
        book(parameters, sample=False, offices=offices, **files)
    return [str(problem) for problem in caught.value.problems]


def at(entry: Entry, on: date, known_on: date | None = None) -> Parameter:
    """The parameter of that day, which must exist."""
    found = value_on(entry, on, known_on)
    assert found is not None
    return found
