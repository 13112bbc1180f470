"""Migrations without building the same model classes again and again: three quarters of the time of a first start.

Django builds a model's class anew for each migration that adds a constraint, an index or a neighbour to it, and with it the
classes of everything that leans on it. A new table, index or constraint changes none of those: its own class is enough.
What comes out is compared with Django's own way in ``tests/house/test_migrations.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def built_once() -> Iterator[None]:
    """While migrations run forwards. Not for threads: it changes Django's class for the time being."""
    kept = {name: getattr(ProjectState, name) for name in ("add_model", "_append_option", "_remove_option")}
    ours = {"add_model": _add_model, **{name: _in_place(kept[name]) for name in ("_append_option", "_remove_option")}}
    try:
        for name, method in ours.items():
            setattr(ProjectState, name, method)
        yield
    finally:
        for name, method in kept.items():
            setattr(ProjectState, name, method)


def _add_model(state: Any, model: Any) -> None:
    """Builds the new class alone; those that it points to learn of it by themselves."""
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in vars(state):
        state.apps.render_multiple([model])


def _in_place(change: Callable[..., None]) -> Callable[..., None]:
    """Changes the list of a model's indexes or constraints, and gives it to the class that there is."""

    def changed(state: Any, app_label: str, model_name: str, option: str, *given: Any) -> None:
        built = vars(state).pop("apps", None)  # without classes at hand Django builds none
        try:
            change(state, app_label, model_name, option, *given)
        finally:
            if built is not None:
                state.apps = built
        if built is not None:
            setattr(
                built.get_model(app_label, model_name)._meta,
                option,
                state.models[app_label, model_name].options[option],
            )

    return changed
