"""The last guards of events: no more seats than there are, a published event's words and hour stand, a place in the order stays.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION gatherings_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'cancelled' OR (to_jsonb(NEW) - ARRAY['state', 'published_at', 'changed_at', 'ground'])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'published_at', 'changed_at', 'ground'])
        OR (OLD.state = 'published' AND NEW.state = 'draft')
    THEN
        RAISE EXCEPTION 'event % is fixed', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'gatherings_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gatherings_kept BEFORE UPDATE ON gatherings_gathering FOR EACH ROW EXECUTE FUNCTION gatherings_kept();

CREATE FUNCTION gatherings_seats() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held gatherings_gathering%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' AND ((NEW.gathering_id, NEW.no, NEW.person_id, NEW.name, NEW.note, NEW.taken_at)
        IS DISTINCT FROM (OLD.gathering_id, OLD.no, OLD.person_id, OLD.name, OLD.note, OLD.taken_at)
        OR OLD.state = 'left' OR (OLD.state = 'seated' AND NEW.state = 'waiting'))
    THEN
        RAISE EXCEPTION 'place % is fixed', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'gatherings_seat_kept';
    END IF;
    IF NEW.state = 'seated' THEN
        SELECT * INTO held FROM gatherings_gathering WHERE id = NEW.gathering_id FOR UPDATE;
        IF (SELECT count(*) FROM gatherings_seat WHERE gathering_id = NEW.gathering_id AND state = 'seated' AND id IS DISTINCT FROM NEW.id)
            >= held.seats
        THEN
            RAISE EXCEPTION 'event % has no seat left', held.id USING ERRCODE = 'check_violation', CONSTRAINT = 'gatherings_seats';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gatherings_seats BEFORE INSERT OR UPDATE ON gatherings_seat FOR EACH ROW EXECUTE FUNCTION gatherings_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0001_gatherings_seats")]

    operations = [
        migrations.RunSQL(GUARDS, "DROP FUNCTION gatherings_kept, gatherings_seats CASCADE"),
    ]
