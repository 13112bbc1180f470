"""One signature more in a PDF, as an increment: what was signed before stays byte for byte as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from khue.core.bilingual import Text
from khue.kernel.signing import timestamps
from khue.kernel.signing.faults import SigningFailed
from khue.kernel.signing.marks import HEIGHT, WIDTH, Mark, Place, draw, foot_of_page
from khue.kernel.signing.sources import signer_for
from khue.kernel.signing.timestamps import Timestamp


@dataclass(frozen=True, slots=True)
class Signed:
    """The PDF with one signature more, and what became of its timestamp."""

    pdf: bytes
    timestamp: Timestamp


def sign(
    pdf: bytes,
    *,
    pem: str,
    key: str,
    mark: Mark,
    index: int,
    place: Place | None = None,
    reason: str = "",
    location: str = "",
    chain: str = "",
) -> Signed:
    """The PDF with the signature ``index`` (from 1) of the certificate's owner, at the moment that the mark says.

    PAdES B-B; B-T when ``SIGNING_TSA`` names a timestamp authority. While that does not answer, ``SIGNING_TSA_DOWN`` decides
    between a refusal and a signature without its timestamp. Raises SigningFailed when the key, the token, the service or the
    authority does not do its part, or the file cannot take a signature.
    """
    signer = signer_for(pem, key, chain)
    asked = (mark, index, place, reason, location)
    if not timestamps.asked_for():
        return Signed(_signed(pdf, signer, None, *asked), "")
    try:
        return Signed(_signed(pdf, signer, timestamps.timestamper(), *asked), "attached")
    except timestamps.AuthorityDown as down:
        if not timestamps.may_go_without():
            raise timestamps.refusal() from down
        return Signed(_signed(pdf, signer, None, *asked), "missed")


def _signed(
    pdf: bytes, signer: Any, timestamper: Any, mark: Mark, index: int, place: Place | None, reason: str, location: str
) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata

    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        page, box = _where(writer, place, index)
        name = f"KyDienTu{index}"
        chosen = _at(mark.at)(
            PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                name=mark.name,
                reason=reason or None,
                location=location or None,
            ),
            signer=signer,
            timestamper=timestamper,
            stamp_style=_style(mark),
            new_field_spec=SigFieldSpec(name, on_page=page, box=box, readable_field_name=mark.name),
        )
        out = BytesIO()
        chosen.sign_pdf(writer, output=out)
        return out.getvalue()
    except (SigningFailed, timestamps.AuthorityDown):
        raise
    except (PdfError, SigningError, ValueError, OSError) as error:
        raise SigningFailed(
            Text("Tệp này chưa ký được: tệp hoặc khóa có lỗi.", "The file could not be signed: file or key failed.")
        ) from error


def _where(writer: Any, place: Place | None, index: int) -> tuple[int, tuple[int, int, int, int]]:
    pages = int(writer.root["/Pages"]["/Count"])
    number = min(max((place.page if place else pages) - 1, 0), pages - 1)
    page = writer.find_page_for_modification(number)[0].get_object()
    corners = [float(value) for value in page.get("/MediaBox", None) or _inherited(page)]
    width, height = corners[2] - corners[0], corners[3] - corners[1]
    return number, (place or foot_of_page(number + 1, index - 1, width, height)).box(width, height)


def _inherited(page: Any) -> Any:
    while page is not None:
        if "/MediaBox" in page:
            return page["/MediaBox"]
        page = page.get("/Parent", None)
    return (0, 0, 595, 842)


def _at(moment: datetime) -> Any:
    """A PdfSigner whose signatures carry our moment: the business clock's, not the machine's."""
    from pyhanko.sign.signers import PdfSigner

    class Dated(PdfSigner):
        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            begun = super().init_signing_session(*args, **kwargs)
            begun.system_time = moment
            return begun

    return Dated


def _style(mark: Mark) -> Any:
    from pyhanko.pdf_utils.content import ImportedPdfPage
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    class Drawn(ImportedPdfPage):
        """The mark out of memory; pyHanko's own reads a file by its name."""

        def render(self) -> bytes:
            made = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(draw(mark))), page_ix=0)
            self.resources.xobject["/Mark"] = made
            self.box = BoxConstraints(width=WIDTH, height=HEIGHT)
            return b"/Mark Do"

    return StaticStampStyle(background=Drawn(""), border_width=0)  # type: ignore[no-untyped-call]  # pyHanko has no types here
