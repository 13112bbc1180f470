"""The last guards of deals: what was said, signed or agreed stands; a deal goes forward only; no row of it ever goes.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION deals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: what was said in a deal stands', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
END $$;
CREATE FUNCTION deals_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION deals_state_forward() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'asked' AND NEW.state IN ('open', 'declined', 'ended', 'stopped'))
        OR (OLD.state = 'open' AND NEW.state IN ('agreed', 'ended', 'stopped'))
        OR (OLD.state = 'agreed' AND NEW.state IN ('open', 'ended', 'stopped'))
    ) THEN
        RAISE EXCEPTION 'deal % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deals_forward';
    END IF;
    IF NEW.state = 'agreed' AND OLD.state <> 'agreed'
        AND NOT EXISTS (SELECT 1 FROM deals_dealterms WHERE deal_id = NEW.id AND state = 'accepted') THEN
        RAISE EXCEPTION 'deal % has no accepted terms', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deals_term_sheet';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_deal_fixed BEFORE UPDATE ON deals_deal FOR EACH ROW EXECUTE FUNCTION deals_only(
    'state', 'answered_at', 'agreed_at', 'ended_at', 'ground');
CREATE TRIGGER deals_deal_forward BEFORE UPDATE OF state ON deals_deal FOR EACH ROW EXECUTE FUNCTION deals_state_forward();
CREATE TRIGGER deals_nda_fixed BEFORE UPDATE ON deals_nda FOR EACH ROW EXECUTE FUNCTION deals_only(
    'seller_by', 'seller_by_name', 'seller_at', 'buyer_by', 'buyer_by_name', 'buyer_at', 'ended_at', 'end_ground');
CREATE TRIGGER deals_nda_over BEFORE UPDATE ON deals_nda FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_nda_signed_once BEFORE UPDATE ON deals_nda FOR EACH ROW
    WHEN ((OLD.seller_at IS NOT NULL AND NEW.seller_at IS DISTINCT FROM OLD.seller_at)
        OR (OLD.buyer_at IS NOT NULL AND NEW.buyer_at IS DISTINCT FROM OLD.buyer_at)) EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_broker_fixed BEFORE UPDATE ON deals_dealbroker FOR EACH ROW EXECUTE FUNCTION deals_only('ended_at', 'end_ground');
CREATE TRIGGER deals_task_fixed BEFORE UPDATE ON deals_dealtask FOR EACH ROW EXECUTE FUNCTION deals_only('done_at', 'done_by_name', 'note');
CREATE TRIGGER deals_terms_fixed BEFORE UPDATE ON deals_dealterms FOR EACH ROW EXECUTE FUNCTION deals_only(
    'state', 'answered_by', 'answered_by_name', 'answered_at', 'ground');
CREATE TRIGGER deals_terms_over BEFORE UPDATE ON deals_dealterms FOR EACH ROW
    WHEN (OLD.state IN ('refused', 'replaced')) EXECUTE FUNCTION deals_refuse();
"""
STILL = ("dealmessage", "ndareader")
NEVER_GONE = (*STILL, "deal", "nda", "dealbroker", "dealtask", "dealterms")
KEPT += "".join(
    f"CREATE TRIGGER deals_{table}_refuse BEFORE UPDATE ON deals_{table} FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();\n"
    for table in STILL
)
KEPT += "".join(
    f"CREATE TRIGGER deals_{table}_stays BEFORE DELETE ON deals_{table} FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();\n"
    for table in NEVER_GONE
)
FALL = """
DROP FUNCTION deals_refuse() CASCADE;
DROP FUNCTION deals_only() CASCADE;
DROP FUNCTION deals_state_forward() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_interest_terms")]
    operations = [migrations.RunSQL(sql=KEPT, reverse_sql=FALL)]
