"""The last guards of the room: what was proposed, accepted or reported never changes.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION activities_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    name text;
BEGIN
    -- TG_ARGV[0]: columns that stay as they are once TG_ARGV[1] (a column, empty: always) is filled.
    IF TG_ARGV[1] <> '' AND coalesce(to_jsonb(OLD) ->> TG_ARGV[1], '') = '' THEN
        RETURN NEW;
    END IF;
    FOREACH name IN ARRAY string_to_array(TG_ARGV[0], ',') LOOP
        IF (to_jsonb(OLD) -> name) IS DISTINCT FROM (to_jsonb(NEW) -> name) THEN
            RAISE EXCEPTION '% of % is kept as it was', name, TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE FUNCTION activities_no_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are kept', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION activities_drafted_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Lines of a version change only while it is being drawn up.
    IF EXISTS (SELECT 1 FROM activities_planversion WHERE id = OLD.version_id AND state <> 'drafted') THEN
        RAISE EXCEPTION 'the lines of a proposed version are kept' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER activities_plan_line_kept BEFORE UPDATE OR DELETE ON activities_planline
    FOR EACH ROW EXECUTE FUNCTION activities_drafted_only();
CREATE TRIGGER activities_version_kept BEFORE UPDATE ON activities_planversion FOR EACH ROW EXECUTE FUNCTION activities_kept(
    'plan_id,no,ground,drafted_by,decided_by,decided_at,note', 'decided_by');
CREATE TRIGGER activities_spend_kept BEFORE UPDATE ON activities_spend FOR EACH ROW EXECUTE FUNCTION activities_kept(
    'line_id,number,kind,payee_id,amount,purpose,asked_by,asked_at', '');
CREATE TRIGGER activities_spend_accepted BEFORE UPDATE ON activities_spend FOR EACH ROW EXECUTE FUNCTION activities_kept(
    'accrual,answered_by', 'accrual');
CREATE TRIGGER activities_report_kept BEFORE UPDATE ON activities_activityreport FOR EACH ROW EXECUTE FUNCTION activities_kept(
    'line_id,no,held_on,title,place,participants,outcome,reported_by', '');
CREATE TRIGGER activities_fee_kept BEFORE UPDATE ON activities_earnedfee FOR EACH ROW EXECUTE FUNCTION activities_kept(
    'entitlement,minutes,met_on,council,person_id,role,basis,count,norm', '');
CREATE TRIGGER activities_return_kept BEFORE UPDATE ON activities_spendreturn FOR EACH ROW EXECUTE FUNCTION activities_kept(
    'spend_id,amount,ground', '');
CREATE TRIGGER activities_version_stays BEFORE DELETE ON activities_planversion FOR EACH ROW EXECUTE FUNCTION activities_no_delete();
CREATE TRIGGER activities_line_stays BEFORE DELETE ON activities_activityline FOR EACH ROW EXECUTE FUNCTION activities_no_delete();
CREATE TRIGGER activities_spend_stays BEFORE DELETE ON activities_spend FOR EACH ROW EXECUTE FUNCTION activities_no_delete();
CREATE TRIGGER activities_report_stays BEFORE DELETE ON activities_activityreport FOR EACH ROW EXECUTE FUNCTION activities_no_delete();
CREATE TRIGGER activities_fee_stays BEFORE DELETE ON activities_earnedfee FOR EACH ROW EXECUTE FUNCTION activities_no_delete();
CREATE TRIGGER activities_return_stays BEFORE DELETE ON activities_spendreturn FOR EACH ROW EXECUTE FUNCTION activities_no_delete();
"""
BACK = """
DROP TRIGGER activities_plan_line_kept ON activities_planline;
DROP TRIGGER activities_version_kept ON activities_planversion;
DROP TRIGGER activities_spend_kept ON activities_spend;
DROP TRIGGER activities_spend_accepted ON activities_spend;
DROP TRIGGER activities_report_kept ON activities_activityreport;
DROP TRIGGER activities_fee_kept ON activities_earnedfee;
DROP TRIGGER activities_return_kept ON activities_spendreturn;
DROP TRIGGER activities_version_stays ON activities_planversion;
DROP TRIGGER activities_line_stays ON activities_activityline;
DROP TRIGGER activities_spend_stays ON activities_spend;
DROP TRIGGER activities_report_stays ON activities_activityreport;
DROP TRIGGER activities_fee_stays ON activities_earnedfee;
DROP TRIGGER activities_return_stays ON activities_spendreturn;
DROP FUNCTION activities_drafted_only();
DROP FUNCTION activities_kept();
DROP FUNCTION activities_no_delete();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_plans_spends_fees")]
    operations = [migrations.RunSQL(KEPT, BACK)]
