"""Why a signature could not be made, in words that reach the signer."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused

NOTHING_LOST = Text(
    "Văn bản và các chữ ký đã có vẫn được giữ nguyên. Mời ông/bà thử lại sau, hoặc báo quản trị viên.",
    "The paper and its signatures are as they were. Please try again later, or tell the administrators.",
)


class SigningFailed(Refused):
    """The key could not sign: the token, the service or the key is not to be had. Nothing was written."""

    def __init__(self, text: Text, next_step: Text = NOTHING_LOST) -> None:
        super().__init__(Decision.refuse(Reason("signing.failed", text, next_step)))
