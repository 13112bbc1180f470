"""The last guards of signed copies: what was recorded stays, a record ends once, signatures by hand keep their order."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION documents_papercopy_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('recorded', 'confirmed')
        OR (OLD.state = 'confirmed' AND NEW.state NOT IN ('superseded', 'withdrawn'))
        OR (to_jsonb(NEW) - ARRAY['state', 'answered_by', 'answered_for', 'answered_name', 'answered_at', 'ground', 'ended_at'])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['state', 'answered_by', 'answered_for', 'answered_name', 'answered_at', 'ground', 'ended_at'])
        OR (OLD.answered_by <> '' AND (NEW.answered_by, NEW.answered_at) IS DISTINCT FROM (OLD.answered_by, OLD.answered_at)) THEN
        RAISE EXCEPTION 'a record of a signed copy stays as it is: a new record supersedes it'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'documents_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_papercopy_fixed BEFORE UPDATE ON documents_papercopy
    FOR EACH ROW EXECUTE FUNCTION documents_papercopy_fixed();
CREATE FUNCTION documents_copysignature_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM documents_copysignature other WHERE other.copy_id = NEW.copy_id
        AND (other.turn < NEW.turn AND other.signed_on > NEW.signed_on OR other.turn > NEW.turn AND other.signed_on < NEW.signed_on)
    ) OR NEW.signed_on < (
        SELECT paper.issued_on FROM documents_paper paper JOIN documents_papercopy copy ON copy.paper_id = paper.id
        WHERE copy.id = NEW.copy_id
    ) THEN
        RAISE EXCEPTION 'signatures by hand are in order, none before the paper'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'copy_signatures_in_order';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER documents_copysignature_order AFTER INSERT ON documents_copysignature
    FOR EACH ROW EXECUTE FUNCTION documents_copysignature_order();
CREATE TRIGGER documents_papercopy_refuse BEFORE DELETE OR TRUNCATE ON documents_papercopy
    FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();
CREATE TRIGGER documents_copysignature_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_copysignature
    FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();
"""

BACK = """
DROP TRIGGER documents_papercopy_refuse ON documents_papercopy;
DROP TRIGGER documents_copysignature_refuse ON documents_copysignature;
DROP FUNCTION documents_papercopy_fixed, documents_copysignature_order CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_paper_copies")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
