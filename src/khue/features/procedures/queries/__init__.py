"""Reading: procedures with their versions, drafts with what is wrong and what changed, migrations, rehearsals."""

from khue.features.procedures.queries.documents import DocumentLine, document_kinds, documents_of, example
from khue.features.procedures.queries.drafts import (
    Draft,
    EditLine,
    ProblemLine,
    drafted,
    edits,
    one_draft,
    open_draft,
    problems_of,
    sound,
)
from khue.features.procedures.queries.migrations import (
    DryRun,
    DryRunLine,
    MigrationPage,
    MigrationRow,
    dry_run,
    migration,
    migration_rows,
    migrations,
)
from khue.features.procedures.queries.overview import ProcedureLine, VersionRow, content_of, procedures, version_rows
from khue.features.procedures.queries.rehearsals import Compared, rehearsal
from khue.features.procedures.queries.words import clock_parameters, provisions, rights

__all__ = [
    "Compared",
    "DocumentLine",
    "Draft",
    "DryRun",
    "DryRunLine",
    "EditLine",
    "MigrationPage",
    "MigrationRow",
    "ProblemLine",
    "ProcedureLine",
    "VersionRow",
    "clock_parameters",
    "content_of",
    "document_kinds",
    "documents_of",
    "drafted",
    "dry_run",
    "edits",
    "example",
    "migration",
    "migration_rows",
    "migrations",
    "one_draft",
    "open_draft",
    "problems_of",
    "procedures",
    "provisions",
    "rehearsal",
    "rights",
    "sound",
    "version_rows",
]
