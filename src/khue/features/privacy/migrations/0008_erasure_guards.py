"""An erasure is done once, by two, and stays; a request that ended gives way only to the erasure of its person.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE TRIGGER privacy_erasure_final BEFORE UPDATE ON privacy_erasure
    FOR EACH ROW WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION privacy_refuse();
CREATE TRIGGER privacy_erasure_kept BEFORE DELETE OR TRUNCATE ON privacy_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();
CREATE FUNCTION privacy_erasure_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.kind, NEW.subject, NEW.ground, NEW.proposed_by, NEW.proposed_at, NEW.request_id)
        IS DISTINCT FROM (OLD.kind, OLD.subject, OLD.ground, OLD.proposed_by, OLD.proposed_at, OLD.request_id) THEN
        RAISE EXCEPTION 'what was proposed to be erased is fixed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_erasure_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_erasure_fixed BEFORE UPDATE ON privacy_erasure
    FOR EACH ROW EXECUTE FUNCTION privacy_erasure_fixed();

CREATE FUNCTION privacy_request_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := ARRAY['party_name', 'details', 'identity', 'answer', 'outcome', 'extension_ground', 'told'];
BEGIN
    IF to_jsonb(NEW) - words = to_jsonb(OLD) - words
        AND NEW.party_name IN (OLD.party_name, '(đã xóa)') AND NEW.details IN (OLD.details, '')
        AND NEW.identity IN (OLD.identity, '(đã xóa)') AND NEW.answer IN (OLD.answer, '(đã xóa)')
        AND NEW.outcome IN (OLD.outcome, '(đã xóa)') AND NEW.told IN (OLD.told, '')
        AND NEW.extension_ground IN (OLD.extension_ground, '(đã xóa)')
        AND EXISTS (SELECT 1 FROM people_personerasure e WHERE 'party:' || e.party_id = OLD.party) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'request % has ended', OLD.number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_kept';
END $$;
DROP TRIGGER privacy_request_final ON privacy_subjectrequest;
CREATE TRIGGER privacy_request_final BEFORE UPDATE ON privacy_subjectrequest
    FOR EACH ROW WHEN (OLD.state IN ('refused', 'done', 'withdrawn')) EXECUTE FUNCTION privacy_request_final();
CREATE OR REPLACE FUNCTION privacy_request_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
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
        AND ((NEW.extended_on, NEW.carry_due_on) IS DISTINCT FROM (OLD.extended_on, OLD.carry_due_on)
             OR NEW.extension_ground NOT IN (OLD.extension_ground, '(đã xóa)')) THEN
        RAISE EXCEPTION 'request % was extended once already', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_request_extended_once';
    END IF;
    RETURN NEW;
END $$;
"""
BACK = """
DROP TRIGGER privacy_erasure_final ON privacy_erasure;
DROP TRIGGER privacy_erasure_kept ON privacy_erasure;
DROP FUNCTION privacy_erasure_fixed() CASCADE;
DROP TRIGGER privacy_request_final ON privacy_subjectrequest;
DROP FUNCTION privacy_request_final();
CREATE TRIGGER privacy_request_final BEFORE UPDATE ON privacy_subjectrequest
    FOR EACH ROW WHEN (OLD.state IN ('refused', 'done', 'withdrawn')) EXECUTE FUNCTION privacy_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_erasures"), ("people", "0006_erasure_guards")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
