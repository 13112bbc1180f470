"""The signing authority of a sample city: its own root, and certificates with keys for its invented people.

Keys lie encrypted under ``KHUE_VAR/signing``, never in the database; every certificate says in its name that it is a sample.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from khue.core.bilingual import Text
from khue.kernel.signing.faults import SigningFailed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, KeyUsage, Name

AUTHORITY = "Khuê – Tổ chức chứng thực MẪU (SAMPLE CA)"
MARK = "MẪU/SAMPLE"
_ROOT_FROM, _ROOT_UNTIL = datetime(2015, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


def folder() -> Path:
    return Path(settings.KHUE_SIGNING_KEYS)


def _passphrase() -> bytes:
    """Follows from the server's own secret: a copied folder alone opens nothing."""
    return hmac.new(settings.SECRET_KEY.encode(), b"khue:signing-keys", hashlib.sha256).hexdigest().encode()


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def _save_key(path: Path, key: EllipticCurvePrivateKey) -> None:
    from cryptography.hazmat.primitives import serialization

    _write(
        path,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(_passphrase()),
        ),
    )


def _load_key(path: Path) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(path.read_bytes(), _passphrase())  # type: ignore[return-value]  # the sample's keys are RSA or elliptic
    except (OSError, ValueError) as error:
        raise SigningFailed(
            Text(
                "Máy chủ không còn khóa của chứng thư mẫu này.", "The server no longer has the key of this certificate."
            ),
            Text("Mời ông/bà dùng chứng thư khác.", "Please use another certificate."),
        ) from error


def _name(common: str, organisation: str) -> Name:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation[:64])]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in [*parts, (NameOID.COMMON_NAME, common[:64])]])


def authority() -> tuple[Certificate, EllipticCurvePrivateKey]:
    """Root certificate and key of the sample authority; made once."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate_path, key_path = place / "authority.pem", place / "authority.key"
    with (place / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not certificate_path.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            name = _name(AUTHORITY, "Khuê MẪU/SAMPLE")
            built = (
                x509.CertificateBuilder()
                .subject_name(name)
                .issuer_name(name)
                .public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(_ROOT_FROM)
                .not_valid_after(_ROOT_UNTIL)
                .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
                .add_extension(_usage(authority=True), critical=True)
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
                .sign(key, hashes.SHA256())
            )
            _save_key(key_path, key)
            _write(certificate_path, built.public_bytes(serialization.Encoding.PEM))
    return x509.load_pem_x509_certificate(certificate_path.read_bytes()), _load_key(key_path)


def _usage(*, authority: bool) -> KeyUsage:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def issue_sample_certificate(name: str, organisation: str, *, from_at: datetime, days: int) -> bytes:
    """A certificate (PEM) whose key lies with us. Valid from ``from_at`` (aware) for so many days; shorter by a negative number never."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    root, root_key = authority()
    key = ec.generate_private_key(ec.SECP256R1())
    common = name if "mẫu" in name.lower() else f"{name} ({MARK})"
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(common, organisation or MARK))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(from_at)
        .not_valid_after(from_at + timedelta(days=max(1, days)))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    _save_key(folder() / f"{made.fingerprint(hashes.SHA256()).hex()}.key", key)
    return made.public_bytes(serialization.Encoding.PEM)


def key_of(fingerprint: str) -> EllipticCurvePrivateKey:
    """The private key of a certificate that we issued. Raises SigningFailed when the folder has lost it."""
    return _load_key(folder() / f"{fingerprint}.key")
