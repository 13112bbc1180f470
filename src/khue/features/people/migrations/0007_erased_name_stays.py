"""An erased record takes no name again: neither by a correction nor by a rename."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION people_erased_name_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.name <> 'Người đã xóa dữ liệu' AND EXISTS (SELECT 1 FROM people_personerasure e WHERE e.party_id = NEW.id) THEN
        RAISE EXCEPTION 'the record of party % was erased', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_erased_name_stays BEFORE UPDATE ON people_party
    FOR EACH ROW WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION people_erased_name_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_erasure_guards")]
    operations = [migrations.RunSQL(GUARD, "DROP FUNCTION people_erased_name_stays() CASCADE;")]
