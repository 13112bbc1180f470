"""The treasury's last guards: an order is paid by bank lines only, bank lines never change, nothing is deleted.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

# Kept sum and truth are compared at commit, because one deed writes both. A bulk import writes thousands of matches before
# the planner has heard of them: without the setting it would read the whole table for each order.
SETTLED = """
CREATE FUNCTION treasury_settled_by_lines() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    kept bigint;
    found bigint;
BEGIN
    SELECT settled INTO kept FROM treasury_paymentorder WHERE id = NEW.id;
    SELECT coalesce(sum(amount), 0) INTO found FROM treasury_match WHERE order_id = NEW.id AND undone_at IS NULL;
    IF kept <> found THEN
        RAISE EXCEPTION 'order % says % is paid, the bank lines say %', NEW.id, kept, found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_settled_by_lines';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER treasury_settled_by_lines AFTER INSERT OR UPDATE OF settled, state ON treasury_paymentorder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION treasury_settled_by_lines();
"""

FIXED = """
CREATE FUNCTION treasury_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: correct it by a new record', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
END $$;
CREATE FUNCTION treasury_line_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.waiting := OLD.waiting;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'what the bank said in line % does not change', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER treasury_line_fixed AFTER UPDATE ON treasury_bankline
    FOR EACH ROW EXECUTE FUNCTION treasury_line_fixed();
CREATE FUNCTION treasury_match_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
        OR (NEW.id, NEW.line_id, NEW.kind, NEW.order_id, NEW.amount, NEW.entry, NEW.at)
        IS DISTINCT FROM (OLD.id, OLD.line_id, OLD.kind, OLD.order_id, OLD.amount, OLD.entry, OLD.at) THEN
        RAISE EXCEPTION 'a match can only be undone, once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_match_fixed BEFORE UPDATE ON treasury_match
    FOR EACH ROW EXECUTE FUNCTION treasury_match_fixed();
"""

_UNCHANGED = ("treasury_fileentry", "treasury_paymentfile")
_KEPT = (
    "treasury_paymentorder",
    "treasury_bankline",
    "treasury_match",
    "treasury_cityaccount",
    "treasury_payeeaccount",
)
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();\n"
    for tables, verbs in ((_UNCHANGED, "UPDATE OR DELETE OR TRUNCATE"), (_KEPT, "DELETE OR TRUNCATE"))
    for table in tables
)
BACK = "DROP FUNCTION treasury_settled_by_lines, treasury_refuse, treasury_line_fixed, treasury_match_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("treasury", "0001_initial")]

    operations = [migrations.RunSQL("".join((SETTLED, FIXED, APPEND_ONLY)), BACK)]
