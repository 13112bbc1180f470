"""Deeds of this room; each is one transaction and one audit record. Parts that join a bigger deed take ``deed``."""

from khue.features.documents.usecases.certificates import (
    issue_certificate_of_sample,
    register_certificate,
    revoke_certificate,
)
from khue.features.documents.usecases.copies import answer_copy, record_copy, withdraw_copy
from khue.features.documents.usecases.editing import replace_draft
from khue.features.documents.usecases.following import lock_papers, wire_signatures
from khue.features.documents.usecases.papers import (
    RegisteredPaper,
    keep_rendering,
    prepare_again,
    register_paper,
    revoke_paper,
    supersede_paper,
)
from khue.features.documents.usecases.signing import decline_paper, sign_paper
from khue.features.documents.usecases.templates import check_template, load_templates, publish_template

__all__ = [
    "RegisteredPaper",
    "answer_copy",
    "check_template",
    "decline_paper",
    "issue_certificate_of_sample",
    "keep_rendering",
    "load_templates",
    "lock_papers",
    "prepare_again",
    "publish_template",
    "record_copy",
    "register_certificate",
    "register_paper",
    "replace_draft",
    "revoke_certificate",
    "revoke_paper",
    "sign_paper",
    "supersede_paper",
    "wire_signatures",
    "withdraw_copy",
]
