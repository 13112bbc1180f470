"""Examples and tables out of the description of the interface: nothing here is written by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
DEEPEST = 5
_BY_FORMAT = {
    "date": "2026-03-17",
    "date-time": "2026-03-17T02:30:00Z",
    "uuid": "5f0c6a1e-2b8d-4b5e-9a55-0b8f7d5a3f10",
    "binary": "…",
}
_BY_NAME = {
    "number": "HS-2026-000007", "name": "Viện Vật liệu Sông Hồng", "key": "party:12", "person": "party:7", "applicant": "party:12",
    "procedure": "equipment-support", "code": "2026-EQ", "scope": "submit", "state": "works", "section": "task",
    "question": "papers", "subject": "dossier:7", "month": "2026-05", "vi": "Đã tiếp nhận", "en": "Accepted for processing",
    "email": "lien-he@vien.example", "country": "VN", "tax_code": "0100109106", "href": "/api/v1/dossiers/HS-2026-000007",
    "id": "12", "external_id": "G01-2026-000123", "evidence": "Đã bàn giao", "currency": "VND", "media_type": "application/pdf",
}  # fmt: skip


class Described:
    """The description, with its references followed."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def follow(self, node: Schema) -> Schema:
        """The node itself, or what its ``$ref`` names."""
        while "$ref" in node:
            found: Any = self.schema
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node

    def operations(self) -> Iterator[tuple[str, str, Schema]]:
        """(method, path, operation) in the order of the description."""
        for path, methods in self.schema["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), path, operation

    # -- examples ----------------------------------------------------------------------------------------------------

    def example(self, node: Schema, name: str = "", depth: int = 0) -> Any:
        """A value of the right shape."""
        node = self.follow(node)
        if "examples" in node:
            return node["examples"][0]
        if "default" in node and node["default"] not in ("", None, []):
            return node["default"]
        if "enum" in node:
            return next((value for value in node["enum"] if value), node["enum"][0])
        if "const" in node:
            return node["const"]
        if "anyOf" in node:
            return self.example(node["anyOf"][0], name, depth)
        match node.get("type"):
            case "object":
                members = node.get("properties", {})
                if depth > DEEPEST:
                    return {}
                return {key: self.example(value, key, depth + 1) for key, value in members.items()}
            case "array":
                return [] if depth > DEEPEST else [self.example(node.get("items", {}), name, depth + 1)]
            case "integer" | "number":
                return _number(node, name)
            case "boolean":
                return True
        return _word(node, name)

    # -- tables ------------------------------------------------------------------------------------------------------

    def fields(self, node: Schema, at: str = "", depth: int = 0) -> Iterator[tuple[str, str, bool, str]]:
        """(path, kind, required, text) of every member, tables as ``lines[].amount``."""
        node = self.follow(node)
        needed = set(node.get("required", ()))
        for name, value in node.get("properties", {}).items():
            inner = self.follow(value)
            path = f"{at}{name}"
            yield path, self.kind(value), name in needed, str(value.get("description") or "")
            parts = inner.get("items") if inner.get("type") == "array" else inner
            parts = next((p for p in inner.get("anyOf", ()) if "$ref" in p), parts) if "anyOf" in inner else parts
            if depth < 2 and parts is not None and self.follow(parts).get("properties"):
                mark = "[]." if inner.get("type") == "array" else "."
                yield from self.fields(parts, f"{path}{mark}", depth + 1)

    def kind(self, node: Schema) -> str:
        """What a value is, in the words of JSON: ``string (date)``, ``integer 1–100``."""
        node = self.follow(node)
        if "anyOf" in node:
            return " | ".join(dict.fromkeys(self.kind(part) for part in node["anyOf"]))
        if "enum" in node:
            return ", ".join(json.dumps(value) for value in node["enum"])
        kind = str(node.get("type", "any"))
        if kind == "array":
            return f"[{self.kind(node.get('items', {}))}]"
        parts = [kind]
        if node.get("format"):
            parts.append(f"({node['format']})")
        if node.get("maxLength"):
            parts.append(f"≤ {node['maxLength']}")
        if "minimum" in node and "maximum" in node and node["maximum"] < 10**16:
            parts.append(f"{node['minimum']}–{node['maximum']}")
        return " ".join(parts)


def _number(node: Schema, name: str) -> int:
    if name in ("amount", "granted", "asked", "cost", "paid", "debit", "credit", "requested", "appraised"):
        return 250_000_000
    return max(7 if name in ("id", "version", "stamp") else 1, int(node.get("minimum", 0)))


def _word(node: Schema, name: str) -> str:
    if node.get("format") in _BY_FORMAT:
        return _BY_FORMAT[node["format"]]
    return _BY_NAME.get(name, "…")


def pretty(value: Any) -> str:
    """JSON as people read it."""
    return json.dumps(value, ensure_ascii=False, indent=2)


SESSION = '-b "sessionid=$SESSION; csrftoken=$FORM_KEY"'
"""A person's session: both cookies of the signed-in browser."""


def curl(base: str, method: str, path: str, operation: Schema, found: Described, *, by_key: bool = False) -> str:
    """One command that can be tried, with placeholders for secrets. ``by_key``: a key of staff opens this door, too."""
    query = []
    for raw in operation.get("parameters", ()):
        parameter = found.follow(raw)
        value = str(found.example(parameter["schema"], parameter["name"]))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif parameter["in"] == "query" and parameter.get("required"):
            query.append(f"{parameter['name']}={value}")
    address = f"{base}{path}" + (f"?{'&'.join(query)}" if query else "")
    lines = ["curl" + (f" -X {method}" if method != "GET" else "")]
    needs = operation["x-need"]
    if needs == "session" and not by_key:
        lines.append(SESSION + ("" if method == "GET" else ' -H "X-CSRFToken: $FORM_KEY"'))
    elif needs != "public":
        lines.append('-H "Authorization: Bearer $KHUE_KEY"')
    headers = {found.follow(raw)["name"] for raw in operation.get("parameters", ())}
    if "Idempotency-Key" in headers:
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if "If-Match" in headers:
        lines.append("-H 'If-Match: \"3.1f0c9a…\"'")
    lines += _body(operation, found)
    return " \\\n  ".join([*lines, f'"{address}"'])


def _body(operation: Schema, found: Described) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        value = found.example(content["application/json"]["schema"])
        return ['-H "Content-Type: application/json"', f"-d '{json.dumps(value, ensure_ascii=False)}'"]
    if "multipart/form-data" in content:
        members = found.follow(content["multipart/form-data"]["schema"]).get("properties", {})
        return [
            f"-F {name}=@bien-ban.pdf" if "file" in name else f'-F {name}="{found.example(each, name)}"'
            for name, each in members.items()
        ]
    return []
