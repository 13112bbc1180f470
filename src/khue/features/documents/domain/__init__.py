"""What counts as signed, who may sign when, which texts may be edited: pure decisions."""

from khue.features.documents.domain.codes import CODE_LETTERS, code_of, readable_code
from khue.features.documents.domain.commands import (
    DeclinePaper,
    IssueSampleCertificate,
    PrepareAgain,
    PublishTemplate,
    RegisterCertificate,
    ReplaceDraft,
    RevokeCertificate,
    SignPaper,
)
from khue.features.documents.domain.papers import PAPER, PAPER_TONES
from khue.features.documents.domain.signing import (
    SIGNER,
    SIGNING,
    SIGNING_TONES,
    CertificateStanding,
    Seat,
    SignerKind,
    SignFacts,
    Wanted,
    certificate_reasons,
    may_decline,
    may_prepare_again,
    may_sign,
)

__all__ = [
    "CODE_LETTERS",
    "PAPER",
    "PAPER_TONES",
    "SIGNER",
    "SIGNING",
    "SIGNING_TONES",
    "CertificateStanding",
    "DeclinePaper",
    "IssueSampleCertificate",
    "PrepareAgain",
    "PublishTemplate",
    "RegisterCertificate",
    "ReplaceDraft",
    "RevokeCertificate",
    "Seat",
    "SignFacts",
    "SignPaper",
    "SignerKind",
    "Wanted",
    "certificate_reasons",
    "code_of",
    "may_decline",
    "may_prepare_again",
    "may_sign",
    "readable_code",
]
