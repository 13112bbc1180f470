"""Text in, commands out."""

from khue.features.councils.forms.experts import (
    AnswerForm,
    ClassForm,
    EndRelationForm,
    InviteForm,
    LeaveForm,
    PersonSearchForm,
    ProfileForm,
    RegisterForm,
    RelationForm,
)
from khue.features.councils.forms.panels import (
    CouncilForm,
    CouncilSearchForm,
    DeclareForm,
    DissolveForm,
    EndSeatForm,
    FoundForm,
    ItemForm,
    PaperForm,
    ReviewForm,
    SeatForm,
    WithdrawForm,
)

__all__ = [
    "AnswerForm",
    "ClassForm",
    "CouncilForm",
    "CouncilSearchForm",
    "DeclareForm",
    "DissolveForm",
    "EndRelationForm",
    "EndSeatForm",
    "FoundForm",
    "InviteForm",
    "ItemForm",
    "LeaveForm",
    "PaperForm",
    "PersonSearchForm",
    "ProfileForm",
    "RegisterForm",
    "RelationForm",
    "ReviewForm",
    "SeatForm",
    "WithdrawForm",
]
