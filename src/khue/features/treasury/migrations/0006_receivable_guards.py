"""What was received on a receivable is what standing matches say; a match keeps which receivable it was on."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION treasury_received_proven() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    EXECUTE 'SELECT n.id, n.received, m.found FROM changed n CROSS JOIN LATERAL (
                 SELECT coalesce(sum(amount), 0) AS found FROM treasury_match
                 WHERE receivable_id = n.id AND undone_at IS NULL) m
             WHERE n.received <> m.found LIMIT 1' INTO wrong;
    IF wrong.id IS NOT NULL THEN
        RAISE EXCEPTION 'receivable % says % came in, the bank lines say %', wrong.id, wrong.received, wrong.found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receivable_received_by_lines';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER treasury_received_new AFTER INSERT ON treasury_receivable
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION treasury_received_proven();
CREATE TRIGGER treasury_received_changed AFTER UPDATE ON treasury_receivable
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION treasury_received_proven();
CREATE FUNCTION treasury_receivable_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - ARRAY['received', 'received_on', 'account_id'])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['received', 'received_on', 'account_id']) THEN
        RAISE EXCEPTION 'receivable % is fixed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_receivable_fixed BEFORE UPDATE ON treasury_receivable
    FOR EACH ROW EXECUTE FUNCTION treasury_receivable_fixed();
CREATE TRIGGER treasury_receivable_refuse BEFORE DELETE OR TRUNCATE ON treasury_receivable
    FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
CREATE FUNCTION treasury_match_receivable_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.receivable_id IS DISTINCT FROM OLD.receivable_id THEN
        RAISE EXCEPTION 'a match can only be undone, once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_match_receivable_fixed BEFORE UPDATE ON treasury_match
    FOR EACH ROW EXECUTE FUNCTION treasury_match_receivable_fixed();
"""
BACK = """
DROP TRIGGER treasury_receivable_refuse ON treasury_receivable;
DROP FUNCTION treasury_received_proven, treasury_receivable_fixed, treasury_match_receivable_fixed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0005_receivables")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
