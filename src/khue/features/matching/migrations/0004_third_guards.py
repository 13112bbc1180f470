"""A three-way introduction stands as it was proposed; its answers are given once, and it is agreed only by all.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION matching_triad_over() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'three-way introduction % is over', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_triad_over';
    END IF;
    IF NEW.state = 'agreed' AND (
        (SELECT count(*) FROM public.matching_triadside WHERE triad_id = NEW.id) < 3
        OR EXISTS (SELECT 1 FROM public.matching_triadside WHERE triad_id = NEW.id AND agrees IS NOT TRUE)
    ) THEN
        RAISE EXCEPTION 'three-way introduction % is not agreed by all', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_triad_by_all';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION matching_side_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.agrees IS NOT NULL THEN
        RAISE EXCEPTION 'an answer to three-way introduction % is given once', OLD.triad_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'matching_side_answered_once';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION matching_never() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'matching_kept';
END $$;
CREATE TRIGGER matching_triad_fixed BEFORE UPDATE ON matching_triad FOR EACH ROW EXECUTE FUNCTION matching_only('state', 'ended_at', 'ground');
CREATE TRIGGER matching_triad_over BEFORE UPDATE ON matching_triad FOR EACH ROW EXECUTE FUNCTION matching_triad_over();
CREATE TRIGGER matching_triad_kept BEFORE DELETE OR TRUNCATE ON matching_triad FOR EACH STATEMENT EXECUTE FUNCTION matching_never();
CREATE TRIGGER matching_side_fixed BEFORE UPDATE ON matching_triadside FOR EACH ROW EXECUTE FUNCTION matching_only('agrees', 'by', 'ground', 'at');
CREATE TRIGGER matching_side_once BEFORE UPDATE ON matching_triadside FOR EACH ROW EXECUTE FUNCTION matching_side_once();
CREATE TRIGGER matching_side_kept BEFORE DELETE OR TRUNCATE ON matching_triadside FOR EACH STATEMENT EXECUTE FUNCTION matching_never();
"""
BACK = """
DROP TRIGGER matching_side_kept ON matching_triadside;
DROP TRIGGER matching_side_once ON matching_triadside;
DROP TRIGGER matching_side_fixed ON matching_triadside;
DROP TRIGGER matching_triad_kept ON matching_triad;
DROP TRIGGER matching_triad_over ON matching_triad;
DROP TRIGGER matching_triad_fixed ON matching_triad;
DROP FUNCTION matching_never();
DROP FUNCTION matching_side_once();
DROP FUNCTION matching_triad_over();
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_third_sides")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
