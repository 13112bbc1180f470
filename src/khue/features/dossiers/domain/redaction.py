"""The copy of a document that everybody may read: named values and the names of private persons are left out, visibly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

LEFT_OUT = "[không công khai]"


def redacted(values: Mapping[str, Any], paths: Collection[str], names: Collection[str]) -> dict[str, Any]:
    """The values with what ``paths`` name (``signer``, ``participants.name``) and each of ``names`` replaced by a mark.

    A path goes through lists; one that leads nowhere changes nothing. Figures and days under a path are left out too.
    """
    wanted = {tuple(path.split(".")) for path in paths}
    hidden = sorted((name for name in names if name.strip()), key=len, reverse=True)
    return {key: _part(value, (key,), wanted, hidden) for key, value in values.items()}


def _part(value: Any, here: tuple[str, ...], wanted: Collection[tuple[str, ...]], hidden: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _part(inner, (*here, str(key)), wanted, hidden) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_part(inner, here, wanted, hidden) for inner in value]
    if here in wanted:
        return LEFT_OUT if value not in (None, "") else value
    if isinstance(value, str):
        for name in hidden:
            value = value.replace(name, LEFT_OUT)
    return value
