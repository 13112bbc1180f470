"""The last guards of talent: what was offered, accepted or concluded never changes.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION talent_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
CREATE FUNCTION talent_no_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are kept', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER talent_offer_kept BEFORE UPDATE ON talent_offer FOR EACH ROW EXECUTE FUNCTION talent_kept(
    'candidacy_id,need_id,renews_id,no,monthly_pay,months,from_on,until_on,start,housing,health,family,bonus,total', '');
CREATE TRIGGER talent_offer_result_kept BEFORE UPDATE ON talent_offerresult FOR EACH ROW EXECUTE FUNCTION talent_kept(
    'offer_id,no,title,criteria,due_on,amount', '');
CREATE TRIGGER talent_contract_kept BEFORE UPDATE ON talent_engagement FOR EACH ROW EXECUTE FUNCTION talent_kept(
    'number,version,previous_id,offer_id,person_id,origin,from_on,until_on,contract_number,budget_line,committed', 'contract_number');
CREATE TRIGGER talent_due_kept BEFORE UPDATE ON talent_expertdue FOR EACH ROW EXECUTE FUNCTION talent_kept(
    'engagement_id,no,kind,title,criteria,amount,granted,accrual', 'accrual');
CREATE TRIGGER talent_evaluation_kept BEFORE UPDATE ON talent_evaluation FOR EACH ROW EXECUTE FUNCTION talent_kept(
    'engagement_id,no,from_on,until_on,verdict,outcome,ground,bonus,concluded_by', 'concluded_by');
CREATE TRIGGER talent_offer_stays BEFORE DELETE ON talent_offer FOR EACH ROW EXECUTE FUNCTION talent_no_delete();
CREATE TRIGGER talent_offer_result_stays BEFORE DELETE ON talent_offerresult FOR EACH ROW EXECUTE FUNCTION talent_no_delete();
CREATE TRIGGER talent_engagement_stays BEFORE DELETE ON talent_engagement FOR EACH ROW EXECUTE FUNCTION talent_no_delete();
CREATE TRIGGER talent_due_stays BEFORE DELETE ON talent_expertdue FOR EACH ROW EXECUTE FUNCTION talent_no_delete();
CREATE TRIGGER talent_evaluation_stays BEFORE DELETE ON talent_evaluation FOR EACH ROW EXECUTE FUNCTION talent_no_delete();
"""
BACK = """
DROP TRIGGER talent_offer_kept ON talent_offer;
DROP TRIGGER talent_offer_result_kept ON talent_offerresult;
DROP TRIGGER talent_contract_kept ON talent_engagement;
DROP TRIGGER talent_due_kept ON talent_expertdue;
DROP TRIGGER talent_evaluation_kept ON talent_evaluation;
DROP TRIGGER talent_offer_stays ON talent_offer;
DROP TRIGGER talent_offer_result_stays ON talent_offerresult;
DROP TRIGGER talent_engagement_stays ON talent_engagement;
DROP TRIGGER talent_due_stays ON talent_expertdue;
DROP TRIGGER talent_evaluation_stays ON talent_evaluation;
DROP FUNCTION talent_kept();
DROP FUNCTION talent_no_delete();
"""


class Migration(migrations.Migration):
    dependencies = [("talent", "0001_needs_offers_engagements")]
    operations = [migrations.RunSQL(KEPT, BACK)]
