"""A signing service over HTTP: it holds the keys, gets a digest, gives back a signature.

``GET  {address}/v1/certificates/{key}`` → 200 ``{"certificate": PEM, "chain": PEM}``
``POST {address}/v1/signatures`` with ``{"key", "digest" (base64), "digest_algorithm": "sha256", "mechanism", "purpose"}``
→ 200 ``{"signature": base64}``; 202 ``{"id"}`` while the person confirms on a phone, then ``GET {address}/v1/signatures/{id}`` until it is
200; 4xx ``{"reason": words}``. ``mechanism`` is ``sha256_rsa`` (PKCS#1 v1.5) or ``sha256_ecdsa`` (DER).
"""

from __future__ import annotations

import base64
import hashlib
import time
from binascii import Error as NotBase64
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings

from khue.core.bilingual import Text
from khue.kernel.signing.faults import NOTHING_LOST, SigningFailed

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

PATIENCE = 60.0
"""Seconds for which a person may take to confirm on a phone."""
_PAUSE = 1.0


def certificate(address: str, key: str) -> bytes:
    answer = _ask("GET", f"{address}/v1/certificates/{quote(key, safe='')}")
    text = answer.get("certificate")
    if not isinstance(text, str):
        raise _strange()
    return text.encode()


def signature(address: str, key: str, digest: bytes, mechanism: str, purpose: str = "") -> bytes:
    """The service's signature over a SHA-256 digest. Waits while the person confirms. Raises SigningFailed."""
    asked = {
        "key": key,
        "digest": base64.b64encode(digest).decode(),
        "digest_algorithm": "sha256",
        "mechanism": mechanism,
        "purpose": purpose,
    }
    answer = _ask("POST", f"{address}/v1/signatures", asked)
    until = time.monotonic() + PATIENCE
    while "signature" not in answer:
        if not answer.get("id"):
            raise _strange()
        if time.monotonic() > until:
            raise SigningFailed(
                Text(
                    "Yêu cầu ký chưa được xác nhận trên thiết bị của ông/bà trong thời gian chờ nên chưa có chữ ký nào.",
                    "The request was not confirmed on your device in time, so nothing was signed.",
                )
            )
        time.sleep(_PAUSE)
        answer = _ask("GET", f"{address}/v1/signatures/{quote(str(answer['id']), safe='')}")
    try:
        return base64.b64decode(answer["signature"], validate=True)
    except (NotBase64, TypeError, ValueError) as error:
        raise _strange() from error


def _ask(method: str, url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    import httpx

    headers = {"Authorization": f"Bearer {settings.KHUE_SIGNING_TOKEN}"} if settings.KHUE_SIGNING_TOKEN else {}
    try:
        response = httpx.request(method, url, json=body, headers=headers, timeout=20, follow_redirects=False)
    except httpx.HTTPError as error:
        raise SigningFailed(
            Text(
                "Dịch vụ ký số không trả lời nên chưa có chữ ký nào.",
                "The signing service does not answer; nothing was signed.",
            )
        ) from error
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if response.status_code in (200, 202) and isinstance(answer, dict):
        return answer
    said = answer.get("reason") if isinstance(answer, dict) else None
    if 400 <= response.status_code < 500 and isinstance(said, str) and said:
        words = said[:300]
        raise SigningFailed(
            Text(f"Dịch vụ ký số từ chối: {words}", f"The signing service refused: {words}"), NOTHING_LOST
        )
    raise _strange()


def _strange() -> SigningFailed:
    return SigningFailed(
        Text(
            "Dịch vụ ký số trả lời không đúng quy ước nên chưa có chữ ký nào.",
            "The signing service answered in a way that was not agreed; nothing was signed.",
        )
    )


def signer(address: str, key: str, pem: str, chain: str) -> Signer:
    """A pyHanko signer that sends digests to the service; the document itself never leaves the house."""
    from pyhanko.sign.signers import Signer

    from khue.kernel.signing.sources import asn1_certificate, registry

    class RemoteSigner(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if digest_algorithm != "sha256":
                raise _strange()
            if dry_run:
                return bytes(512)
            mechanism = self.get_signature_mechanism_for_digest("sha256")["algorithm"].native
            return signature(
                address, key, hashlib.sha256(data).digest(), "sha256_rsa" if "rsa" in mechanism else mechanism
            )

    return RemoteSigner(signing_cert=asn1_certificate(pem), cert_registry=registry(chain))
