"""Text in, command out."""

from khue.features.missions.forms.lead import DeliverForm, EquipmentForm, SearchForm
from khue.features.missions.forms.paying import PayForm
from khue.features.missions.forms.steps import AnswerCostsForm, AnswerForm, AppraiseForm, AuditForm, DecideForm
from khue.features.missions.forms.tranches import AgreeForm

__all__ = [
    "AgreeForm",
    "AnswerCostsForm",
    "AnswerForm",
    "AppraiseForm",
    "AuditForm",
    "DecideForm",
    "DeliverForm",
    "EquipmentForm",
    "PayForm",
    "SearchForm",
]
