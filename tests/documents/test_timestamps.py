"""A timestamp authority over real HTTP on loopback (RFC 3161): attested moments, expiry, an authority that does not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Refused
from khue.features.documents import queries
from khue.features.documents.models import PaperVersion, Signer
from khue.kernel import files, signing
from khue.kernel.models import AuditRecord
from khue.site import environment
from tests.cast import MOMENT
from tests.desk.browsers import inputs
from tests.documents.cases import certificate, decision, sign, turn

NAME = "Tổ chức cấp dấu thời gian (mẫu)"


@dataclass
class Authority:
    """What the server answers with: a certificate and its key, the moment that it attests, how it behaves, what it was asked."""

    pem: bytes
    der: bytes
    key: rsa.RSAPrivateKey
    moment: datetime
    mood: str = "granted"
    asked: list[bytes] = field(default_factory=list)

    def answer(self, request: bytes) -> bytes:
        from asn1crypto import keys, tsp
        from asn1crypto import x509 as asn1
        from pyhanko.sign.timestamps import DummyTimeStamper

        raw = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        maker = DummyTimeStamper(asn1.Certificate.load(self.der), keys.PrivateKeyInfo.load(raw), fixed_dt=self.moment)
        return bytes(maker.request_tsa_response(tsp.TimeStampReq.load(request)).dump())


class Desk(BaseHTTPRequestHandler):
    authority: Authority

    def do_POST(self) -> None:
        request = self.rfile.read(int(self.headers["Content-Length"]))
        self.authority.asked.append(request)
        match self.authority.mood:
            case "broken":
                self._send(200, b"no ASN.1 at all", "application/timestamp-reply")
            case "page":
                self._send(503, b"<h1>Maintenance</h1>", "text/html")
            case _:
                self._send(200, self.authority.answer(request), "application/timestamp-reply")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate_of(key: rsa.RSAPrivateKey) -> x509.Certificate:
    """The authority's own, self-signed, for timestamps alone; valid when the tests run, whatever the year."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(MOMENT, now) - timedelta(days=3650))
        .not_valid_after(max(MOMENT, now) + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture
def authority(key: rsa.RSAPrivateKey, settings: Any, tmp_path: Path) -> Iterator[Authority]:
    """The server, named by ``SIGNING_TSA`` and trusted by ``SIGNING_ROOTS``."""
    made = certificate_of(key)
    pem = made.public_bytes(serialization.Encoding.PEM)
    behind = Authority(pem, made.public_bytes(serialization.Encoding.DER), key, MOMENT)
    handler = type("DeskOfOne", (Desk,), {"authority": behind})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    (tmp_path / "tsa.pem").write_bytes(pem)
    settings.KHUE_SIGNING_ROOTS = str(tmp_path)
    settings.KHUE_SIGNING_TSA = f"http://127.0.0.1:{server.server_port}/tsa"
    settings.KHUE_SIGNING_TSA_DOWN = "refuse"
    yield behind
    server.shutdown()
    server.server_close()
    thread.join()


def content(paper: Any) -> bytes:
    with files.open_bytes(paper.versions.latest("number").file) as source:
        return source.read()


def verdict(paper: Any) -> queries.Verdict:
    return queries.verdict_of(signing.read(content(paper)), "", None)


def said(shown: queries.Verdict) -> str:
    return " ".join(point.text.vi for one in shown.signatures for point in one.points)


@pytest.mark.django_db
def test_a_signature_carries_the_moment_that_the_authority_attests(authority: Authority) -> None:
    authority.moment = MOMENT + timedelta(minutes=3)
    _story, paper = decision()
    sign(paper, "decider")
    assert authority.asked, "the authority was asked over HTTP"
    (one,) = signing.read(content(paper)).signatures
    assert (one.timestamped, one.signed_at, one.trust, one.intact) == (True, authority.moment, "trusted", True)
    shown = verdict(paper)
    assert shown.tone == "good"
    assert "được dấu thời gian xác nhận" in said(shown)
    row = turn(paper)
    assert row.timestamp == "attached"
    assert AuditRecord.objects.filter(deed="documents.sign_paper").count() == 1


@pytest.mark.django_db
def test_after_the_certificate_has_expired_a_timestamped_signature_is_still_valid(authority: Authority) -> None:
    made = certificate("decider", days=11, since=10)
    _story, paper = decision()
    sign(paper, "decider")
    assert made.valid_until < datetime.now(UTC), "the certificate has expired by the clock of whoever checks"
    answer = Client().post("/vi/documents/check/", {"file": SimpleUploadedFile("quyet-dinh.pdf", content(paper))})
    page = answer.content.decode()
    assert "verdict-good" in page
    assert "được dấu thời gian xác nhận" in page
    assert f"{made.valid_until:%d/%m/%Y}" in page, "until when the certificate was valid is said"


@pytest.mark.django_db
def test_a_claimed_moment_before_the_expiry_does_not_help_when_the_authority_says_later(authority: Authority) -> None:
    made = certificate("decider", days=11, since=10)
    authority.moment = made.valid_until + timedelta(hours=1)
    _story, paper = decision()
    sign(paper, "decider")  # our own clock says: still valid
    shown = verdict(paper)
    assert shown.tone == "bad"
    assert "không còn (hoặc chưa) hiệu lực vào lúc ký" in said(shown)


@pytest.mark.django_db
def test_an_authority_that_nobody_knows_here_attests_nothing(
    authority: Authority, settings: Any, tmp_path: Path
) -> None:
    settings.KHUE_SIGNING_ROOTS = str(tmp_path / "empty")
    _story, paper = decision()
    sign(paper, "decider")
    (one,) = signing.read(content(paper)).signatures
    assert (one.timestamped, one.signed_at) == (False, MOMENT)
    assert "không có dấu thời gian độc lập" in said(verdict(paper))


@pytest.mark.django_db
@pytest.mark.parametrize("mood", ["broken", "page", "gone"])
def test_while_the_authority_is_down_nothing_is_signed_and_the_refusal_names_it(
    authority: Authority, settings: Any, mood: str
) -> None:
    authority.mood = mood
    if mood == "gone":
        settings.KHUE_SIGNING_TSA = "http://127.0.0.1:9/"  # the discard port: nobody listens
    _story, paper = decision()
    before = (AuditRecord.objects.count(), PaperVersion.objects.count())
    with pytest.raises(Refused) as refused:
        sign(paper, "decider")
    (reason,) = refused.value.decision.reasons
    assert "dịch vụ cấp dấu thời gian không trả lời" in reason.text.vi
    assert reason.next_step is not None
    assert "giữ nguyên" in reason.next_step.vi
    assert (AuditRecord.objects.count(), PaperVersion.objects.count()) == before
    assert turn(paper).state == "waiting"


@pytest.mark.django_db
def test_where_the_city_chose_so_it_signs_without_a_timestamp_and_says_so_on_every_page(
    authority: Authority, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    authority.mood, settings.KHUE_SIGNING_TSA_DOWN = "page", "sign"
    _story, paper = decision()
    client = Client()
    client.post(reverse("sample-persona", args=["decider"]))
    page = f"/vi/documents/sign/{turn(paper).pk}/"
    shown = inputs(client.get(page).content.decode())
    given = {"once": shown["once"], "seen": shown["seen"], "read": "on", "certificate": shown["certificate"]}
    done = client.post(page, given, follow=True)
    assert "Dịch vụ cấp dấu thời gian không trả lời" in done.content.decode()
    assert Signer.objects.get(pk=turn(paper).pk).timestamp == "missed"
    shown = client.get(f"/vi/documents/papers/{paper.code}/").content.decode()
    assert "ký không có dấu thời gian độc lập" in shown
    found = verdict(paper)
    assert found.tone == "good", "the moment is our own word, and nothing contradicts it"
    assert "không có dấu thời gian độc lập" in said(found)


def test_a_setting_that_is_neither_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNING_TSA_DOWN", "maybe")
    with pytest.raises(environment.BadSetting, match="refuse, sign"):
        environment.choice("SIGNING_TSA_DOWN", "refuse", "sign")
    monkeypatch.delenv("SIGNING_TSA_DOWN")
    assert environment.choice("SIGNING_TSA_DOWN", "refuse", "sign") == "refuse"
