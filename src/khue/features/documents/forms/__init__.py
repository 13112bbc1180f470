"""Text in, command out."""

from khue.features.documents.forms.certificates import RegisterForm, RevokeForm
from khue.features.documents.forms.checking import CheckForm
from khue.features.documents.forms.copies import AnswerCopyForm, RecordCopyForm, WithdrawCopyForm
from khue.features.documents.forms.editing import EditedFileForm, ReplaceForm, edited_blocks
from khue.features.documents.forms.signing import AgainForm, DeclineForm, SignForm
from khue.features.documents.forms.templates import TemplateForm

__all__ = [
    "AgainForm",
    "AnswerCopyForm",
    "CheckForm",
    "DeclineForm",
    "EditedFileForm",
    "RecordCopyForm",
    "RegisterForm",
    "ReplaceForm",
    "RevokeForm",
    "SignForm",
    "TemplateForm",
    "WithdrawCopyForm",
    "edited_blocks",
]
