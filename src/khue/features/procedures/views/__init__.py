"""Pages on which staff change procedures."""

from khue.features.procedures.views.deeds import (
    base,
    give_up,
    import_file,
    open_draft,
    publish,
    remove,
    shift,
    withdraw,
)
from khue.features.procedures.views.migrating import migrate, migration
from khue.features.procedures.views.overview import index, procedure
from khue.features.procedures.views.parts import basis, column, documents, field, needs, section, step, texts
from khue.features.procedures.views.reading import (
    check,
    compare,
    draft,
    export,
    history,
    officer,
    print_document,
    rehearsal,
)

__all__ = [
    "base",
    "basis",
    "check",
    "column",
    "compare",
    "documents",
    "draft",
    "export",
    "field",
    "give_up",
    "history",
    "import_file",
    "index",
    "migrate",
    "migration",
    "needs",
    "officer",
    "open_draft",
    "print_document",
    "procedure",
    "publish",
    "rehearsal",
    "remove",
    "section",
    "shift",
    "step",
    "texts",
    "withdraw",
]
