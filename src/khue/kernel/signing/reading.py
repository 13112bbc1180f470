"""What a signed PDF says: who, when, whether it changed since, whether the certificate was good at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.kernel.signing import sample
from khue.kernel.signing.sources import CertificateFacts, asn1_certificate, certificate_facts

Trust = Literal["trusted", "unknown", "not_valid_then", "bad"]
MOST_SIGNATURES = 50


class Unreadable(Refused):
    """The file is no PDF that can be read: not one, encrypted, or broken."""


@dataclass(frozen=True, slots=True)
class SignatureReading:
    """One signature. ``intact``: the bytes it covers are as signed. ``changed``: something was altered afterwards (further
    signatures do not count). ``trust``: ``trusted`` the chain leads to a known authority and was valid at ``signed_at``;
    ``unknown`` it leads elsewhere; ``not_valid_then`` known, but not valid at that moment; ``bad`` the signature itself is wrong.
    ``timestamped``: the moment is attested by a timestamp authority, otherwise it is what the signer's side wrote.
    """

    certificate: CertificateFacts
    name: str
    reason: str
    signed_at: datetime | None
    timestamped: bool
    intact: bool
    changed: bool
    covers_file: bool
    trust: Trust


@dataclass(frozen=True, slots=True)
class Reading:
    """A PDF with its signatures, oldest first. ``tail``: bytes were added after the last signature."""

    signatures: tuple[SignatureReading, ...]
    pages: int
    tail: bool


def read(pdf: bytes) -> Reading:
    """Reads every signature of a PDF. Raises Unreadable with a sentence; never anything else for a hostile file."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if b"%PDF-" not in pdf[:1024]:
        raise _not_a_pdf()
    reader: Any = _guarded(lambda: PdfFileReader(BytesIO(pdf), strict=False))
    if _guarded(lambda: reader.encrypted):
        raise _encrypted()
    pages = _guarded(lambda: int(reader.root["/Pages"]["/Count"]))
    found = _guarded(lambda: list(reader.embedded_regular_signatures))
    if len(found) > MOST_SIGNATURES:
        raise _broken()
    signatures = tuple(_guarded(partial(_read_one, one)) for one in found)
    tail = bool(signatures) and not any(one.covers_file for one in signatures)
    return Reading(signatures, pages, tail)


def _guarded(step: Callable[[], Any]) -> Any:
    """A hostile file may fail in any way that a parser can fail: all of them are a sentence."""
    try:
        return step()
    except Unreadable:
        raise
    except Exception as error:  # parsers of third parties raise what they like, RecursionError included
        raise _broken() from error


def _read_one(embedded: Any) -> SignatureReading:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    facts = certificate_facts(embedded.signer_cert.dump(), to_sign=False)
    claimed = _aware(embedded.self_reported_timestamp)
    status = _status(embedded, claimed)
    timestamped = status is not None and status.timestamp_validity is not None and status.timestamp_validity.trusted
    at = _aware(status.timestamp_validity.timestamp) if timestamped and status else claimed
    changed = status is None or status.docmdp_ok is False or _altered(status)
    intact = status is not None and bool(status.intact and status.valid)
    return SignatureReading(
        certificate=facts,
        name=str(embedded.sig_object.get("/Name", "")) or facts.subject,
        reason=str(embedded.sig_object.get("/Reason", "")),
        signed_at=at,
        timestamped=bool(timestamped),
        intact=intact,
        changed=bool(changed),
        covers_file=status is not None and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        trust=_trust(facts, status, at) if intact else "bad",
    )


def _altered(status: Any) -> bool:
    """More was changed after this signature than filling in forms and signing allows."""
    from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return False
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or isinstance(
        status.diff_result, SuspiciousModification
    ):
        return True
    return bool(status.modification_level is None or status.modification_level > ModificationLevel.FORM_FILLING)


def _status(embedded: Any, claimed: datetime | None) -> Any:
    """pyHanko's verdict at the claimed moment; None when the signature can't be evaluated at all."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    roots = trust_roots()
    options: dict[str, Any] = {"trust_roots": roots, "allow_fetching": False, "revocation_mode": "soft-fail"}
    then = (
        ValidationContext(**options, moment=claimed, best_signature_time=claimed)
        if claimed
        else ValidationContext(**options)
    )
    try:
        return validate_pdf_signature(embedded, then, ValidationContext(**options))
    except (SignatureValidationError, PdfError, ValueError):
        return None


def _trust(facts: CertificateFacts, status: Any, at: datetime | None) -> Trust:
    if at is not None and not facts.valid_from <= at < facts.valid_until:
        return "not_valid_then"
    return "trusted" if status.trusted else "unknown"


def trust_roots() -> list[Any]:
    """Authorities whose certificates count: those in ``SIGNING_ROOTS`` (a folder of PEM files), and the sample one in a sample city."""
    from cryptography.hazmat.primitives import serialization

    found = []
    if settings.KHUE_SIGNING_ROOTS:
        for path in sorted(Path(settings.KHUE_SIGNING_ROOTS).glob("*.pem")):
            found.append(asn1_certificate(path.read_text()))
    if settings.KHUE_SAMPLE:
        root, _ = sample.authority()
        found.append(asn1_certificate(root.public_bytes(serialization.Encoding.PEM).decode()))
    return found


def _aware(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _not_a_pdf() -> Unreadable:
    return _unreadable(
        "pdf.none",
        Text("Tệp này không phải là tệp PDF.", "This file is not a PDF."),
        Text(
            "Mời ông/bà chọn chính tệp PDF đã nhận, không phải ảnh chụp hay bản quét.",
            "Choose the PDF as you received it, not a picture or a scan of it.",
        ),
    )


def _encrypted() -> Unreadable:
    return _unreadable(
        "pdf.encrypted",
        Text(
            "Tệp PDF này được đặt mật khẩu nên không đọc được chữ ký.",
            "This PDF is protected by a password, so its signatures can't be read.",
        ),
        Text("Mời ông/bà chọn tệp gốc không đặt mật khẩu.", "Choose the original file without a password."),
    )


def _broken() -> Unreadable:
    return _unreadable(
        "pdf.broken",
        Text(
            "Tệp PDF này bị hỏng hoặc không đúng chuẩn nên không đọc được.",
            "This PDF is damaged or not built as a PDF should be, so it can't be read.",
        ),
        Text(
            "Mời ông/bà tải lại tệp từ nơi đã nhận rồi thử lại.",
            "Download the file once more from where you got it, and try again.",
        ),
    )


def _unreadable(code: str, text: Text, next_step: Text) -> Unreadable:
    from khue.core.decision import Decision

    return Unreadable(Decision.refuse(Reason(code, text, next_step, "file")))
