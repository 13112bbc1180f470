"""What an appeal changed stays written; a claim keeps its amount, its debtor and the day on which it arose."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION missions_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'missions_kept';
END $$;
CREATE TRIGGER missions_supportrevision_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON missions_supportrevision
    FOR EACH STATEMENT EXECUTE FUNCTION missions_kept();
CREATE TRIGGER missions_recoveryclaim_kept BEFORE DELETE OR TRUNCATE ON missions_recoveryclaim
    FOR EACH STATEMENT EXECUTE FUNCTION missions_kept();
CREATE FUNCTION missions_claim_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.support_id, NEW.revision_id, NEW.debtor_id, NEW.amount, NEW.claimed_on)
        IS DISTINCT FROM (OLD.support_id, OLD.revision_id, OLD.debtor_id, OLD.amount, OLD.claimed_on)
        OR NEW.recovered < OLD.recovered THEN
        RAISE EXCEPTION 'claim % is fixed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'missions_claim_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER missions_claim_fixed BEFORE UPDATE ON missions_recoveryclaim
    FOR EACH ROW EXECUTE FUNCTION missions_claim_fixed();
"""
BACK = "DROP FUNCTION missions_kept, missions_claim_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("missions", "0006_revisions_and_claims")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
