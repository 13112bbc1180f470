"""Text in, commands out."""

from khue.features.delivery.forms.carrying import (
    AnswerMilestoneForm,
    AskReportForm,
    EndingForm,
    HandInForm,
    LiftForm,
    NoteReportForm,
    PayForm,
    ReportForm,
    SettleForm,
    SiteCheckForm,
    TakeBackForm,
    UnmetForm,
    WarnForm,
    WithdrawForm,
)
from khue.features.delivery.forms.deciding import (
    AnswerContractForm,
    AnswerCostsForm,
    AppraiseForm,
    ChangeForm,
    ContractForm,
    DecideChangeForm,
    DecideForm,
)
from khue.features.delivery.forms.fields import changed_rows, rows_of

__all__ = [
    "AnswerContractForm",
    "AnswerCostsForm",
    "AnswerMilestoneForm",
    "AppraiseForm",
    "AskReportForm",
    "ChangeForm",
    "ContractForm",
    "DecideChangeForm",
    "DecideForm",
    "EndingForm",
    "HandInForm",
    "LiftForm",
    "NoteReportForm",
    "PayForm",
    "ReportForm",
    "SettleForm",
    "SiteCheckForm",
    "TakeBackForm",
    "UnmetForm",
    "WarnForm",
    "WithdrawForm",
    "changed_rows",
    "rows_of",
]
