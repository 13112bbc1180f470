"""What people ask of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text


@dataclass(frozen=True, slots=True)
class SignPaper:
    """Sign the turn ``signer_id``. ``seen``: the stamp of the signing that the page showed; ``certificate_id`` 0: the newest."""

    signer_id: int
    seen: int
    certificate_id: int = 0
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclinePaper:
    signer_id: int
    ground: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PrepareAgain:
    """After somebody declined: ask for all signatures once more. ``seen``: the stamp of the paper that the page showed."""

    code: str
    ground: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterCertificate:
    """``pem`` is the file's content, PEM or DER; empty when the source is asked for the certificate of ``key``."""

    holder: str
    pem: bytes = b""
    key: str = ""
    chain: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class IssueSampleCertificate:
    """Only in a sample city: the sample authority issues a certificate for so many days."""

    holder: str
    days: int
    organisation: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RevokeCertificate:
    certificate_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishTemplate:
    """New texts of a kind from a day on. ``seen``: the number of the newest version that the page showed."""

    kind: str
    texts: Mapping[str, Text]
    valid_from: date
    note: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReplaceDraft:
    """The text of a paper that nobody has signed yet, as a colleague edited it."""

    code: str
    blocks: tuple[Mapping[str, Any], ...]
    seen: int
    once: UUID | None = None
