"""The last guards of a request, in the database: extended once, ended once, what was asked stays as it was.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_kept';
END $$;

CREATE FUNCTION privacy_request_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.kind, NEW.party, NEW.channel, NEW.received_at, NEW.received_on, NEW.answer_due_on, NEW.entered_by)
        IS DISTINCT FROM
        (OLD.number, OLD.kind, OLD.party, OLD.channel, OLD.received_at, OLD.received_on, OLD.answer_due_on, OLD.entered_by) THEN
        RAISE EXCEPTION 'what request % asks, and when it came, is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_request_fixed';
    END IF;
    IF OLD.first_due_on IS NOT NULL AND NEW.first_due_on IS DISTINCT FROM OLD.first_due_on THEN
        RAISE EXCEPTION 'the day first told for request % is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_request_fixed';
    END IF;
    IF OLD.extended_on IS NOT NULL
        AND (NEW.extended_on, NEW.carry_due_on, NEW.extension_ground)
            IS DISTINCT FROM (OLD.extended_on, OLD.carry_due_on, OLD.extension_ground) THEN
        RAISE EXCEPTION 'request % was extended once already', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_request_extended_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_request_fixed BEFORE UPDATE ON privacy_subjectrequest
    FOR EACH ROW EXECUTE FUNCTION privacy_request_fixed();
CREATE TRIGGER privacy_request_final BEFORE UPDATE ON privacy_subjectrequest
    FOR EACH ROW WHEN (OLD.state IN ('refused', 'done', 'withdrawn')) EXECUTE FUNCTION privacy_refuse();
CREATE TRIGGER privacy_request_kept BEFORE DELETE OR TRUNCATE ON privacy_subjectrequest
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();
"""
BACK = "DROP FUNCTION privacy_request_fixed, privacy_refuse CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
