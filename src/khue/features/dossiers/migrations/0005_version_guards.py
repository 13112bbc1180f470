"""Versions that begin on a day, and dossiers that go on under another version: what the database refuses.

The version of a received dossier may change only by a recorded move on a legal ground, and no due day changes with it.
``docs/decisions`` says why.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

DOSSIER = """
CREATE OR REPLACE FUNCTION dossiers_dossier_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_move record;
BEGIN
    IF (NEW.number, NEW.applicant_id, NEW.procedure_key, NEW.created_at)
        IS DISTINCT FROM (OLD.number, OLD.applicant_id, OLD.procedure_key, OLD.created_at) THEN
        RAISE EXCEPTION 'number, applicant and procedure of dossier % are fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_dossier_fixed';
    END IF;
    IF OLD.received_on IS NOT NULL AND (NEW.received_on, NEW.law_day, NEW.promised_on)
        IS DISTINCT FROM (OLD.received_on, OLD.law_day, OLD.promised_on) THEN
        RAISE EXCEPTION 'dossier % was received: its version, law day and promise are fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_receipt_fixed';
    END IF;
    IF OLD.received_on IS NOT NULL AND NEW.version_id <> OLD.version_id THEN
        SELECT from_version_id, to_version_id INTO last_move FROM dossiers_versionmove
            WHERE dossier_id = OLD.id ORDER BY id DESC LIMIT 1;
        IF (last_move.from_version_id, last_move.to_version_id) IS DISTINCT FROM (OLD.version_id, NEW.version_id) THEN
            RAISE EXCEPTION 'dossier % was received: its version is fixed without a legal ground', OLD.number
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_receipt_fixed';
        END IF;
        IF NEW.due_on IS DISTINCT FROM OLD.due_on THEN
            RAISE EXCEPTION 'dossier % goes on under another version: its due day does not move', OLD.number
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_migration_keeps_due_day';
        END IF;
    END IF;
    IF NEW.received_on IS NOT NULL AND (NEW.due_on IS NULL) <> (NEW.promised_on IS NULL) THEN
        RAISE EXCEPTION 'a promise of dossier % has a due day, and the reverse', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_promise_has_due_day';
    END IF;
    RETURN NEW;
END $$;
"""

# A task that goes on as another step keeps its days.
TASK = """
CREATE FUNCTION dossiers_task_remapped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'task % goes on as another step: its days do not move', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_migration_keeps_task_days';
END $$;
CREATE TRIGGER dossiers_task_remapped BEFORE UPDATE ON dossiers_task
    FOR EACH ROW WHEN (OLD.step <> NEW.step AND (OLD.due_on, OLD.opened_on, OLD.subject)
        IS DISTINCT FROM (NEW.due_on, NEW.opened_on, NEW.subject))
    EXECUTE FUNCTION dossiers_task_remapped();
"""

# Days of versions follow each other, so that the newest number in force is one answer for every day.
VERSION = """
CREATE FUNCTION dossiers_version_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM dossiers_procedureversion v
            LEFT JOIN dossiers_versionwithdrawal w ON w.version_id = v.id
            WHERE v.key = NEW.key AND v.number < NEW.number AND w.id IS NULL AND v.effective_on IS NOT NULL
                AND (NEW.effective_on IS NULL OR NEW.effective_on < v.effective_on)
    ) THEN
        RAISE EXCEPTION 'an earlier version of % begins later', NEW.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_versions_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_version_in_order BEFORE INSERT ON dossiers_procedureversion
    FOR EACH ROW EXECUTE FUNCTION dossiers_version_in_order();

CREATE FUNCTION dossiers_withdrawn_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM dossiers_procedureversion v
            WHERE v.id = NEW.version_id AND v.effective_on > NEW.withdrawn_on)
        OR EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.version_id = NEW.version_id) THEN
        RAISE EXCEPTION 'version % is in force or in use', NEW.version_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_withdrawn_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_withdrawn_in_time BEFORE INSERT ON dossiers_versionwithdrawal
    FOR EACH ROW EXECUTE FUNCTION dossiers_withdrawn_in_time();
"""

# Former answers are personal and may have to be erased: they are not among these.
_UNCHANGED = ("dossiers_versionwithdrawal", "dossiers_versionmove")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION dossiers_refuse();\n"
    for table in _UNCHANGED
)
_EARLIER = import_module("khue.features.dossiers.migrations.0002_guards").DOSSIER.partition("CREATE TRIGGER")[0]
BACK = (
    "DROP FUNCTION dossiers_task_remapped, dossiers_version_in_order, dossiers_withdrawn_in_time CASCADE;\n"
    + "".join(f"DROP TRIGGER {table}_refuse ON {table};\n" for table in _UNCHANGED)
    + _EARLIER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_versions_from_a_day")]

    operations = [migrations.RunSQL("".join((DOSSIER, TASK, VERSION, APPEND_ONLY)), BACK)]
