"""The kept sum of an order is proven for all orders of a statement together, no longer one by one at commit.

An import settles thousands of orders in one statement; a deferred trigger looked each of them up again. The matches are
written before the orders, so nothing has to wait for the commit.
"""

from __future__ import annotations

from django.db import migrations

# EXECUTE plans anew each time: a plan made for one order in an empty table must not serve ten thousand.
PROVEN = """
CREATE FUNCTION treasury_settled_proven() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wrong record;
BEGIN
    EXECUTE 'SELECT n.id, n.settled, m.found FROM changed n CROSS JOIN LATERAL (
                 SELECT coalesce(sum(amount), 0) AS found FROM treasury_match
                 WHERE order_id = n.id AND undone_at IS NULL) m
             WHERE n.settled <> m.found LIMIT 1' INTO wrong;
    IF wrong.id IS NOT NULL THEN
        RAISE EXCEPTION 'order % says % is paid, the bank lines say %', wrong.id, wrong.settled, wrong.found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_settled_by_lines';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER treasury_settled_new AFTER INSERT ON treasury_paymentorder
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION treasury_settled_proven();
CREATE TRIGGER treasury_settled_changed AFTER UPDATE ON treasury_paymentorder
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION treasury_settled_proven();
DROP TRIGGER treasury_settled_by_lines ON treasury_paymentorder;
DROP FUNCTION treasury_settled_by_lines();
"""
BACK = """
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
DROP FUNCTION treasury_settled_proven CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0002_guards")]

    operations = [migrations.RunSQL(PROVEN, BACK)]
