"""Batches stand as they were made; what was exported is never forgotten, nor an identifier given to another. Plain PostgreSQL 15+."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION publicity_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'restrict_violation', CONSTRAINT = 'publicity_kept';
END $$;
CREATE TRIGGER publicity_batch_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON publicity_nationalbatch
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse();
CREATE TRIGGER publicity_entry_kept BEFORE DELETE OR TRUNCATE ON publicity_nationalentry
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse();
CREATE TRIGGER publicity_entry_same BEFORE UPDATE ON publicity_nationalentry FOR EACH ROW
    WHEN (NEW.identifier <> OLD.identifier OR NEW.kind <> OLD.kind OR NEW.source <> OLD.source OR NEW.version < OLD.version)
    EXECUTE FUNCTION publicity_refuse();
"""
BACK = """
DROP TRIGGER publicity_entry_same ON publicity_nationalentry;
DROP TRIGGER publicity_entry_kept ON publicity_nationalentry;
DROP TRIGGER publicity_batch_grows ON publicity_nationalbatch;
DROP FUNCTION publicity_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("publicity", "0001_national_exchange")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
