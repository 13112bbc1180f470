"""What a signed file means, in words: one sentence for the whole, and for each signature every yes and no with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.features.documents.models import Certificate, Signer
from khue.features.documents.queries.checking import CheckedPaper
from khue.kernel.signing import Reading, SignatureReading

Tone = Literal["good", "wait", "bad"]


@dataclass(frozen=True, slots=True)
class Point:
    """One yes or no about a signature."""

    tone: Tone
    text: Text


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    name: str
    office: str
    at: datetime | None
    tone: Tone
    points: tuple[Point, ...]
    certificate: str
    issuer: str
    serial: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``summary`` is what a hurried reader needs; ``tone`` its colour."""

    tone: Tone
    summary: Text
    next_step: Text
    signatures: tuple[SignatureVerdict, ...]


def verdict_of(reading: Reading, sha256: str, known: CheckedPaper | None) -> Verdict:
    """Words for a reading; certificates and offices of the register are looked up, two queries."""
    prints = [one.certificate.fingerprint for one in reading.signatures]
    register = {row.fingerprint: row for row in Certificate.objects.filter(fingerprint__in=prints)}
    offices = {
        row.certificate.fingerprint: row.office
        for row in Signer.objects.select_related("certificate").filter(
            certificate__fingerprint__in=prints, state="signed"
        )
        if row.certificate
    }
    found = tuple(
        _one(one, register.get(one.certificate.fingerprint), offices.get(one.certificate.fingerprint, ""))
        for one in reading.signatures
    )
    tone, summary, step = _whole(reading, found, known)
    return Verdict(tone, summary, step, found)


def _one(one: SignatureReading, held: Certificate | None, office: str) -> SignatureVerdict:
    points = (_bytes_point(one), *_certificate_points(one, held), _time_point(one))
    tones = [point.tone for point in points]
    tone: Tone = "bad" if "bad" in tones else "wait" if "wait" in tones[:2] else "good"
    return SignatureVerdict(
        name=one.name,
        office=office or one.certificate.organisation,
        at=one.signed_at,
        tone=tone,
        points=points,
        certificate=one.certificate.subject,
        issuer=one.certificate.issuer,
        serial=one.certificate.serial,
    )


def _bytes_point(one: SignatureReading) -> Point:
    if not one.intact:
        return Point(
            "bad",
            Text(
                "Nội dung đã bị thay đổi sau khi ký, hoặc chữ ký bị hỏng.",
                "The content was changed after signing, or the signature is damaged.",
            ),
        )
    if one.changed:
        return Point(
            "bad",
            Text(
                "Sau chữ ký này, tệp đã bị sửa ngoài việc ký thêm.",
                "After this signature the file was altered by more than further signatures.",
            ),
        )
    return Point(
        "good", Text("Nội dung không thay đổi kể từ khi ký.", "The content has not changed since it was signed.")
    )


def _certificate_points(one: SignatureReading, held: Certificate | None) -> tuple[Point, ...]:
    facts = one.certificate
    if held is not None and held.revoked_at is not None and (one.signed_at is None or held.revoked_at <= one.signed_at):
        return (
            Point(
                "bad",
                Text(
                    f"Chứng thư đã bị thu hồi lúc {_moment(held.revoked_at)}, trước khi ký.",
                    f"The certificate was revoked at {english_day(_moment(held.revoked_at))}, before the signature.",
                ),
            ),
        )
    match one.trust:
        case "bad":
            return ()
        case "not_valid_then":
            span = f"{_moment(facts.valid_from)} – {_moment(facts.valid_until)}"
            return (
                Point(
                    "bad",
                    Text(
                        f"Chứng thư không còn (hoặc chưa) hiệu lực vào lúc ký; hiệu lực: {span}.",
                        f"The certificate was not valid at the moment of signing; it is valid {english_day(span)}.",
                    ),
                ),
            )
        case "unknown":
            return (
                Point(
                    "wait",
                    Text(
                        f"Không rõ tổ chức cấp chứng thư “{facts.issuer}”: hệ thống chưa tin cậy tổ chức này.",
                        f"The issuer of the certificate, “{facts.issuer}”, is not among the authorities trusted here.",
                    ),
                ),
            )
    text = Text(
        f"Chứng thư do “{facts.issuer}” cấp còn hiệu lực vào lúc ký (đến {_moment(facts.valid_until)}).",
        f"The certificate of “{facts.issuer}” was valid at the moment of signing (until {english_day(_moment(facts.valid_until))}).",
    )
    return (Point("good", text),)


def _time_point(one: SignatureReading) -> Point:
    if one.signed_at is None:
        return Point("wait", Text("Chữ ký không ghi thời điểm ký.", "The signature does not say when it was made."))
    if one.timestamped:
        return Point(
            "good",
            Text("Thời điểm ký được dấu thời gian xác nhận.", "The moment is attested by a timestamp authority."),
        )
    return Point(
        "wait",
        Text(
            "Thời điểm ký do hệ thống ký ghi, không có dấu thời gian độc lập.",
            "The moment was written by the signing system; no independent timestamp attests it.",
        ),
    )


def _whole(
    reading: Reading, found: tuple[SignatureVerdict, ...], known: CheckedPaper | None
) -> tuple[Tone, Text, Text]:
    again = Text("Mời ông/bà xin lại bản gốc từ nơi ban hành.", "Ask whoever issued it for the original.")
    if not found:
        if known is not None:
            return (
                "wait",
                Text(
                    "Tệp đúng là bản do Thành phố ban hành, nhưng là bản chưa có chữ ký số.",
                    "The file is the city's own, but a version without electronic signatures.",
                ),
                Text("Mời ông/bà xem bản mới nhất theo mã kiểm tra.", "Look at the newest version by its check code."),
            )
        return (
            "wait",
            Text("Tệp PDF này không có chữ ký số nào.", "This PDF carries no electronic signature."),
            Text(
                "Bản in rồi quét lại không còn chữ ký số; mời ông/bà dùng tệp gốc hoặc mã kiểm tra.",
                "A printed and scanned copy has lost its signatures: use the original file, or the check code.",
            ),
        )
    if any(one.tone == "bad" for one in found) or reading.tail:
        return (
            "bad",
            Text(
                "Có chữ ký không hợp lệ: không nên tin tệp này.", "A signature does not hold: do not rely on this file."
            ),
            again,
        )
    if any(one.tone == "wait" for one in found):
        return (
            "wait",
            Text(
                "Tệp không bị thay đổi, nhưng có chữ ký của người mà hệ thống không xác nhận được.",
                "The file is unchanged, but it carries a signature of somebody who can't be confirmed here.",
            ),
            again,
        )
    if known is not None and known.state != "in_force":
        return (
            "wait",
            Text(
                "Mọi chữ ký đều hợp lệ, nhưng văn bản này không còn hiệu lực.",
                "All signatures hold, but the paper is no longer in force.",
            ),
            Text("Mời ông/bà xem văn bản thay thế theo mã kiểm tra.", "Look at what took its place by its check code."),
        )
    count = len(found)
    return (
        "good",
        Text(
            f"Tệp không thay đổi kể từ khi ký; cả {count} chữ ký đều hợp lệ."
            if count > 1
            else "Tệp không thay đổi kể từ khi ký; chữ ký hợp lệ.",
            f"The file is unchanged since it was signed; all {count} signatures hold."
            if count > 1
            else "The file is unchanged since it was signed; the signature holds.",
        ),
        Text("Ông/bà có thể tin nội dung của tệp này.", "You can rely on what this file says."),
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CITY_ZONE):%H:%M %d/%m/%Y}"
