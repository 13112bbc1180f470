"""The last guards of missions, in the database: what both sides agreed to and what was accepted stays as it is."""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION delivery_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'delivery_kept';
END $$;
"""
GROWS = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION delivery_refuse();\n"
    for table in ("delivery_costfinding", "delivery_sitecheck", "delivery_ending")
) + "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION delivery_refuse();\n"
    for table in (
        "delivery_mission",
        "delivery_contractversion",
        "delivery_milestone",
        "delivery_handover",
        "delivery_contractchange",
        "delivery_missionclaim",
    )
)
FIXED = """
CREATE FUNCTION delivery_contract_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.mission_id, NEW.no, NEW.milestones, NEW.total, NEW.advance, NEW.starts_on, NEW.ends_on, NEW.prepared_by)
        IS DISTINCT FROM
        (OLD.mission_id, OLD.no, OLD.milestones, OLD.total, OLD.advance, OLD.starts_on, OLD.ends_on, OLD.prepared_by) THEN
        RAISE EXCEPTION 'contract % lies before both sides: it is superseded, not rewritten', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'delivery_contract_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_contract_fixed BEFORE UPDATE ON delivery_contractversion
    FOR EACH ROW EXECUTE FUNCTION delivery_contract_fixed();
CREATE FUNCTION delivery_milestone_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.mission_id, NEW.no, NEW.deliverable, NEW.criteria, NEW.amount, NEW.final)
        IS DISTINCT FROM (OLD.mission_id, OLD.no, OLD.deliverable, OLD.criteria, OLD.amount, OLD.final)
        OR (OLD.accrual IS NOT NULL AND (NEW.accrual, NEW.set_off, NEW.accepted_on) IS DISTINCT FROM (OLD.accrual, OLD.set_off, OLD.accepted_on)) THEN
        RAISE EXCEPTION 'milestone % was handed in or accepted: it stays as it was agreed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'delivery_milestone_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_milestone_fixed BEFORE UPDATE ON delivery_milestone
    FOR EACH ROW WHEN (OLD.state NOT IN ('planned', 'returned')) EXECUTE FUNCTION delivery_milestone_fixed();
"""
BACK = "DROP FUNCTION delivery_refuse, delivery_contract_fixed, delivery_milestone_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_missions")]

    operations = [migrations.RunSQL("".join((KEPT, GROWS, FIXED)), BACK)]
