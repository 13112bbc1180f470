"""The last guards of results: shares sum to exactly one, payouts to the profit, what was said or recorded never changes.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

# Exact sums of fractions: numerators and denominators as numeric of any length, made small by their greatest common divisor.
SUMS = """
CREATE FUNCTION results_sum_is_one(parts text, named text, list bigint) RETURNS boolean LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    one record;
    top numeric := 0;
    bottom numeric := 1;
    common numeric;
BEGIN
    FOR one IN EXECUTE format('SELECT numerator::numeric AS n, denominator::numeric AS d FROM %I WHERE %I = $1', parts, named) USING list LOOP
        top := top * one.d + one.n * bottom;
        bottom := bottom * one.d;
        common := gcd(top, bottom);
        top := div(top, common);
        bottom := div(bottom, common);
    END LOOP;
    RETURN top = bottom;
END $$;
CREATE FUNCTION results_shares_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    list bigint := CASE WHEN TG_ARGV[1] = '' THEN (to_jsonb(NEW) ->> 'id')::bigint ELSE (to_jsonb(NEW) ->> TG_ARGV[1])::bigint END;
BEGIN
    IF NOT results_sum_is_one(TG_ARGV[0], TG_ARGV[2], list) THEN
        RAISE EXCEPTION 'the shares of % % do not sum to one', TG_ARGV[2], list
            USING ERRCODE = 'check_violation', CONSTRAINT = 'results_shares_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER results_list_sum AFTER INSERT ON results_sharelist DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION results_shares_sum('results_authorshare', '', 'share_list_id');
CREATE CONSTRAINT TRIGGER results_author_sum AFTER INSERT ON results_authorshare DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION results_shares_sum('results_authorshare', 'share_list_id', 'share_list_id');
CREATE CONSTRAINT TRIGGER results_ownership_sum AFTER INSERT ON results_ownership DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION results_shares_sum('results_ownershare', '', 'ownership_id');
CREATE CONSTRAINT TRIGGER results_owner_sum AFTER INSERT ON results_ownershare DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION results_shares_sum('results_ownershare', 'ownership_id', 'ownership_id');
CREATE FUNCTION results_payouts_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
    found bigint;
    kept bigint;
    paid_out bigint;
    distribution bigint := CASE TG_TABLE_NAME WHEN 'results_distribution'
        THEN (to_jsonb(NEW) ->> 'id')::bigint ELSE (to_jsonb(NEW) ->> 'distribution_id')::bigint END;
BEGIN
    SELECT profit, paid INTO wanted, kept FROM results_distribution WHERE id = distribution;
    SELECT coalesce(sum(amount), 0), coalesce(sum(amount) FILTER (WHERE state = 'paid'), 0) INTO found, paid_out
        FROM results_payout WHERE distribution_id = distribution;
    IF wanted <> found OR kept <> paid_out THEN
        RAISE EXCEPTION 'distribution %: profit %, payouts %, paid %, payouts paid %', distribution, wanted, found, kept, paid_out
            USING ERRCODE = 'check_violation', CONSTRAINT = 'results_payouts_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER results_distribution_sum AFTER INSERT OR UPDATE OF paid, state ON results_distribution
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION results_payouts_sum();
CREATE CONSTRAINT TRIGGER results_payout_sum AFTER INSERT OR UPDATE OF state ON results_payout
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION results_payouts_sum();
"""

KEPT = """
CREATE FUNCTION results_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'results_kept';
END $$;
CREATE FUNCTION results_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'results_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER results_result_fixed BEFORE UPDATE ON results_result FOR EACH ROW EXECUTE FUNCTION results_only(
    'state', 'number', 'due_on', 'registered_on', 'law_day', 'paper_code', 'certificate', 'title_vi', 'title_en', 'kind', 'field',
    'folded', 'stamp');
CREATE TRIGGER results_result_number_stays BEFORE UPDATE OF number ON results_result FOR EACH ROW
    WHEN (OLD.number <> '' AND NEW.number <> OLD.number) EXECUTE FUNCTION results_refuse();
CREATE TRIGGER results_version_fixed BEFORE UPDATE ON results_resultversion FOR EACH ROW EXECUTE FUNCTION results_only(
    'outcome', 'note', 'checked_by', 'checked_by_name', 'checked_at');
CREATE TRIGGER results_version_checked_once BEFORE UPDATE ON results_resultversion FOR EACH ROW
    WHEN (OLD.outcome <> 'pending') EXECUTE FUNCTION results_refuse();
CREATE TRIGGER results_list_fixed BEFORE UPDATE ON results_sharelist FOR EACH ROW EXECUTE FUNCTION results_only(
    'state', 'settled_at');
CREATE TRIGGER results_list_final BEFORE UPDATE ON results_sharelist FOR EACH ROW
    WHEN (OLD.state IN ('refused', 'replaced')) EXECUTE FUNCTION results_refuse();
CREATE TRIGGER results_consent_once BEFORE UPDATE ON results_shareconsent FOR EACH ROW
    WHEN (OLD.answer <> '') EXECUTE FUNCTION results_refuse();
CREATE TRIGGER results_right_fixed BEFORE UPDATE ON results_ipobject FOR EACH ROW EXECUTE FUNCTION results_only('state', 'number');
CREATE TRIGGER results_offer_fixed BEFORE UPDATE ON results_transferoffer FOR EACH ROW EXECUTE FUNCTION results_only(
    'withdrawn_at', 'withdrawn_by', 'ground');
CREATE TRIGGER results_period_fixed BEFORE UPDATE ON results_incomeperiod FOR EACH ROW EXECUTE FUNCTION results_only(
    'reported', 'reminded_on');
CREATE TRIGGER results_distribution_fixed BEFORE UPDATE ON results_distribution FOR EACH ROW EXECUTE FUNCTION results_only(
    'state', 'budget_line', 'decided_by', 'decided_by_name', 'decided_at', 'ground', 'paid');
CREATE TRIGGER results_payout_fixed BEFORE UPDATE ON results_payout FOR EACH ROW EXECUTE FUNCTION results_only(
    'state', 'accrual', 'order', 'paid_on', 'payment');
"""
STILL = ("confidentialpart", "authorshare", "ownership", "ownershare", "ipstep", "incomereport")
NEVER_GONE = (
    *STILL, "result", "resultversion", "sharelist", "shareconsent", "ipobject", "transferoffer", "incomeperiod", "distribution",
    "payout",
)  # fmt: skip
KEPT += "".join(
    f"CREATE TRIGGER results_{table}_refuse BEFORE UPDATE ON results_{table} FOR EACH STATEMENT EXECUTE FUNCTION results_refuse();\n"
    for table in STILL
)
KEPT += "".join(
    f"CREATE TRIGGER results_{table}_stays BEFORE DELETE ON results_{table} FOR EACH STATEMENT EXECUTE FUNCTION results_refuse();\n"
    for table in NEVER_GONE
)
FALL = """
DROP FUNCTION results_refuse() CASCADE;
DROP FUNCTION results_only() CASCADE;
DROP FUNCTION results_payouts_sum() CASCADE;
DROP FUNCTION results_shares_sum() CASCADE;
DROP FUNCTION results_sum_is_one(text, text, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("results", "0001_results_shares_rights_money")]
    operations = [migrations.RunSQL(SUMS + KEPT, FALL)]
