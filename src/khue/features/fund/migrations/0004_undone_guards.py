"""What a loan keeps as repaid is what stands booked: repayments that were taken back count no more. Both records only grow."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

SUMS = """
CREATE OR REPLACE FUNCTION fund_repaid_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    row_of jsonb := to_jsonb(NEW);
    number bigint;
    kept record;
    found record;
BEGIN
    number := CASE TG_TABLE_NAME
        WHEN 'fund_loan' THEN (row_of ->> 'id')::bigint
        WHEN 'fund_repayment' THEN (row_of ->> 'loan_id')::bigint
        ELSE (SELECT loan_id FROM fund_repayment WHERE id = (row_of ->> 'repayment_id')::bigint) END;
    SELECT repaid, interest INTO kept FROM fund_loan WHERE id = number;
    SELECT coalesce(sum(r.principal), 0) AS repaid, coalesce(sum(r.interest + r.late), 0) AS interest INTO found
        FROM fund_repayment r
        WHERE r.loan_id = number AND NOT EXISTS (SELECT 1 FROM fund_repaymentundone u WHERE u.repayment_id = r.id);
    IF kept.repaid <> found.repaid OR kept.interest <> found.interest THEN
        RAISE EXCEPTION 'loan %: kept % and %, booked % and %', number, kept.repaid, kept.interest, found.repaid, found.interest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_repaid_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fund_undone_sum AFTER INSERT ON fund_repaymentundone DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fund_repaid_sum();
"""
_TABLES = ("fund_repaymentundone", "fund_scheduleended")
KEPT = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse();\n"
    for table in _TABLES
)
_FORMER = import_module("khue.features.fund.migrations.0002_guards").SUMS
_FUNCTION = _FORMER[_FORMER.index("CREATE FUNCTION fund_repaid_sum") :].partition("CREATE CONSTRAINT TRIGGER")[0]
BACK = (
    "DROP TRIGGER fund_undone_sum ON fund_repaymentundone;"
    + "".join(f"DROP TRIGGER {table}_refuse ON {table};" for table in _TABLES)
    + _FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
)


class Migration(migrations.Migration):
    dependencies = [("fund", "0003_undone_repayments_and_drawdowns_sent_back")]

    operations = [migrations.RunSQL(SUMS + KEPT, BACK)]
