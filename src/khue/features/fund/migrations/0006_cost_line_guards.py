"""The last guards of cost lines: those of a motion add up to its amount, and they never change.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

SUMS = """
CREATE FUNCTION fund_motion_line_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
    found bigint;
BEGIN
    SELECT amount INTO wanted FROM fund_motion WHERE id = NEW.motion_id;
    SELECT sum(given) INTO found FROM fund_motionline WHERE motion_id = NEW.motion_id;
    IF wanted <> found THEN
        RAISE EXCEPTION 'motion %: amount %, cost lines %', NEW.motion_id, wanted, found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_motion_line_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fund_motion_line_sum AFTER INSERT ON fund_motionline DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fund_motion_line_sum();
CREATE TRIGGER fund_motionline_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON fund_motionline
    FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse();
"""
BACK = """
DROP FUNCTION fund_motion_line_sum CASCADE;
DROP TRIGGER fund_motionline_refuse ON fund_motionline;
"""


class Migration(migrations.Migration):
    dependencies = [("fund", "0005_cost_lines_and_contracts")]

    operations = [migrations.RunSQL(SUMS, BACK)]
