"""Dated changes have no end of their own: the guard of 0003 asks for it only where there is one."""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION people_history_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'people_recordchange' THEN
        IF OLD.ended_at IS NULL THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what happened to a party is not changed afterwards (%)', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'party_history_kept';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_passage_guards")]
    operations = [migrations.RunSQL(KEPT, migrations.RunSQL.noop)]
