"""Checkpoints: signed seals over all chains, each linked to the one before it.

A checkpoint is published as one line, ``C <signature> <body>``, the same line that stands in an export.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from khue.core.proof.records import ZERO, canonical, digest_of

SIGNED_FOR = b"khue-audit-checkpoint-1\n"
"""Put before the body when signing, so that a signature can't be carried over to another kind of text."""


class BadCheckpoint(ValueError):
    """A text that is no checkpoint, or whose signature fails; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One seal. ``count`` records since the previous seal, ``total`` since the first; ``key`` is the public key.

    ``first`` and ``last`` are the database's record numbers; hashes, key and signature are hex.
    """

    n: int
    prev: str
    first: int
    last: int
    count: int
    total: int
    root: str
    at: str
    key: str
    body: str
    signature: str

    @property
    def hash(self) -> str:
        return digest_of(self.body).hex()

    @property
    def line(self) -> str:
        """The published form, without line end."""
        return f"C {self.signature} {self.body}"

    def signature_holds(self) -> bool:
        """Whether the signature fits the body and the key *named in it*; it does not say whose key that is."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(bytes.fromhex(self.signature), SIGNED_FOR + self.body.encode())
        except (InvalidSignature, ValueError):
            return False
        return True

    @classmethod
    def read(cls, line: str) -> Checkpoint:
        """Take a published line apart. Raises BadCheckpoint; does not check the signature."""
        kind, _, rest = line.rstrip("\n").partition(" ")
        signature, _, body = rest.partition(" ")
        if kind != "C" or len(signature) != 128 or signature != signature.lower():
            raise BadCheckpoint("this is not a line 'C <signature> <body>'")
        try:
            said = json.loads(body)
        except ValueError as error:
            raise BadCheckpoint(f"its body is not JSON ({error})") from None
        return cls(**_typed(said), body=body, signature=signature)


_NUMBERS = ("n", "first", "last", "count", "total")
_TEXTS = ("prev", "root", "at", "key")


def _typed(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict) or said.get("v") != 1:
        raise BadCheckpoint("its body is not a checkpoint of version 1")
    for names, kind in ((_NUMBERS, int), (_TEXTS, str)):
        for name in names:
            if type(said.get(name)) is not kind:
                raise BadCheckpoint(f"its body lacks '{name}'")
    return {name: said[name] for name in (*_NUMBERS, *_TEXTS)}


def seal(
    *,
    previous: Checkpoint | None,
    first: int,
    last: int,
    count: int,
    root: bytes,
    at: datetime,
    key: Ed25519PrivateKey,
) -> Checkpoint:
    """The signed checkpoint after ``previous`` over ``count`` records with this Merkle root."""
    facts: dict[str, Any] = {
        "n": previous.n + 1 if previous else 1,
        "prev": previous.hash if previous else ZERO,
        "first": first,
        "last": last,
        "count": count,
        "total": count + (previous.total if previous else 0),
        "root": root.hex(),
        "at": at.isoformat(),
        "key": public_hex(key.public_key()),
    }
    body = canonical({"v": 1, **facts})
    return Checkpoint(**facts, body=body, signature=key.sign(SIGNED_FOR + body.encode()).hex())


def new_private_key_pem() -> bytes:
    """A new Ed25519 private key as PEM (PKCS 8, not encrypted: the file's mode guards it)."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def load_private_key(pem: bytes) -> Ed25519PrivateKey:
    """Raises ValueError, in one sentence, unless it is an Ed25519 private key in PEM."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("the audit key is not a readable PEM private key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the audit key is not an Ed25519 key")
    return key


def public_hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def load_public_key(text: str) -> str:
    """A public key given as 64 hex digits or as PEM → 64 hex digits. Raises ValueError in one sentence."""
    text = text.strip()
    if text.startswith("-----BEGIN"):
        try:
            key = load_pem_public_key(text.encode())
        except (ValueError, UnsupportedAlgorithm):
            raise ValueError("the public key is not readable PEM") from None
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("the public key is not an Ed25519 key")
        return public_hex(key)
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise ValueError("a public key is 64 hex digits or a PEM text")
    return raw.hex()


def key_name(key: str) -> str:
    """A short name of a public key, for reading aloud: the first 16 hex digits of its SHA-256."""
    return sha256(bytes.fromhex(key)).hexdigest()[:16]
