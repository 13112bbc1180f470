"""Typed readers of the environment. Every setting that a deployer may change is read here and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]


class BadSetting(ValueError):
    """A setting that cannot be used; the message is one clear line."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in ("", "default"):
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise BadSetting(f"{name}={value!r} is neither 1 nor 0")


def number(name: str, default: int, least: int, most: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name}={value!r} is not a number from {least} to {most}")
    return int(value)


def choice(name: str, *known: str) -> str:
    """One of the words that are known; the first when nothing is set."""
    value = text(name, known[0]) or known[0]
    if value not in known:
        raise BadSetting(f"{name}={value!r} is none of: {', '.join(known)}")
    return value


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def signing_place(value: str) -> str:
    """Where signing keys lie. Raises BadSetting for a form that is none of the three."""
    kind, _, place = value.partition(":")
    secure = place.startswith(("https://", "http://127.0.0.1", "http://localhost"))
    if (
        (kind == "sample" and not place)
        or (kind == "pkcs11" and place.startswith("/"))
        or (kind == "remote" and secure)
    ):
        return value
    raise BadSetting(
        f"SIGNING={value!r} is none of: sample, pkcs11:/path/module.so?token=LABEL, remote:https://address"
    )


def var() -> Path:
    """Where data live: ``KHUE_VAR`` or ``var/`` in the checkout."""
    return Path(text("KHUE_VAR") or ROOT / "var").absolute()


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL address taken apart. ``host`` may be the folder of a unix socket."""

    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_url(cls, url: str) -> Database:
        """Raises BadSetting unless it is ``postgresql://user:password@host:port/name``."""
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql") or len(parts.path) < 2:
            raise BadSetting("DATABASE_URL must look like postgresql://user:password@host:5432/name")
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", "") or unquote(parts.hostname or "")
        return cls(
            name=unquote(parts.path[1:]),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            host=host,
            port=str(parts.port or ""),
            options=tuple(options.items()),
        )

    def django(self, **options: object) -> dict[str, object]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**dict(self.options), **options},
        }
