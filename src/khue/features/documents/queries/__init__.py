"""Reading papers, signings, certificates and template versions. Frozen values only."""

from khue.features.documents.queries.certificates import (
    CertificateLine,
    certificates_of,
    list_certificates,
    possible_holders,
    standing_of,
    usable_certificate,
)
from khue.features.documents.queries.checking import CheckedPaper, check_code, known_print
from khue.features.documents.queries.editing import DraftText, draft_text, printed_frame, source_of, wire_source
from khue.features.documents.queries.holding import holds_of_person
from khue.features.documents.queries.papers import (
    PaperCard,
    PaperRow,
    SigningCard,
    TurnLine,
    VersionLine,
    list_papers,
    paper_card,
    paper_of,
    papers_about,
    signing_begun,
)
from khue.features.documents.queries.templates import (
    TemplateCard,
    TemplateVersionCard,
    changed_texts,
    changes_of,
    template,
    template_on,
    templates,
    texts_for,
    version_of,
)
from khue.features.documents.queries.turns import QueueRow, TurnPage, facts_of, my_queue, turn_page
from khue.features.documents.queries.verdicts import Verdict, verdict_of

__all__ = [
    "CertificateLine",
    "CheckedPaper",
    "DraftText",
    "PaperCard",
    "PaperRow",
    "QueueRow",
    "SigningCard",
    "TemplateCard",
    "TemplateVersionCard",
    "TurnLine",
    "TurnPage",
    "Verdict",
    "VersionLine",
    "certificates_of",
    "changed_texts",
    "changes_of",
    "check_code",
    "draft_text",
    "facts_of",
    "holds_of_person",
    "known_print",
    "list_certificates",
    "list_papers",
    "my_queue",
    "paper_card",
    "paper_of",
    "papers_about",
    "possible_holders",
    "printed_frame",
    "signing_begun",
    "source_of",
    "standing_of",
    "template",
    "template_on",
    "templates",
    "texts_for",
    "turn_page",
    "usable_certificate",
    "verdict_of",
    "version_of",
    "wire_source",
]
