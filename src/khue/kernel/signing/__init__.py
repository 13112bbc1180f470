"""Electronic signatures in PDF files (PAdES): where keys lie, how a file is signed, what a signed file says.

``sign`` adds one signature with a visible mark as an increment, so that earlier signatures stay valid. ``read`` says of any
file who signed it, when, and whether it changed since. Where keys lie is one setting (``SIGNING``): a sample authority of our own, a
token behind PKCS#11, or a signing service over HTTP. pyHanko is imported where it is used.
"""

from khue.kernel.signing.faults import SigningFailed
from khue.kernel.signing.marks import Mark, Place, places_of
from khue.kernel.signing.reading import Reading, SignatureReading, Unreadable, read
from khue.kernel.signing.sample import issue_sample_certificate
from khue.kernel.signing.sources import CertificateFacts, certificate_facts, fetch_certificate, source_name
from khue.kernel.signing.timestamps import Timestamp
from khue.kernel.signing.writing import Signed, sign

__all__ = [
    "CertificateFacts",
    "Mark",
    "Place",
    "Reading",
    "SignatureReading",
    "Signed",
    "SigningFailed",
    "Timestamp",
    "Unreadable",
    "certificate_facts",
    "fetch_certificate",
    "issue_sample_certificate",
    "places_of",
    "read",
    "sign",
    "source_name",
]
