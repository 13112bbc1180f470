"""Migrations without building the same model classes again and again: three quarters of the time of a first start.

Django builds a model's class anew for each migration that adds a constraint, an index or a neighbour to it, and with it the
classes of everything that leans on it. A new table, column, index or constraint changes none of those: its own class is
enough, and a class that is there takes a new column as it is.
What comes out is compared with Django's own way in ``tests/house/test_migrations.py``.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def built_once() -> Iterator[None]:
    """While migrations run forwards. Not for threads: it changes Django's class for the time being."""
    change_option = [(ProjectState, name, _in_place(vars(ProjectState)[name])) for name in _OPTIONS]
    ours = [
        (ProjectState, "add_model", _add_model),
        (ProjectState, "add_field", _add_field(ProjectState.add_field)),
        (ModelState, "clone", _clone),
        *change_option,
    ]
    kept = [(owner, name, vars(owner)[name]) for owner, name, _ in ours]
    try:
        for owner, name, method in ours:
            setattr(owner, name, method)
        yield
    finally:
        for owner, name, method in kept:
            setattr(owner, name, method)


_OPTIONS = ("_append_option", "_remove_option")


def _add_model(state: Any, model: Any) -> None:
    """Builds the new class alone; those that it points to learn of it by themselves."""
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in vars(state):
        state.apps.render_multiple([model])


def _add_field(change: Callable[..., None]) -> Callable[..., None]:
    """Adds the column to the model, and to the class that there is."""

    def changed(state: Any, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
        built = _without_classes(state, lambda: change(state, app_label, model_name, name, field, preserve_default))
        if built is not None:
            model = built.get_model(app_label, model_name)
            model._meta.apps = built  # where a model stands that is younger than this class
            model.add_to_class(name, state.models[app_label, model_name].fields[name].clone())

    return changed


def _clone(state: Any) -> Any:
    """The same description of a model with lists of its own; what stood is not examined again."""
    new = copy.copy(state)
    new.fields, new.options = state.fields.copy(), state.options.copy()
    return new


def _in_place(change: Callable[..., None]) -> Callable[..., None]:
    """Changes the list of a model's indexes or constraints, and gives it to the class that there is."""

    def changed(state: Any, app_label: str, model_name: str, option: str, *given: Any) -> None:
        built = _without_classes(state, lambda: change(state, app_label, model_name, option, *given))
        if built is not None:
            setattr(
                built.get_model(app_label, model_name)._meta,
                option,
                state.models[app_label, model_name].options[option],
            )

    return changed


def _without_classes(state: Any, change: Callable[[], None]) -> Any:
    """Runs a change while no classes are at hand, so that Django builds none. Returns those that there are, or None."""
    built = vars(state).pop("apps", None)
    try:
        change()
    finally:
        if built is not None:
            state.apps = built
    return built
