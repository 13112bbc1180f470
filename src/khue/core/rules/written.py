"""YAML and JSON as a person writes them: read strictly, and each part knows the line on which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from khue.core.bilingual import Text


class Unreadable(Exception):
    """Neither YAML nor JSON. ``line`` counts from 1; None when no line can be named."""

    def __init__(self, text: Text, line: int | None = None) -> None:
        self.text, self.line = text, line
        super().__init__(text.into("en"))


@dataclass(frozen=True, slots=True)
class Written:
    """``content`` is what was read; ``lines`` the line of each part by its path: ``parameters.2.value``."""

    content: Any
    lines: Mapping[str, int]
    names: Mapping[str, tuple[int, ...]]

    def line_of(self, path: str) -> int | None:
        """The line of a part, of what it stands in when it is missing, or of a name that stands somewhere, the last time."""
        if path in self.names:
            return self.names[path][-1]
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)


def read_written(text: str) -> Written:
    """A YAML or JSON text with its lines. Raises Unreadable: a name that stands twice, references, bad form."""
    import yaml

    # JSON allows tabs between its parts, YAML does not; inside a JSON string a tab is written \t.
    text = text.expandtabs(2) if text.lstrip()[:1] in ("{", "[") else text
    loader = _loader()(text)
    try:
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else {}
        lines: dict[str, int] = {}
        names: dict[str, list[int]] = {}
        for path, line, name in _places(node, "") if node is not None else ():
            lines[path] = line
            if name:
                names.setdefault(name, []).append(line)
        return Written(content, lines, {name: tuple(found) for name, found in names.items()})
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        why = " ".join(str(getattr(fault, "problem", None) or fault).split()) or type(fault).__name__
        told = Text(f"không đọc được YAML hoặc JSON ({why})", f"neither YAML nor JSON ({why})")
        raise Unreadable(told, mark.line + 1 if mark else None) from None
    finally:
        loader.dispose()


def yaml_of(text: str) -> Any:
    """The value of a YAML text. Raises Unreadable."""
    return read_written(text).content if text.strip() else {}


def _loader() -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses what two readers could understand differently: a name that stands twice, and references."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                text = Text("không dùng được tham chiếu (*)", "references (*) are not taken")
                raise Unreadable(text, self.current_event.start_mark.line + 1)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen = set()
            for key, _ in node.value:
                if key.tag == "tag:yaml.org,2002:bool":
                    # YAML reads the name "off" as no; a name is what stands there.
                    key.tag = "tag:yaml.org,2002:str"
                name = self.construct_object(key, deep=True)
                if name in seen:
                    twice = Text(f"tên “{name}” có hai lần", f"the name “{name}” stands twice")
                    raise Unreadable(twice, key.start_mark.line + 1)
                seen.add(name)
            return super().construct_mapping(node, deep)

    return Loader


def _places(node: Any, path: str) -> Iterator[tuple[str, int, str]]:
    """Path, line and name of every part; a table of names counts like a list, in its order."""
    yield path, node.start_mark.line + 1, node.value if isinstance(node.value, str) else ""
    before = f"{path}." if path else ""
    for number, each in enumerate(node.value if isinstance(node.value, list) else (), 1):
        if isinstance(each, tuple):
            key, value = each
            yield f"{before}{number}", key.start_mark.line + 1, str(key.value)
            yield f"{before}{number}.value", value.start_mark.line + 1, ""
            yield from _places(value, f"{before}{key.value}")
        else:
            yield from _places(each, f"{before}{number}")
