"""Internal notes stay as they were written: they can be struck out, once. A lawful erasure leaves the fixed words of it.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

NOTE = """
CREATE FUNCTION desk_note_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was record;
BEGIN
    was := OLD;
    IF NEW.text = '(đã xóa)' THEN
        was.text := NEW.text;
    END IF;
    IF OLD.struck_at IS NULL AND NEW.struck_at IS NOT NULL THEN
        was.struck_at := NEW.struck_at;
        was.struck_by_name := NEW.struck_by_name;
        was.struck_ground := NEW.struck_ground;
    END IF;
    IF NEW IS DISTINCT FROM was THEN
        RAISE EXCEPTION 'an internal note can only be struck out, once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'desk_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER desk_note_fixed BEFORE UPDATE ON desk_internalnote
    FOR EACH ROW EXECUTE FUNCTION desk_note_fixed();

CREATE FUNCTION desk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'desk_append_only';
END $$;
CREATE TRIGGER desk_note_kept BEFORE DELETE OR TRUNCATE ON desk_internalnote
    FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
CREATE TRIGGER desk_mention_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_mention
    FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_saved_views_and_notes")]

    operations = [migrations.RunSQL(NOTE, "DROP FUNCTION desk_note_fixed, desk_refuse CASCADE")]
