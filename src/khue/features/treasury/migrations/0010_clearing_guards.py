"""What was received on a receivable is what matches and clearings say; a clearing is never rewritten; what lay in suspense before."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

LINES = """
CREATE OR REPLACE FUNCTION treasury_line_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.waiting := OLD.waiting;
    NEW.set_aside := OLD.set_aside;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'what the bank said in line % does not change', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NULL;
END $$;
"""
RECEIVED = """
CREATE OR REPLACE FUNCTION treasury_received_proven() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    EXECUTE 'SELECT n.id, n.received, m.found FROM changed n CROSS JOIN LATERAL (
                 SELECT coalesce((SELECT sum(amount) FROM treasury_match WHERE receivable_id = n.id AND undone_at IS NULL), 0)
                      + coalesce((SELECT sum(amount) FROM treasury_clearing WHERE receivable_id = n.id), 0) AS found) m
             WHERE n.received <> m.found LIMIT 1' INTO wrong;
    IF wrong.id IS NOT NULL THEN
        RAISE EXCEPTION 'receivable % says % came in, the bank lines say %', wrong.id, wrong.received, wrong.found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receivable_received_by_lines';
    END IF;
    RETURN NULL;
END $$;
"""
CLEARINGS = """
CREATE FUNCTION treasury_clearing_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
        RAISE EXCEPTION 'clearing % does not change', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_clearing_fixed BEFORE UPDATE ON treasury_clearing
    FOR EACH ROW EXECUTE FUNCTION treasury_clearing_fixed();
CREATE TRIGGER treasury_clearing_refuse BEFORE DELETE OR TRUNCATE ON treasury_clearing
    FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
"""
# What lay in suspense before the line kept it: a whole line set aside, or what came in beyond a claim.
KNOWN = """
UPDATE treasury_bankline l SET set_aside = CASE WHEN m.kind = 'aside' THEN l.amount ELSE l.amount - m.amount END
FROM treasury_match m
WHERE m.line_id = l.id AND m.undone_at IS NULL AND (m.kind = 'aside' OR (m.kind = 'recovery' AND l.amount > m.amount));
"""
_GUARDS = import_module("khue.features.treasury.migrations.0006_receivable_guards").GUARDS
BACK = (
    "DROP TRIGGER treasury_clearing_refuse ON treasury_clearing; DROP FUNCTION treasury_clearing_fixed CASCADE;"
    + _GUARDS.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    + LINES.replace("    NEW.set_aside := OLD.set_aside;\n", "")
)


class Migration(migrations.Migration):
    dependencies = [("treasury", "0009_clearings")]

    operations = [
        migrations.RunSQL(LINES + RECEIVED + CLEARINGS, BACK),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
