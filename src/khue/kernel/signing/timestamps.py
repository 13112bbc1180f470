"""The moment of a signature as a third party attests it (RFC 3161): ``SIGNING_TSA``, and what happens while it does not answer."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings

from khue.core.bilingual import Text
from khue.kernel.signing.faults import SigningFailed

Timestamp = Literal["", "attached", "missed"]
"""Empty: no authority is set; ``attached`` its token is in the signature; ``missed`` it did not answer, and ``SIGNING_TSA_DOWN`` is ``sign``."""
SECONDS = 20


class AuthorityDown(Exception):
    """The timestamp authority could not be reached, or answered what is no timestamp."""


def asked_for() -> bool:
    return bool(settings.KHUE_SIGNING_TSA)


def may_go_without() -> bool:
    """Whether a signature is made all the same while the authority does not answer."""
    return bool(settings.KHUE_SIGNING_TSA_DOWN == "sign")


def timestamper() -> Any:
    """For pyHanko. Whatever the authority fails at is AuthorityDown, so that it can be told from a fault of key or file."""
    from pyhanko.sign.timestamps import HTTPTimeStamper

    class Authority(HTTPTimeStamper):
        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            try:
                return await super().async_timestamp(message_digest, md_algorithm)
            except Exception as error:  # connection, refusal, nonsense in place of ASN.1
                raise AuthorityDown(str(error)) from error

    return Authority(settings.KHUE_SIGNING_TSA, timeout=SECONDS)


def refusal() -> SigningFailed:
    return SigningFailed(
        Text(
            "Chưa ký được: dịch vụ cấp dấu thời gian không trả lời, và hệ thống được đặt để không ký khi thiếu dấu thời gian.",
            "Not signed: the timestamp authority does not answer, and this system does not sign without a timestamp.",
        ),
        Text(
            "Văn bản và các chữ ký đã có vẫn được giữ nguyên. Mời ông/bà thử lại sau ít phút, hoặc báo quản trị viên.",
            "The paper and its signatures are as they were. Please try again in a few minutes, or tell the administrators.",
        ),
    )
