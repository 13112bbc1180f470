"""Text in, commands out."""

from khue.features.demands.forms.asking import DemandForm, ExtendForm, GroundForm, MendForm, PublishForm
from khue.features.demands.forms.choosing import AwardForm, OpenForm, ShortListForm, TrialForm
from khue.features.demands.forms.proposing import LeaveForm, SolutionForm
from khue.features.demands.forms.searching import DemandFilterForm, address_of, question_of

__all__ = [
    "AwardForm",
    "DemandFilterForm",
    "DemandForm",
    "ExtendForm",
    "GroundForm",
    "LeaveForm",
    "MendForm",
    "OpenForm",
    "PublishForm",
    "ShortListForm",
    "SolutionForm",
    "TrialForm",
    "address_of",
    "question_of",
]
