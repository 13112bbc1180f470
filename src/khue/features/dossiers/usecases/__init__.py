"""The verbs of the room. Those that take ``actor`` are commands; those that take ``deed`` join one."""

from khue.features.dossiers.usecases.apologies import send_apology, watch_task
from khue.features.dossiers.usecases.deciding import close_dossier, record_decision
from khue.features.dossiers.usecases.documents import issue_document
from khue.features.dossiers.usecases.drafts import (
    add_editor,
    begin_in_envelope,
    move_to_newest_version,
    remove_editor,
    save_answers,
    start_draft,
)
from khue.features.dossiers.usecases.enveloping import (
    enter_sealed,
    give_up_draft,
    missing_in,
    prefill_from,
    put_in_envelope,
    seal_draft,
    set_editors,
    unseal_draft,
)
from khue.features.dossiers.usecases.erasing import erase_draft
from khue.features.dossiers.usecases.handing_over import move_tasks
from khue.features.dossiers.usecases.loading import load_procedures
from khue.features.dossiers.usecases.overturning import annul_dossier, reopen_dossier, restore_dossier, resume_dossier
from khue.features.dossiers.usecases.papers import MOST_PRINTED, print_control_slip, print_register
from khue.features.dossiers.usecases.parts import lock_dossiers, locked_dossier, next_number
from khue.features.dossiers.usecases.rendering import (
    check_square,
    demand_on,
    printed_values,
    public_copy,
    render_document,
)
from khue.features.dossiers.usecases.submitting import submit_dossier, supplement_dossier, withdraw_dossier
from khue.features.dossiers.usecases.taking_in import supplement_whole, take_in_whole, withdraw_whole
from khue.features.dossiers.usecases.tasks import (
    accept_for_processing,
    close_open_task,
    close_task,
    complete_step,
    hand_over_task,
    pass_task,
    put_back_task,
    refuse_receipt,
    request_supplement,
    take_task,
)
from khue.features.dossiers.usecases.tasks import open_follow_task as open_task
from khue.features.dossiers.usecases.telling import tell_officers_of_party
from khue.features.dossiers.usecases.versions import (
    MigrateDossier,
    carry_to_steps,
    migrate_dossier,
    publish_version,
    withdraw_version,
)
from khue.features.dossiers.usecases.wiring import (
    Wiring,
    begins_at,
    check_application,
    drafted_procedure,
    home_of,
    panels,
    papers_to_fill,
    tell_signatures,
    wire,
    wire_follower,
    wire_panels,
    wire_preview,
)

__all__ = [
    "MOST_PRINTED",
    "MigrateDossier",
    "Wiring",
    "accept_for_processing",
    "add_editor",
    "annul_dossier",
    "begin_in_envelope",
    "begins_at",
    "carry_to_steps",
    "check_application",
    "check_square",
    "close_dossier",
    "close_open_task",
    "close_task",
    "complete_step",
    "demand_on",
    "drafted_procedure",
    "enter_sealed",
    "erase_draft",
    "give_up_draft",
    "hand_over_task",
    "home_of",
    "issue_document",
    "load_procedures",
    "lock_dossiers",
    "locked_dossier",
    "migrate_dossier",
    "missing_in",
    "move_tasks",
    "move_to_newest_version",
    "next_number",
    "open_task",
    "panels",
    "papers_to_fill",
    "pass_task",
    "prefill_from",
    "print_control_slip",
    "print_register",
    "printed_values",
    "public_copy",
    "publish_version",
    "put_back_task",
    "put_in_envelope",
    "record_decision",
    "refuse_receipt",
    "remove_editor",
    "render_document",
    "reopen_dossier",
    "request_supplement",
    "restore_dossier",
    "resume_dossier",
    "save_answers",
    "seal_draft",
    "send_apology",
    "set_editors",
    "start_draft",
    "submit_dossier",
    "supplement_dossier",
    "supplement_whole",
    "take_in_whole",
    "take_task",
    "tell_officers_of_party",
    "tell_signatures",
    "unseal_draft",
    "watch_task",
    "wire",
    "wire_follower",
    "wire_panels",
    "wire_preview",
    "withdraw_dossier",
    "withdraw_version",
    "withdraw_whole",
]
