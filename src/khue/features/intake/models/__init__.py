"""Tables of the room, one module per thing. What was received, said, changed and compared is never changed or deleted."""

from khue.features.intake.models.cases import IntakeCase, MessageFile, MessageIn, PaymentFact, StateChange
from khue.features.intake.models.outgoing import Attempt, MessageOut
from khue.features.intake.models.reconciling import Difference, PortalList, Reconciliation
from khue.features.intake.models.sources import Source, SourceProcedure, Subscription, WebhookSecret

__all__ = [
    "Attempt",
    "Difference",
    "IntakeCase",
    "MessageFile",
    "MessageIn",
    "MessageOut",
    "PaymentFact",
    "PortalList",
    "Reconciliation",
    "Source",
    "SourceProcedure",
    "StateChange",
    "Subscription",
    "WebhookSecret",
]
APPEND_ONLY_TABLES = ["intake_statechange", "intake_attempt", "intake_paymentfact", "intake_messagefile"]
APPEND_ONLY_TABLES += ["intake_portallist", "intake_reconciliation", "intake_difference"]
NEVER_DELETED_TABLES = [
    "intake_source", "intake_intakecase", "intake_messagein", "intake_messageout", "intake_subscription", "intake_webhooksecret"
]  # fmt: skip
