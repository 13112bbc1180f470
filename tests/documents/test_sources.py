"""Keys elsewhere: a signing service over real HTTP, a token behind PKCS#11; what they fail at is a sentence."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import NameOID

from khue.kernel import signing
from khue.site.environment import BadSetting, signing_place
from tests.cast import MOMENT

SOFTHSM = next(
    (path for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/libsofthsm2.so")) if path.exists()),
    None,
)


def sheet() -> bytes:
    import typst

    made: bytes = typst.compile(b"= Paper\n" + b"text " * 100, format="pdf")
    return made


def mark() -> signing.Mark:
    return signing.Mark("Người ký (mẫu)", "Ủy ban nhân dân Thành phố Hà Nội", MOMENT, True)


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def self_signed(key: rsa.RSAPrivateKey, name: str) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MOMENT - timedelta(days=1))
        .not_valid_after(MOMENT + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )


class Service(ThreadingHTTPServer):
    """A signing service as docs/how-to/sign-documents.md describes it; ``mood`` says how it behaves."""

    key: rsa.RSAPrivateKey
    pem: str
    mood = "sign"
    asked: list[dict[str, Any]]


class Desk(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        if self.path.startswith("/v1/certificates/"):
            self._answer(200, {"certificate": self.server.pem, "chain": ""})
        else:
            self._answer(200, {"signature": self._signature(self.server.asked[-1])})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({**body, "token": self.headers.get("Authorization", "")})
        match self.server.mood:
            case "later":
                self._answer(202, {"id": "7"})
            case "refuse":
                self._answer(403, {"reason": "Thuê bao đã bị khóa"})
            case "broken":
                self._answer(200, ["?"])
            case _:
                self._answer(200, {"signature": self._signature(body)})

    def _signature(self, body: dict[str, Any]) -> str:
        assert body["mechanism"] == "sha256_rsa"
        digest = base64.b64decode(body["digest"])
        made = self.server.key.sign(digest, padding.PKCS1v15(), Prehashed(hashes.SHA256()))
        return base64.b64encode(made).decode()

    def _answer(self, status: int, body: Any) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def service(rsa_key: rsa.RSAPrivateKey, settings: Any) -> Iterator[Service]:
    made = Service(("127.0.0.1", 0), Desk)
    made.key, made.asked = rsa_key, []
    made.pem = self_signed(rsa_key, "Người ký từ xa (mẫu)").public_bytes(serialization.Encoding.PEM).decode()
    settings.KHUE_SIGNING = f"remote:http://127.0.0.1:{made.server_port}"
    settings.KHUE_SIGNING_TOKEN = "secret-of-the-test"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def signed_by(pem: str, key: str = "k1") -> bytes:
    return signing.sign(sheet(), pem=pem, key=key, mark=mark(), index=1).pdf


@pytest.mark.parametrize("mood", ["sign", "later"])
def test_a_signing_service_gets_a_digest_and_gives_a_signature(service: Service, mood: str) -> None:
    service.mood = mood
    pem = signing.fetch_certificate("k1").decode()
    one = signing.read(signed_by(pem)).signatures[0]
    assert (one.intact, one.changed, one.trust) == (True, False, "unknown")  # its authority is not one of ours
    asked = service.asked[-1]
    assert (asked["key"], asked["digest_algorithm"], asked["token"]) == ("k1", "sha256", "Bearer secret-of-the-test")
    assert len(base64.b64decode(asked["digest"])) == 32


@pytest.mark.parametrize(("mood", "words"), [("refuse", "Thuê bao đã bị khóa"), ("broken", "không đúng quy ước")])
def test_a_service_that_refuses_or_babbles_is_a_sentence(service: Service, mood: str, words: str) -> None:
    service.mood = mood
    with pytest.raises(signing.SigningFailed) as failed:
        signed_by(service.pem)
    assert words in failed.value.text.vi


def test_a_service_that_does_not_answer_is_a_sentence(service: Service, settings: Any) -> None:
    settings.KHUE_SIGNING = "remote:http://127.0.0.1:9"
    with pytest.raises(signing.SigningFailed) as failed:
        signed_by(service.pem)
    assert "không trả lời" in failed.value.text.vi
    assert failed.value.next_step is not None


@pytest.fixture
def token(tmp_path: Path, rsa_key: rsa.RSAPrivateKey, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A real token in software, made anew; its certificate in PEM."""
    if SOFTHSM is None or shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2 is not installed: the PKCS#11 source is only tested at its refusals")
    import pkcs11
    from pkcs11.util.rsa import encode_rsa_public_key  # noqa: F401 - the library is complete

    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    arguments = ["--init-token", "--free", "--label", "khue", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, env=dict(os.environ))
    pem = tmp_path / "key.pem"
    pem.write_bytes(
        rsa_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    load = ["--import", str(pem), "--token", "khue", "--label", "seal", "--id", "A1", "--pin", "1234"]
    subprocess.run(["softhsm2-util", *load], check=True, capture_output=True, env=dict(os.environ))
    certificate = self_signed(rsa_key, "Người ký bằng thiết bị (mẫu)")
    settings.KHUE_SIGNING, settings.KHUE_SIGNING_PIN = f"pkcs11:{SOFTHSM}?token=khue", "1234"
    library = pkcs11.lib(str(SOFTHSM))
    library.reinitialize()
    with library.get_token(token_label="khue").open(user_pin="1234", rw=True) as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "seal",
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
            }
        )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def test_a_token_signs_and_its_certificate_is_read_from_it(token: str, settings: Any) -> None:
    facts = signing.certificate_facts(signing.fetch_certificate("seal"))
    assert facts.pem == token
    one = signing.read(signed_by(facts.pem, "seal")).signatures[0]
    assert (one.intact, one.name) == (True, "Người ký (mẫu)")
    settings.KHUE_SIGNING_PIN = "9999"
    with pytest.raises(signing.SigningFailed) as failed:
        signed_by(facts.pem, "seal")
    assert "PIN" in failed.value.text.vi


def test_a_token_that_is_not_there_is_a_sentence(settings: Any, rsa_key: rsa.RSAPrivateKey) -> None:
    settings.KHUE_SIGNING = "pkcs11:/nowhere/module.so?token=khue"
    pem = self_signed(rsa_key, "Ai đó").public_bytes(serialization.Encoding.PEM).decode()
    with pytest.raises(signing.SigningFailed) as failed:
        signed_by(pem)
    assert "không mở được thiết bị" in failed.value.text.vi


@pytest.mark.parametrize("value", ["", "token", "pkcs11:", "remote:http://elsewhere.example", "sample:x"])
def test_a_setting_that_is_none_of_the_three_stops_the_start(value: str) -> None:
    with pytest.raises(BadSetting):
        signing_place(value)
