"""The age format (age-encryption.org/v1), streamed: for public keys by pyrage; for a passphrase the same format here.

pyrage takes a passphrase for text in memory only, so that one kind of lock is written and read here as the specification
says (scrypt, HKDF, ChaCha20-Poly1305 in chunks of 64 KiB, all from well-kept libraries). Tests open the one with the other.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK, TAG = 64 * 1024, 16
BUFFER = 1 << 20
HARDEST = 22  # log2 of scrypt's work: about 4 GB of memory; a header that asks for more is refused
_FIRST = "age-encryption.org/v1\n"
_SCRYPT = b"age-encryption.org/v1/scrypt"


class CannotOpen(RuntimeError):
    """Wrong key, no age file, or changed bytes; the message is one clear line."""


class BadKey(RuntimeError):
    """A recipient, identity or passphrase that is none; the message is one clear line."""


class Lock(Protocol):
    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None: ...


class Key(Protocol):
    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None: ...


@dataclass(frozen=True, slots=True)
class Recipients:
    """Public keys, each as ``age1…``. Who holds one of the secret keys can open."""

    keys: tuple[str, ...]

    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None:
        import pyrage

        pyrage.encrypt_io(plain, sealed, [recipient(key) for key in self.keys])


def recipient(key: str) -> object:
    """Raises BadKey."""
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise BadKey(f"{key!r} is no public key of age: it begins with age1 and is 62 characters long") from error


@dataclass(frozen=True, slots=True)
class Identities:
    """Secret keys, each as ``AGE-SECRET-KEY-1…``."""

    keys: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Identities:
        """The keys of an identity file as ``age-keygen`` writes it. Raises BadKey."""
        import pyrage

        try:
            lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        except (OSError, UnicodeDecodeError) as error:
            raise BadKey(f"{path}: this identity file can't be read") from error
        keys = tuple(line for line in lines if line and not line.startswith("#"))
        if not keys:
            raise BadKey(f"{path}: there is no secret key in this file")
        for key in keys:
            try:
                pyrage.x25519.Identity.from_str(key)
            except pyrage.IdentityError as error:
                raise BadKey(f"{path}: a line is no secret key of age (AGE-SECRET-KEY-1…)") from error
        return cls(keys)

    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None:
        import pyrage

        try:
            pyrage.decrypt_io(sealed, plain, [pyrage.x25519.Identity.from_str(key) for key in self.keys])
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise CannotOpen(
                    "this key does not open it: it was made for another key or with a passphrase"
                ) from error
            raise CannotOpen(f"this is no backup that can be opened: {error}") from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise CannotOpen("the file is damaged or cut off") from error


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase, for sealing and opening."""

    words: str
    work: int = 18
    """log2 of scrypt's work: 18 is about a second and 256 MB, as ``age -p`` has it."""

    @classmethod
    def read(cls, path: Path) -> Passphrase:
        """The first line of a file. Raises BadKey when it has fewer than 12 characters."""
        try:
            words = path.read_text("utf-8").split("\n", 1)[0].strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadKey(f"{path}: this file with a passphrase can't be read") from error
        if len(words) < 12:
            raise BadKey(f"{path}: a passphrase needs at least 12 characters on the first line")
        return cls(words)

    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = ChaCha20Poly1305(self._wrap(salt, self.work)).encrypt(bytes(12), file_key, None)
        header = f"{_FIRST}-> scrypt {_bare64(salt)} {self.work}\n{_bare64(wrapped)}\n---".encode()
        sealed.write(header + f" {_bare64(_mac(file_key, header))}\n".encode() + nonce)
        cipher, number = _cipher(file_key, nonce), 0
        chunk = plain.read(CHUNK)
        while following := plain.read(CHUNK):
            sealed.write(cipher.encrypt(_nonce(number, last=False), chunk, None))
            chunk, number = following, number + 1
        sealed.write(cipher.encrypt(_nonce(number, last=True), chunk, None))

    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None:
        from cryptography.exceptions import InvalidTag

        header = _read_header(sealed)
        cipher, number = _cipher(self._file_key(header), sealed.read(16)), 0
        chunk = sealed.read(CHUNK + TAG)
        try:
            while following := sealed.read(CHUNK + TAG):
                plain.write(cipher.decrypt(_nonce(number, last=False), chunk, None))
                chunk, number = following, number + 1
            plain.write(cipher.decrypt(_nonce(number, last=True), chunk, None))
        except InvalidTag as error:
            raise CannotOpen("the file is damaged or cut off") from error

    def _file_key(self, header: bytes) -> bytes:
        """The key of the payload out of the header. Raises CannotOpen."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        try:
            _version, stanza, body, mac = header.decode("ascii").splitlines()
            _arrow, kind, salt, work = stanza.split(" ")
            if kind != "scrypt" or not 0 < int(work) <= HARDEST or not mac.startswith("--- "):
                raise ValueError(kind)
        except ValueError as error:
            raise CannotOpen("it was not made with a passphrase: open it with --identity") from error
        try:
            wrapped = _plain64(body)
            key = ChaCha20Poly1305(self._wrap(_plain64(salt), int(work))).decrypt(bytes(12), wrapped, None)
        except InvalidTag as error:
            raise CannotOpen("the passphrase does not open it") from error
        if not hmac.compare_digest(_mac(key, header[: header.index(b"\n---") + 4]), _plain64(mac[4:])):
            raise CannotOpen("the header of the file was changed")
        return key

    def _wrap(self, salt: bytes, work: int) -> bytes:
        cost = 1 << work
        room = cost * 1024 + (1 << 21)
        return hashlib.scrypt(self.words.encode(), salt=_SCRYPT + salt, n=cost, r=8, p=1, maxmem=room, dklen=32)


def _read_header(sealed: IO[bytes]) -> bytes:
    """The four lines of a header with one stanza. Raises CannotOpen."""
    header = sealed.readline(100)
    if header != _FIRST.encode():
        raise CannotOpen("this is no backup that can be opened: it does not begin as an age file")
    for _ in range(3):
        header += sealed.readline(1000)
    return header


def _plain64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _bare64(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_hkdf(file_key, b"", b"header"), header, "sha256")


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 to 32 bytes (RFC 5869, one block)."""
    return hmac.digest(hmac.digest(salt or bytes(32), key, "sha256"), info + b"\x01", "sha256")


def _cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


# -- streams -----------------------------------------------------------------------------------------------------------


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    with suppress(OSError, AttributeError):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, BUFFER)
    return os.fdopen(reading, "rb", BUFFER), os.fdopen(writing, "wb", BUFFER)


class _Told:
    """A stream that remembers what went wrong in it: the library hands on the words only."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.error: OSError | None = None

    def write(self, block: bytes) -> int:
        try:
            return self.stream.write(block)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.stream.flush()


@contextmanager
def sealing(out: IO[bytes], lock: Lock) -> Iterator[IO[bytes]]:
    """What is written to the given stream goes, sealed, to ``out``. Raises what ``out`` raised, such as a full disk."""
    source, sink = _pipe()
    told = _Told(out)
    thread, trouble = _started(lambda: lock.seal(source, told), source)  # type: ignore[arg-type]  # pyrage writes to anything with write()
    try:
        yield sink
        sink.close()
    except BaseException:
        with suppress(OSError):
            sink.close()
        thread.join()
        if told.error is not None:
            raise told.error from None
        if trouble:
            raise trouble[0] from None
        raise
    thread.join()
    if trouble:
        raise told.error or trouble[0]


@contextmanager
def opening(sealed: IO[bytes], key: Key) -> Iterator[IO[bytes]]:
    """The plain stream of a sealed one. Raises CannotOpen, also at the end, when a byte was changed or is missing."""
    source, sink = _pipe()
    thread, trouble = _started(lambda: key.open(sealed, sink), sink)
    left_early = False
    try:
        yield source
        left_early = bool(source.read(1)) and not trouble
    except BaseException as error:
        thread_failed = bool(trouble) or not thread.is_alive()
        source.close()
        thread.join()
        if thread_failed and trouble:
            raise trouble[0] from error
        raise
    source.close()
    thread.join()
    if trouble and not left_early:
        raise trouble[0]


def _started(work: Callable[[], None], closes: IO[bytes]) -> tuple[threading.Thread, list[BaseException]]:
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            work()
            closes.close()
        except BaseException as error:
            trouble.append(error)
            with suppress(OSError):
                closes.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, trouble
