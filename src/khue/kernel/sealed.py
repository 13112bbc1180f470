"""A secret that must be read again, such as one that messages are signed with: sealed under the site's own secret.

A copy of the database alone opens none. Whoever changes ``KHUE_SECRET`` makes such secrets anew.
"""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings


class CantOpen(Exception):
    """It was sealed under another secret of the site, or it is damaged."""


def seal(text: str) -> bytes:
    from cryptography.fernet import Fernet

    return Fernet(_key()).encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Raises CantOpen."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_key()).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise CantOpen from error


def _key() -> bytes:
    # One use of the site's secret, and no other, gives this key.
    drawn = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"khue.sealed")
    return base64.urlsafe_b64encode(drawn.digest())


def seal_undated(text: str) -> bytes:
    """As ``seal``, without the moment that a seal carries in the open: for what must not tell when it was made."""
    from cryptography.fernet import Fernet

    return Fernet(_key()).encrypt_at_time(text.encode(), 0)
