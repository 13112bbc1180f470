"""Text in, commands out."""

from khue.features.activities.forms.planning import (
    DecideForm,
    DraftForm,
    FilterForm,
    LineForm,
    ProposeForm,
    ReviseForm,
    TakeOutForm,
    WithdrawForm,
)
from khue.features.activities.forms.spending import (
    AcceptFeesForm,
    AnswerForm,
    AskBackForm,
    AskForm,
    CloseForm,
    OrderForm,
    ReportForm,
    SettleForm,
    TakeBackForm,
)

__all__ = [
    "AcceptFeesForm",
    "AnswerForm",
    "AskBackForm",
    "AskForm",
    "CloseForm",
    "DecideForm",
    "DraftForm",
    "FilterForm",
    "LineForm",
    "OrderForm",
    "ProposeForm",
    "ReportForm",
    "ReviseForm",
    "SettleForm",
    "TakeBackForm",
    "TakeOutForm",
    "WithdrawForm",
]
