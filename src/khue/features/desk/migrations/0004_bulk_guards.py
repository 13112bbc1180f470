"""What came of a row stays so. A row that was stopped while its deed was under way still tells that it was done.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

ROW = """
CREATE FUNCTION desk_bulk_row_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('waiting', 'stopped')
        OR (NEW.id, NEW.bulk_id, NEW.task_id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.bulk_id, OLD.task_id, OLD.number)
    THEN
        RAISE EXCEPTION 'row % of a bulk deed has its result already', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'desk_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER desk_bulk_row_fixed BEFORE UPDATE ON desk_bulkrow
    FOR EACH ROW EXECUTE FUNCTION desk_bulk_row_fixed();
CREATE TRIGGER desk_bulk_row_kept BEFORE DELETE OR TRUNCATE ON desk_bulkrow
    FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
CREATE TRIGGER desk_bulk_kept BEFORE DELETE OR TRUNCATE ON desk_bulkdeed
    FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
"""
BACK = """
DROP TRIGGER desk_bulk_kept ON desk_bulkdeed;
DROP TRIGGER desk_bulk_row_kept ON desk_bulkrow;
DROP FUNCTION desk_bulk_row_fixed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_bulk_deeds")]

    operations = [migrations.RunSQL(ROW, BACK)]
