"""Which jobs follow which event. ``site`` wires, ``deeds`` defers inside the deed's transaction."""

from __future__ import annotations

from collections import defaultdict

_subscriptions: dict[str, list[str]] = defaultdict(list)


def subscribe(wire: str, task_name: str) -> None:
    """From now on an event with this wire name defers the job ``task_name(event=…)``. Safe to repeat."""
    if task_name not in _subscriptions[wire]:
        _subscriptions[wire].append(task_name)


def tasks_for(wire: str) -> tuple[str, ...]:
    return tuple(_subscriptions.get(wire, ()))
