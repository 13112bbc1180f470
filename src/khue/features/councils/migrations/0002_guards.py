"""The last guards of the register: profiles and ended seats stay as they were written.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION councils_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'councils_kept';
END $$;

CREATE TRIGGER councils_profile_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON councils_expertprofile
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_template_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON councils_sheettemplate
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_sheet_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON councils_scoresheet
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_party_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON councils_itemparty
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_seat_kept BEFORE DELETE OR TRUNCATE ON councils_seat
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_seat_final BEFORE UPDATE ON councils_seat
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL AND OLD.successor_id IS NOT NULL) EXECUTE FUNCTION councils_refuse();

CREATE FUNCTION councils_seat_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.council_id, NEW.number, NEW.person_id, NEW.role, NEW.matching, NEW.taken_at)
        IS DISTINCT FROM (OLD.council_id, OLD.number, OLD.person_id, OLD.role, OLD.matching, OLD.taken_at)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'who took seat %, when and until when, is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'councils_seat_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER councils_seat_fixed BEFORE UPDATE ON councils_seat
    FOR EACH ROW EXECUTE FUNCTION councils_seat_fixed();

-- A seat has a number up to the seats of the council's founding.
CREATE FUNCTION councils_seat_exists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number > (SELECT seats_count FROM councils_council WHERE id = NEW.council_id) THEN
        RAISE EXCEPTION 'the council has no seat %', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'councils_seat_exists';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER councils_seat_exists BEFORE INSERT ON councils_seat
    FOR EACH ROW EXECUTE FUNCTION councils_seat_exists();
"""
BACK = "DROP FUNCTION councils_seat_exists, councils_seat_fixed, councils_refuse CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("councils", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
