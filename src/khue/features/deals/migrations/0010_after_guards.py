"""A request for an audit, what was found and what a side promised stand; both go forward only, a step is never written over."""

from __future__ import annotations

from django.db import migrations

NOW = """
CREATE TRIGGER deals_audit_fixed BEFORE UPDATE ON deals_royaltyaudit FOR EACH ROW EXECUTE FUNCTION deals_only(
    'state', 'shown', 'shown_by_name', 'shown_on', 'auditor', 'findings', 'sales', 'royalty', 'besides', 'found_by_name', 'found_on',
    'answer', 'ended_by_name', 'ended_on', 'correction_id');
CREATE FUNCTION deals_audit_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        (OLD.state = 'asked' AND NEW.state IN ('shown', 'found', 'withdrawn'))
        OR (OLD.state = 'shown' AND NEW.state IN ('found', 'withdrawn'))
        OR (OLD.state = 'found' AND NEW.state IN ('accepted', 'disputed'))
    ) THEN
        RAISE EXCEPTION 'audit % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deals_forward';
    END IF;
    IF (OLD.shown_on IS NOT NULL AND (OLD.shown, OLD.shown_on) IS DISTINCT FROM (NEW.shown, NEW.shown_on))
        OR (OLD.found_on IS NOT NULL AND (OLD.auditor, OLD.findings, OLD.sales, OLD.royalty, OLD.besides)
            IS DISTINCT FROM (NEW.auditor, NEW.findings, NEW.sales, NEW.royalty, NEW.besides)) THEN
        RAISE EXCEPTION 'what audit % says is fixed', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_audit_forward BEFORE UPDATE ON deals_royaltyaudit FOR EACH ROW EXECUTE FUNCTION deals_audit_forward();
CREATE TRIGGER deals_royaltyaudit_stays BEFORE DELETE ON deals_royaltyaudit FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_obligation_fixed BEFORE UPDATE ON deals_obligation FOR EACH ROW EXECUTE FUNCTION deals_only(
    'state', 'reminded_on', 'told_late_on');
CREATE FUNCTION deals_obligation_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'proposed' AND NEW.state IN ('agreed', 'refused', 'withdrawn'))
        OR (OLD.state = 'agreed' AND NEW.state = 'reported')
        OR (OLD.state = 'reported' AND NEW.state IN ('done', 'agreed'))
    ) THEN
        RAISE EXCEPTION 'obligation % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deals_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_obligation_forward BEFORE UPDATE ON deals_obligation FOR EACH ROW EXECUTE FUNCTION deals_obligation_forward();
CREATE TRIGGER deals_obligation_stays BEFORE DELETE ON deals_obligation FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_obligationstep_refuse BEFORE UPDATE ON deals_obligationstep FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_obligationstep_stays BEFORE DELETE ON deals_obligationstep FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
"""
BEFORE = """
DROP TRIGGER deals_audit_fixed ON deals_royaltyaudit;
DROP TRIGGER deals_audit_forward ON deals_royaltyaudit;
DROP FUNCTION deals_audit_forward();
DROP TRIGGER deals_royaltyaudit_stays ON deals_royaltyaudit;
DROP TRIGGER deals_obligation_fixed ON deals_obligation;
DROP TRIGGER deals_obligation_forward ON deals_obligation;
DROP FUNCTION deals_obligation_forward();
DROP TRIGGER deals_obligation_stays ON deals_obligation;
DROP TRIGGER deals_obligationstep_refuse ON deals_obligationstep;
DROP TRIGGER deals_obligationstep_stays ON deals_obligationstep;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0009_audits_obligations")]
    operations = [migrations.RunSQL(sql=NOW, reverse_sql=BEFORE)]
