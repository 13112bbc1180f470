"""Pages of the room."""

from khue.features.documents.views.certificates import certificates, register, revoke
from khue.features.documents.views.checking import check, check_code
from khue.features.documents.views.copies import answer as answer_copy
from khue.features.documents.views.copies import record as record_copy
from khue.features.documents.views.copies import withdraw as withdraw_copy
from khue.features.documents.views.editing import draft_docx, edit
from khue.features.documents.views.papers import paper, papers
from khue.features.documents.views.signing import again, decline, queue, turn
from khue.features.documents.views.templates import (
    compare_template,
    edit_template,
    template,
    template_preview,
    templates,
    try_template,
)

__all__ = [
    "again",
    "answer_copy",
    "certificates",
    "check",
    "check_code",
    "compare_template",
    "decline",
    "draft_docx",
    "edit",
    "edit_template",
    "paper",
    "papers",
    "queue",
    "record_copy",
    "register",
    "revoke",
    "template",
    "template_preview",
    "templates",
    "try_template",
    "turn",
    "withdraw_copy",
]
