"""Events: the facts that rooms tell, with the names under which jobs subscribe to them."""

from __future__ import annotations

import dataclasses
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from khue.core.events import Event


def page() -> str:
    from khue.kernel.events import tasks_for

    lines = [
        "# Events",
        "",
        "What has happened, in the past tense. Each names a `subject` and its `parties` besides the fields below; each party",
        "gets one line on its timeline in the same transaction, and the jobs wired to the name (`site/wiring.py`) are queued.",
    ]
    room = ""
    for event in all_events():
        here = event.__module__.split(".")[2]
        if here != room:
            room = here
            lines += ["", f"## {room}", "", "| Wire name | Class | Fields | Jobs |", "| --- | --- | --- | --- |"]
        jobs = ", ".join(f"`{name}`" for name in tasks_for(event.wire))
        lines.append(f"| `{event.wire}` | `{event.__name__}` | {_fields(event)} | {jobs} |")
    return "\n".join(lines)


def all_events() -> list[type[Event]]:
    """Every event of every room, in the order of their wire names."""
    for config in apps.get_app_configs():
        if config.name.startswith("khue.features.") and find_spec(f"{config.name}.events"):
            import_module(f"{config.name}.events")
    found: list[type[Event]] = []
    waiting = [Event]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            is_base = bool(child.__subclasses__()) and not hasattr(child, "wire")
            if child.__module__.startswith("khue.features.") and not is_base:
                found.append(child)
    return sorted(found, key=lambda event: (event.__module__.split(".")[2], getattr(event, "wire", "")))


def _fields(event: type[Event]) -> str:
    own = [f for f in dataclasses.fields(event) if f.name not in ("subject", "parties")]
    return ", ".join(f"`{field.name}`: {field.type}" for field in own).replace("|", "or")
