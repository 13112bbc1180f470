"""The verbs of the room."""

from khue.features.procedures.usecases.drafting import (
    give_up_draft,
    import_draft,
    open_draft,
    put_part,
    remove_part,
    shift_part,
    take_new_base,
)
from khue.features.procedures.usecases.migrating import migrate_cases, migrate_waiting_cases
from khue.features.procedures.usecases.publishing import publish_draft, withdraw_version

__all__ = [
    "give_up_draft",
    "import_draft",
    "migrate_cases",
    "migrate_waiting_cases",
    "open_draft",
    "publish_draft",
    "put_part",
    "remove_part",
    "shift_part",
    "take_new_base",
    "withdraw_version",
]
