"""Passages never run in a circle, end together with their succession, and what was recorded stays recorded."""

from __future__ import annotations

from django.db import migrations

# Both parties are locked in the order of their numbers, so that two registrars who merge crosswise meet here.
CIRCLE = """
CREATE FUNCTION people_passage_leads_on() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL OR NOT NEW.whole THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM people_party WHERE id IN (NEW.former_id, NEW.successor_id) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM people_passage WHERE former_id = NEW.successor_id AND whole AND ended_at IS NULL) THEN
        RAISE EXCEPTION 'party % goes on under another party itself', NEW.successor_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'passage_leads_to_present_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_passage_leads_on BEFORE INSERT ON people_passage
    FOR EACH ROW EXECUTE FUNCTION people_passage_leads_on();
"""

TOGETHER = """
CREATE FUNCTION people_succession_ends_whole() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'people_succession' THEN wanted := NEW.id; ELSE wanted := NEW.succession_id; END IF;
    IF EXISTS (SELECT 1 FROM people_passage p JOIN people_succession s ON s.id = p.succession_id
               WHERE s.id = wanted AND p.ended_at IS DISTINCT FROM s.ended_at) THEN
        RAISE EXCEPTION 'a succession and its passages end together'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'succession_ends_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER people_succession_ends_whole AFTER INSERT OR UPDATE ON people_succession
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_succession_ends_whole();
CREATE CONSTRAINT TRIGGER people_passage_ends_with_it AFTER INSERT OR UPDATE ON people_passage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_succession_ends_whole();
"""

# An ended succession or dissolution stays ended; a dated change stays as it was recorded.
KEPT = """
CREATE FUNCTION people_history_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'people_recordchange' AND OLD.ended_at IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what happened to a party is not changed afterwards (%)', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'party_history_kept';
END $$;
CREATE TRIGGER people_succession_kept BEFORE UPDATE OR DELETE ON people_succession
    FOR EACH ROW EXECUTE FUNCTION people_history_kept();
CREATE TRIGGER people_passage_kept BEFORE UPDATE OR DELETE ON people_passage
    FOR EACH ROW EXECUTE FUNCTION people_history_kept();
CREATE TRIGGER people_dissolution_kept BEFORE UPDATE OR DELETE ON people_dissolution
    FOR EACH ROW EXECUTE FUNCTION people_history_kept();
CREATE TRIGGER people_recordchange_kept BEFORE UPDATE OR DELETE ON people_recordchange
    FOR EACH ROW EXECUTE FUNCTION people_history_kept();
"""

BACK = """
DROP TRIGGER people_recordchange_kept ON people_recordchange;
DROP TRIGGER people_dissolution_kept ON people_dissolution;
DROP TRIGGER people_passage_kept ON people_passage;
DROP TRIGGER people_succession_kept ON people_succession;
DROP FUNCTION people_history_kept();
DROP TRIGGER people_passage_ends_with_it ON people_passage;
DROP TRIGGER people_succession_ends_whole ON people_succession;
DROP FUNCTION people_succession_ends_whole();
DROP TRIGGER people_passage_leads_on ON people_passage;
DROP FUNCTION people_passage_leads_on();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_what_happens_to_parties")]
    operations = [migrations.RunSQL(CIRCLE + TOGETHER + KEPT, BACK)]
