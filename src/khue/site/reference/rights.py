"""Rights: who holds each through which role, and what asks for it. Read off the city package and the source text."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from khue.site.environment import ROOT

SHOWN = ("usecases", "queries", "views", "access", "jobs")
"""Files of a room whose functions count as asking for a right."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a right is asked for: functions of the rooms, steps of procedures."""

    functions: tuple[str, ...]
    steps: tuple[str, ...]


def page() -> str:
    roles = _roles()
    lines = [
        "# Rights and roles",
        "",
        "A right is `room.verb`. Roles of the city package bring rights (`roles.toml`); a person holds a role in a unit from a day",
        "until a day. Rights of jobs (`job.…`) are held by the worker and the set-up, never by a person.",
        "",
        "## Rights",
        "",
        "| Right | Roles | Asked for by | Steps of procedures |",
        "| --- | --- | --- | --- |",
    ]
    asked = asked_for()
    for right in sorted(held() | {right for right in asked if not right.startswith("job.")}):
        who = ", ".join(code for code, role in roles.items() if right in role["rights"])
        found = asked.get(right, Asked((), ()))
        lines.append(f"| `{right}` | {who} | {_ticked(found.functions)} | {_ticked(found.steps)} |")
    lines += ["", "## Roles", "", "| Role | Vietnamese | English | Rights |", "| --- | --- | --- | --- |"]
    for code, role in roles.items():
        lines.append(f"| `{code}` | {role['vi']} | {role.get('en', '')} | {_ticked(tuple(role['rights']))} |")
    return "\n".join(lines)


@cache
def held() -> frozenset[str]:
    """Every right that some role brings."""
    return frozenset(right for role in _roles().values() for right in role["rights"])


@cache
def asked_for() -> Mapping[str, Asked]:
    """Every right that code or a procedure's step asks for."""
    functions: dict[str, set[str]] = defaultdict(set)
    for folder in sorted((ROOT / "src/khue/features").iterdir()):
        if (folder / "__init__.py").exists():
            for right, names in _Room(folder).asking().items():
                functions[right] |= names
    for floor in ("src/khue/kernel", "src/khue/site"):
        for right, names in _Room(ROOT / floor).asking().items():
            functions[right] |= names
    steps: dict[str, set[str]] = defaultdict(set)
    for path in sorted(_city("procedures").glob("*.toml")):
        definition = tomllib.loads(path.read_text("utf-8"))
        for step in definition.get("steps", []):
            steps[step["right"]].add(f"{path.stem}/{step['key']}")
    rights = functions.keys() | steps.keys()
    return {right: Asked(tuple(sorted(functions[right])), tuple(sorted(steps[right]))) for right in rights}


def _ticked(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _city(*parts: str) -> Path:
    return Path(import_module(settings.KHUE_CITY).path(*parts))


@cache
def _roles() -> dict[str, dict[str, Any]]:
    return dict(tomllib.loads(_city("roles.toml").read_text("utf-8"))["roles"])


Place = tuple[str, str]
"""Part of a room and name of a function in it: ``("usecases", "take_task")``."""


@dataclass
class _Room:
    """One room's source text: constants that name a right, and functions that use them, directly or through another."""

    folder: Path
    constants: dict[str, str] = field(default_factory=dict)
    bodies: dict[Place, ast.AST] = field(default_factory=dict)

    def asking(self) -> dict[str, set[str]]:
        """Right to ``room.usecases.verb_object`` and the like."""
        trees = {path: ast.parse(path.read_text("utf-8")) for path in self._files()}
        for tree in trees.values():
            for statement in tree.body:
                self._note_constants(statement)
        for path, tree in trees.items():
            part = path.relative_to(self.folder).parts[0].removesuffix(".py")
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    self.bodies[part, node.name] = node
        found: dict[str, set[str]] = defaultdict(set)
        for (part, name), body in self.bodies.items():
            if part in SHOWN and not name.startswith("_"):
                for right in self._rights_in(body) | self._through(part, body):
                    found[right].add(f"{self.folder.name}.{part}.{name}")
        return found

    def _files(self) -> list[Path]:
        return [p for p in sorted(self.folder.rglob("*.py")) if not {"migrations", "reference"} & set(p.parts)]

    def _note_constants(self, node: ast.stmt) -> None:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return
        target = node.targets[0]
        pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for name, value in pairs:
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and value.value in held():
                self.constants[name.id] = str(value.value)

    def _rights_in(self, body: ast.AST) -> set[str]:
        found = set()
        for inner in ast.walk(body):
            if isinstance(inner, ast.Constant) and inner.value in held():
                found.add(str(inner.value))
            elif isinstance(inner, ast.Attribute) and inner.attr in self.constants:
                found.add(self.constants[inner.attr])
            elif isinstance(inner, ast.Name) and inner.id in self.constants:
                found.add(self.constants[inner.id])
        return found

    def _through(self, part: str, body: ast.AST) -> set[str]:
        """Rights asked for by functions of ``access``, or private ones beside it, that this function calls."""
        found: set[str] = set()
        for inner in ast.walk(body):
            if isinstance(inner, ast.Call):
                where, _dot, name = ast.unparse(inner.func).rpartition(".")
                place = (part, name) if name.startswith("_") and not where else ("access", name)
                if place in self.bodies and where in ("", "access"):
                    found |= self._rights_in(self.bodies[place])
        return found
