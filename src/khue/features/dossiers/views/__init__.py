"""Pages of procedures and dossiers."""

from khue.features.dossiers.views.catalogue import procedure, start
from khue.features.dossiers.views.following import follow, mine, submitted, supplement, withdraw
from khue.features.dossiers.views.handing_in import check
from khue.features.dossiers.views.previewing import preview
from khue.features.dossiers.views.writing import add_editor, edit, remove_editor, section

__all__ = [
    "add_editor",
    "check",
    "edit",
    "follow",
    "mine",
    "preview",
    "procedure",
    "remove_editor",
    "section",
    "start",
    "submitted",
    "supplement",
    "withdraw",
]
