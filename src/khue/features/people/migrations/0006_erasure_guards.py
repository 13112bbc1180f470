"""What happened to a party is not changed afterwards; only its personal values go, and only after a lawful erasure.

The erasure is a row of its own (two officers, a ground), written first and never changed.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE OR REPLACE FUNCTION people_history_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'people_recordchange' THEN
        IF NEW.before = '' AND NEW.after = '(đã xóa)'
            AND to_jsonb(NEW) - 'before' - 'after' = to_jsonb(OLD) - 'before' - 'after'
            AND EXISTS (SELECT 1 FROM people_personerasure e WHERE e.party_id = OLD.party_id) THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NULL THEN
            RETURN NEW;
        END IF;
        IF TG_TABLE_NAME = 'people_succession' THEN
            IF NEW.taken = '{}'::jsonb AND to_jsonb(NEW) - 'taken' = to_jsonb(OLD) - 'taken'
                AND EXISTS (SELECT 1 FROM people_passage p
                            JOIN people_personerasure e ON e.party_id IN (p.former_id, p.successor_id)
                            WHERE p.succession_id = OLD.id) THEN
                RETURN NEW;
            END IF;
        END IF;
    END IF;
    RAISE EXCEPTION 'what happened to a party is not changed afterwards (%)', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'party_history_kept';
END $$;

CREATE FUNCTION people_erasure_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'an erasure is not undone'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erasure_kept';
END $$;
CREATE TRIGGER people_erasure_kept BEFORE UPDATE OR DELETE ON people_personerasure
    FOR EACH ROW EXECUTE FUNCTION people_erasure_kept();

-- Once erased, the values do not come back.
CREATE FUNCTION people_erased_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.citizen_number, NEW.user_id, NEW.birth_year, NEW.address_id) IS DISTINCT FROM (NULL, NULL, NULL, NULL)
        AND EXISTS (SELECT 1 FROM people_personerasure e WHERE e.party_id = NEW.party_id) THEN
        RAISE EXCEPTION 'the record of party % was erased', NEW.party_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_erased_stays BEFORE UPDATE ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_erased_stays();
"""
BACK = """
DROP FUNCTION people_erasure_kept() CASCADE;
DROP FUNCTION people_erased_stays() CASCADE;
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
    dependencies = [("people", "0005_person_erasure")]
    operations = [migrations.RunSQL(GUARDS, BACK)]
