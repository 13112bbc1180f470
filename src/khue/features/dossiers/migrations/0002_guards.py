"""The last guards of a case, in the database: what was published, received, decided, issued or done stays as it was.

Plain PostgreSQL 15+, no extension. ``docs/decisions/0005-dossier-and-procedure-versions.md`` says what is kept and why.
"""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION dossiers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_kept';
END $$;
"""

# Version, law day and promise are fixed by valid receipt; the due day moves (pause, apology) but never goes away.
DOSSIER = """
CREATE FUNCTION dossiers_dossier_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.applicant_id, NEW.procedure_key, NEW.created_at)
        IS DISTINCT FROM (OLD.number, OLD.applicant_id, OLD.procedure_key, OLD.created_at) THEN
        RAISE EXCEPTION 'number, applicant and procedure of dossier % are fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_dossier_fixed';
    END IF;
    IF OLD.received_on IS NOT NULL AND (NEW.version_id, NEW.received_on, NEW.law_day, NEW.promised_on)
        IS DISTINCT FROM (OLD.version_id, OLD.received_on, OLD.law_day, OLD.promised_on) THEN
        RAISE EXCEPTION 'dossier % was received: its version, law day and promise are fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_receipt_fixed';
    END IF;
    IF NEW.received_on IS NOT NULL AND (NEW.due_on IS NULL) <> (NEW.promised_on IS NULL) THEN
        RAISE EXCEPTION 'a promise of dossier % has a due day, and the reverse', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_promise_has_due_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_dossier_fixed BEFORE UPDATE ON dossiers_dossier
    FOR EACH ROW EXECUTE FUNCTION dossiers_dossier_fixed();
"""

# Deferred: decision and state are written by one deed, in whichever order.
DECIDED = """
CREATE FUNCTION dossiers_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted text := CASE NEW.state WHEN 'refused' THEN 'refused' ELSE 'granted' END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM dossiers_decisionrecord d WHERE d.dossier_id = NEW.id AND d.outcome = wanted) THEN
        RAISE EXCEPTION 'dossier % is % without a decision that says so', NEW.number, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_decided_has_decision';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER dossiers_decided_on_insert AFTER INSERT ON dossiers_dossier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state IN ('granted', 'refused', 'closed')) EXECUTE FUNCTION dossiers_decided();
CREATE CONSTRAINT TRIGGER dossiers_decided_on_update AFTER UPDATE ON dossiers_dossier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state IN ('granted', 'refused', 'closed') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION dossiers_decided();
"""

TASK = """
CREATE FUNCTION dossiers_task_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'task % was closed by %', OLD.id, OLD.closed_by
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_task_closed_once';
END $$;
CREATE TRIGGER dossiers_task_closed BEFORE UPDATE ON dossiers_task
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION dossiers_task_closed();
"""

# The file is rendered after the number was given: it may come once, and nothing else of a document changes.
DOCUMENT = """
CREATE FUNCTION dossiers_document_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'file' - 'public' IS DISTINCT FROM to_jsonb(OLD) - 'file' - 'public'
        OR (OLD.file IS NOT NULL AND NEW.file IS DISTINCT FROM OLD.file) THEN
        RAISE EXCEPTION 'document % was issued', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_document_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_document_fixed BEFORE UPDATE ON dossiers_document
    FOR EACH ROW EXECUTE FUNCTION dossiers_document_fixed();
"""

_UNCHANGED = ("dossiers_procedureversion", "dossiers_decisionrecord")
_KEPT = ("dossiers_dossier", "dossiers_task", "dossiers_document", "dossiers_counter", "dossiers_pause")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION dossiers_refuse();\n"
    for tables, verbs in ((_UNCHANGED, "UPDATE OR DELETE OR TRUNCATE"), (_KEPT, "DELETE OR TRUNCATE"))
    for table in tables
)

BACK = """
DROP FUNCTION dossiers_refuse, dossiers_dossier_fixed, dossiers_decided, dossiers_task_closed,
    dossiers_document_fixed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]

    operations = [
        migrations.RunSQL("".join((REFUSE, DOSSIER, DECIDED, TASK, DOCUMENT, APPEND_ONLY)), BACK),
    ]
