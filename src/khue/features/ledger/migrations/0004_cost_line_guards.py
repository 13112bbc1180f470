"""A claim on a cost line is never changed but for its release, once, and never deleted."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION ledger_cost_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NOT NULL OR NEW.released_at IS NULL
        OR (to_jsonb(NEW) - 'released_at') IS DISTINCT FROM (to_jsonb(OLD) - 'released_at') THEN
        RAISE EXCEPTION 'a claim on a cost line can only be released, once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_cost_fixed BEFORE UPDATE ON ledger_costlineclaim
    FOR EACH ROW EXECUTE FUNCTION ledger_cost_fixed();
CREATE TRIGGER ledger_costlineclaim_refuse BEFORE DELETE OR TRUNCATE ON ledger_costlineclaim
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
BACK = "DROP TRIGGER ledger_costlineclaim_refuse ON ledger_costlineclaim; DROP FUNCTION ledger_cost_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_cost_lines")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
