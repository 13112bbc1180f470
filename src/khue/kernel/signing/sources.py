"""Where signing keys lie: one setting, ``SIGNING``, with three forms.

``sample``                          keys of the sample authority, under ``KHUE_VAR/signing``
``pkcs11:/path/module.so?token=T``  a token or HSM; its PIN is ``SIGNING_PIN``; a certificate's key is its label
``remote:https://…``                a signing service; its password is ``SIGNING_TOKEN`` (docs/how-to/sign-documents.md has the contract)

A source gives a pyHanko signer for a registered certificate. What it cannot do becomes SigningFailed with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.kernel.signing import sample
from khue.kernel.signing.faults import SigningFailed

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself. ``fingerprint`` is its SHA-256 in hex; moments are aware."""

    subject: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    pem: str


def source_name() -> str:
    """``sample``, ``pkcs11`` or ``remote``."""
    return str(settings.KHUE_SIGNING).partition(":")[0] or "sample"


def certificate_facts(pem: bytes, field: str = "certificate", *, to_sign: bool = True) -> CertificateFacts:
    """Reads a certificate, PEM or DER. Raises Refused for anything else, and with ``to_sign`` for one that may not sign."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    try:
        found = x509.load_pem_x509_certificate(pem) if b"-----BEGIN" in pem else x509.load_der_x509_certificate(pem)
        usage = _usage(found)
    except ValueError as error:
        raise Refused.because(_not_a_certificate(field)) from error
    if to_sign and usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise Refused.because(_not_for_signing(field))
    return CertificateFacts(
        subject=_part(found.subject, x509.OID_COMMON_NAME) or found.subject.rfc4514_string(),
        organisation=_part(found.subject, x509.OID_ORGANIZATION_NAME),
        issuer=_part(found.issuer, x509.OID_COMMON_NAME) or found.issuer.rfc4514_string(),
        serial=f"{found.serial_number:x}",
        fingerprint=found.fingerprint(hashes.SHA256()).hex(),
        valid_from=found.not_valid_before_utc,
        valid_until=found.not_valid_after_utc,
        pem=found.public_bytes(serialization.Encoding.PEM).decode(),
    )


def _usage(found: Any) -> Any:
    from cryptography import x509

    try:
        return found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _part(name: Any, oid: Any) -> str:
    return next((str(part.value) for part in name.get_attributes_for_oid(oid)), "")


def _not_a_certificate(field: str) -> Reason:
    return Reason(
        "certificate.unreadable",
        Text("Tệp này không phải là chứng thư số.", "This file is not a certificate."),
        Text("Mời ông/bà chọn tệp .cer, .crt hoặc .pem (X.509).", "Choose a .cer, .crt or .pem file (X.509)."),
        field,
    )


def _not_for_signing(field: str) -> Reason:
    return Reason(
        "certificate.not_for_signing",
        Text("Chứng thư này không được cấp để ký số.", "This certificate was not issued for signing."),
        Text("Mời ông/bà chọn chứng thư ký số cá nhân.", "Choose a personal signing certificate."),
        field,
    )


def fetch_certificate(key: str) -> bytes:
    """The certificate that the token or the service holds under ``key``. Raises SigningFailed."""
    from khue.kernel.signing import remote, token

    if source_name() == "pkcs11":
        return token.certificate(*pkcs11_place(), key)
    if source_name() == "remote":
        return remote.certificate(remote_address(), key)
    raise SigningFailed(
        Text("Cài đặt ký số hiện tại không có nơi giữ chứng thư.", "The present setting holds no certificates."),
        Text("Mời ông/bà tải tệp chứng thư lên.", "Please upload the certificate file."),
    )


def pkcs11_place() -> tuple[str, str, str]:
    """Module, token label and PIN out of the setting."""
    path, _, query = str(settings.KHUE_SIGNING).partition(":")[2].partition("?")
    token = (parse_qs(query).get("token") or [""])[0]
    return path, token, str(settings.KHUE_SIGNING_PIN)


def remote_address() -> str:
    return str(settings.KHUE_SIGNING).partition(":")[2].rstrip("/")


def signer_for(pem: str, key: str, chain: str = "") -> Signer:
    """The pyHanko signer of a registered certificate. ``key`` is its name at the source. Raises SigningFailed."""
    from khue.kernel.signing import remote, token

    match source_name():
        case "pkcs11":
            return token.signer(*pkcs11_place(), key, pem, chain)
        case "remote":
            return remote.signer(remote_address(), key, pem, chain)
    return _sample_signer(pem)


def _sample_signer(pem: str) -> Signer:
    from cryptography.hazmat.primitives import serialization
    from pyhanko.keys import load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner

    root, _ = sample.authority()
    key = sample.key_of(certificate_facts(pem.encode()).fingerprint)
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=asn1_certificate(pem),
        signing_key=load_private_key_from_pemder_data(plain, None),
        cert_registry=registry(root.public_bytes(serialization.Encoding.PEM).decode()),
    )


def asn1_certificate(pem: str) -> Any:
    from asn1crypto import pem as armour
    from asn1crypto import x509

    return x509.Certificate.load(armour.unarmor(pem.encode())[2])


def registry(chain: str) -> Any:
    """A store of the certificates in a text of several PEMs."""
    from asn1crypto import pem as armour
    from asn1crypto import x509
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko has no types here
    if chain.strip():
        for _kind, _headers, der in armour.unarmor(chain.encode(), multiple=True):
            store.register(x509.Certificate.load(der))
    return store
