"""The last guards of the fund: schedules add up to their principal, what was relied on never changes or goes away.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

SUMS = """
CREATE FUNCTION fund_schedule_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
    found bigint;
    row_of bigint := CASE TG_TABLE_NAME WHEN 'fund_scheduleversion'
        THEN (to_jsonb(NEW) ->> 'id')::bigint ELSE (to_jsonb(NEW) ->> 'version_id')::bigint END;
BEGIN
    SELECT principal INTO wanted FROM fund_scheduleversion WHERE id = row_of;
    SELECT coalesce(sum(principal), 0) INTO found FROM fund_instalment WHERE version_id = row_of;
    IF wanted <> found THEN
        RAISE EXCEPTION 'schedule %: principal %, instalments %', row_of, wanted, found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_schedule_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fund_version_sum AFTER INSERT ON fund_scheduleversion DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fund_schedule_sum();
CREATE CONSTRAINT TRIGGER fund_instalment_sum AFTER INSERT ON fund_instalment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fund_schedule_sum();
CREATE FUNCTION fund_repaid_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    number bigint := CASE TG_TABLE_NAME WHEN 'fund_loan'
        THEN (to_jsonb(NEW) ->> 'id')::bigint ELSE (to_jsonb(NEW) ->> 'loan_id')::bigint END;
    kept record;
    found record;
BEGIN
    SELECT repaid, interest INTO kept FROM fund_loan WHERE id = number;
    SELECT coalesce(sum(principal), 0) AS repaid, coalesce(sum(interest + late), 0) AS interest INTO found
        FROM fund_repayment WHERE loan_id = number;
    IF kept.repaid <> found.repaid OR kept.interest <> found.interest THEN
        RAISE EXCEPTION 'loan %: kept % and %, booked % and %', number, kept.repaid, kept.interest, found.repaid, found.interest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_repaid_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fund_loan_sum AFTER UPDATE OF repaid, interest ON fund_loan DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fund_repaid_sum();
CREATE CONSTRAINT TRIGGER fund_repayment_sum AFTER INSERT ON fund_repayment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fund_repaid_sum();
"""

REFUSE = """
CREATE FUNCTION fund_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_kept';
END $$;
CREATE FUNCTION fund_charter_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' OR (NEW.no, NEW.from_on, NEW.settings, NEW.instrument, NEW.paper, NEW.proposed_by)
        IS DISTINCT FROM (OLD.no, OLD.from_on, OLD.settings, OLD.instrument, OLD.paper, OLD.proposed_by) THEN
        RAISE EXCEPTION 'a version of the charter does not change' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'fund_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fund_charter_fixed BEFORE UPDATE ON fund_charterversion
    FOR EACH ROW EXECUTE FUNCTION fund_charter_fixed();
"""
_ONLY_GROWS = (
    "fund_capitalreceipt", "fund_motionvote", "fund_opinion", "fund_scheduleversion", "fund_instalment", "fund_repayment",
    "fund_loannotice",
)  # fmt: skip
_KEPT = (
    "fund_seat", "fund_charterversion", "fund_capitalsource", "fund_fundcase", "fund_fundpayment", "fund_motion", "fund_loan",
)  # fmt: skip
KEPT = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse();\n"
    for tables, verbs in ((_ONLY_GROWS, "UPDATE OR DELETE OR TRUNCATE"), (_KEPT, "DELETE OR TRUNCATE"))
    for table in tables
)
BACK = "DROP FUNCTION fund_schedule_sum, fund_repaid_sum, fund_refuse, fund_charter_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("fund", "0001_initial")]

    operations = [migrations.RunSQL(SUMS + REFUSE + KEPT, BACK)]
