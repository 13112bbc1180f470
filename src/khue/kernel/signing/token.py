"""Keys on a token or HSM behind PKCS#11. The label of a certificate is also the label of its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from khue.core.bilingual import Text
from khue.kernel.signing.faults import SigningFailed

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

_DRIVER = Text("Không dùng được thiết bị ký số (PKCS#11)", "The signing token (PKCS#11) can't be used")


@contextmanager
def session(module: str, token: str, pin: str) -> Iterator[Any]:
    """An open session. Raises SigningFailed that says which of module, token or PIN is at fault."""
    from pkcs11 import exceptions
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    try:
        opened = open_pkcs11_session(
            module, token_criteria=TokenCriteria(label=token) if token else None, user_pin=pin or None
        )
    except (exceptions.PinIncorrect, exceptions.PinLocked, exceptions.PinInvalid, exceptions.PinLenRange) as error:
        raise _failed(Text("mã PIN không đúng hoặc đã bị khóa", "the PIN is wrong or locked")) from error
    except (exceptions.PKCS11Error, RuntimeError, OSError) as error:
        raise _failed(Text("không mở được thiết bị", "the token can't be opened")) from error
    try:
        yield opened
    finally:
        opened.close()


def _failed(why: Text) -> SigningFailed:
    return SigningFailed(Text(f"{_DRIVER.vi}: {why.vi}.", f"{_DRIVER.en}: {why.en}."))


def certificate(module: str, token: str, pin: str, key: str) -> bytes:
    """The certificate with this label, DER."""
    from pkcs11 import Attribute, ObjectClass

    with session(module, token, pin) as opened:
        for found in opened.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: key}):
            return bytes(found[Attribute.VALUE])
    raise _failed(Text(f"không có chứng thư “{key}”", f"it holds no certificate “{key}”"))


def signer(module: str, token: str, pin: str, key: str, pem: str, chain: str) -> Signer:
    """A pyHanko signer that opens the token for each signature and closes it again."""
    from pkcs11 import exceptions
    from pyhanko.sign.pkcs11 import PKCS11Signer
    from pyhanko.sign.signers import Signer

    from khue.kernel.signing.sources import asn1_certificate, registry

    class TokenSigner(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            if dry_run:
                return bytes(512)
            with session(module, token, pin) as opened:
                inner = PKCS11Signer(opened, signing_cert=self.signing_cert, key_label=key)
                try:
                    return await inner.async_sign_raw(data, digest_algorithm)
                except exceptions.PKCS11Error as error:
                    raise _failed(_without_signature(key)) from error

    return TokenSigner(signing_cert=asn1_certificate(pem), cert_registry=registry(chain))


def _without_signature(key: str) -> Text:
    if not key:
        return Text("chứng thư này không cho biết khóa nào trên thiết bị", "this certificate names no key of the token")
    return Text(f"không ký được bằng khóa “{key}”", f"the key “{key}” does not sign")
