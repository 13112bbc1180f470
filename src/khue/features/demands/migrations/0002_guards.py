"""The last guards of demands: what was said stands, nobody answers after the deadline, a choice has passed its trial.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION demands_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: what was said stands', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'demands_kept';
END $$;
CREATE FUNCTION demands_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        before := before - name;
        after := after - name;
    END LOOP;
    IF before IS DISTINCT FROM after THEN
        RAISE EXCEPTION 'what % % says is fixed', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'demands_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION demands_in_time() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held demands_demand%ROWTYPE;
BEGIN
    SELECT * INTO held FROM demands_demand WHERE id = NEW.demand_id FOR UPDATE;
    IF held.state <> 'published' OR NEW.at >= held.deadline THEN
        RAISE EXCEPTION 'demand % takes no solution at this hour', NEW.demand_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demands_deadline';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER demands_solution_in_time BEFORE INSERT ON demands_solution FOR EACH ROW EXECUTE FUNCTION demands_in_time();
CREATE FUNCTION demands_forward() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state <> NEW.state AND NOT (
        (OLD.state = 'handed_in' AND NEW.state IN ('published', 'returned', 'withdrawn'))
        OR (OLD.state = 'returned' AND NEW.state IN ('handed_in', 'withdrawn'))
        OR (OLD.state = 'published' AND NEW.state IN ('shortlisted', 'closed', 'withdrawn'))
        OR (OLD.state = 'shortlisted' AND NEW.state IN ('awarded', 'closed'))
    ) THEN
        RAISE EXCEPTION 'demand % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demands_forward';
    END IF;
    IF OLD.published_on IS NOT NULL AND NEW.deadline < OLD.deadline THEN
        RAISE EXCEPTION 'the deadline of demand % only moves later', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demands_deadline_later';
    END IF;
    IF NEW.state = 'awarded' AND OLD.state <> 'awarded' AND NOT EXISTS (
        SELECT 1 FROM demands_solution AS s WHERE s.demand_id = NEW.id AND s.state = 'chosen' AND (
            SELECT t.passed FROM demands_solutiontrial AS t WHERE t.solution_id = s.id ORDER BY t.id DESC LIMIT 1)
    ) THEN
        RAISE EXCEPTION 'the choice of demand % has passed no trial', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demands_choice_passed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER demands_demand_forward BEFORE UPDATE ON demands_demand FOR EACH ROW EXECUTE FUNCTION demands_forward();
CREATE TRIGGER demands_demand_fixed BEFORE UPDATE ON demands_demand FOR EACH ROW
    WHEN (OLD.published_on IS NOT NULL) EXECUTE FUNCTION demands_only('state', 'deadline', 'ended_on', 'ground', 'stamp');
CREATE TRIGGER demands_demand_ended BEFORE UPDATE ON demands_demand FOR EACH ROW
    WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION demands_refuse();
CREATE TRIGGER demands_solution_fixed BEFORE UPDATE ON demands_solution FOR EACH ROW
    EXECUTE FUNCTION demands_only('state', 'ground', 'ground_by_name');
CREATE TRIGGER demands_solution_settled BEFORE UPDATE ON demands_solution FOR EACH ROW
    WHEN (OLD.state IN ('withdrawn', 'declined', 'chosen')) EXECUTE FUNCTION demands_refuse();
"""
STILL = ("demandstep", "solutionsecret", "solutionreading", "solutiontrial")
KEPT += "".join(
    f"CREATE TRIGGER demands_{table}_refuse BEFORE UPDATE ON demands_{table} FOR EACH STATEMENT EXECUTE FUNCTION demands_refuse();\n"
    for table in STILL
)
KEPT += "".join(
    f"CREATE TRIGGER demands_{table}_stays BEFORE DELETE ON demands_{table} FOR EACH STATEMENT EXECUTE FUNCTION demands_refuse();\n"
    for table in (*STILL, "demand", "solution")
)
FALL = "".join(f"DROP FUNCTION demands_{name}() CASCADE;\n" for name in ("refuse", "only", "in_time", "forward"))


class Migration(migrations.Migration):
    dependencies = [("demands", "0001_demands_solutions")]
    operations = [migrations.RunSQL(sql=KEPT, reverse_sql=FALL)]
