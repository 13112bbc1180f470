"""The ledger's last guards, in the database: balanced, whole, append-only, never below zero, closed months stay closed.

Plain PostgreSQL 15+, no extension. Functions that write kept balances run as their owner, so that the application's
role needs (and has) no right to write them. docs/algorithms/ledger.md explains each step.
"""

from __future__ import annotations

from django.db import migrations

# One statement may carry many entries, one entry comes in exactly one statement: its lines are numbered 1…n there, and
# the unique (entry, line) refuses a second helping. So balance and wholeness are proven from the new rows alone.
POSTED = """
CREATE FUNCTION ledger_posted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
    earliest date;
    closed date;
    wrong record;
    short json;
BEGIN
    SELECT min(booked_on) INTO earliest FROM inserted;
    IF earliest IS NULL THEN
        RETURN NULL;
    END IF;

    -- Closing a month takes this lock alone: it waits for every posting under way, later ones wait for it.
    PERFORM pg_advisory_xact_lock_shared(1265137005);
    SELECT max(month) INTO closed FROM ledger_period;
    IF earliest < closed + interval '1 month' THEN
        RAISE EXCEPTION 'the books of % are closed', to_char(earliest, 'YYYY-MM')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_open',
                  DETAIL = json_build_object('booked_on', earliest, 'closed', closed)::text;
    END IF;

    SELECT entry_id INTO wrong FROM inserted
        GROUP BY entry_id HAVING min(line) <> 1 OR max(line) <> count(*) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the lines of entry % are not numbered from 1 without a gap', wrong.entry_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_whole';
    END IF;

    SELECT entry_id, currency, sum(amount) AS amount INTO wrong FROM inserted
        GROUP BY entry_id, currency HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is out of balance by % %', wrong.entry_id, wrong.amount, wrong.currency
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
    END IF;

    -- A missing balance starts at zero; an upsert of the sum would meet the CHECK before it meets the kept row.
    INSERT INTO ledger_balance (account_id, subject, currency, amount, floor)
        SELECT k.account_id, k.subject, k.currency, 0,
               CASE WHEN NOT a.guarded THEN 0 WHEN a.normal = 'debit' THEN 1 ELSE -1 END
        FROM (SELECT DISTINCT account_id, subject, currency FROM inserted) k
        JOIN ledger_account a ON a.code = k.account_id
        ORDER BY 1, 2, 3
        ON CONFLICT DO NOTHING;

    -- Locked in one order everywhere. The floor is asked here to be able to say what is left; the CHECK stands behind.
    WITH delta AS (
        SELECT account_id, subject, currency, sum(amount)::bigint AS amount FROM inserted GROUP BY 1, 2, 3
    ), held AS MATERIALIZED (
        SELECT b.account_id, b.subject, b.currency, d.amount
        FROM delta d JOIN ledger_balance b USING (account_id, subject, currency)
        ORDER BY 1, 2, 3 FOR NO KEY UPDATE OF b
    ), changed AS (
        UPDATE ledger_balance b SET amount = b.amount + h.amount FROM held h
        WHERE b.account_id = h.account_id AND b.subject = h.subject AND b.currency = h.currency
          AND b.floor * (b.amount + h.amount) >= 0
        RETURNING b.account_id, b.subject, b.currency
    )
    SELECT CASE WHEN (SELECT count(*) FROM held) <> (SELECT count(*) FROM changed) THEN (
        SELECT json_agg(json_build_object('account', h.account_id, 'subject', h.subject, 'currency', h.currency,
                                          'asked', abs(h.amount)) ORDER BY h.account_id DESC, h.subject)
        FROM held h
        WHERE (h.account_id, h.subject, h.currency) NOT IN (SELECT account_id, subject, currency FROM changed)
    ) END INTO short;
    IF short IS NOT NULL THEN
        SELECT json_agg(json_build_object('account', s.account, 'subject', s.subject, 'currency', s.currency,
                                          'asked', s.asked, 'left', abs(b.amount))) INTO short
        FROM json_to_recordset(short) AS s(account text, subject text, currency text, asked bigint)
        JOIN ledger_balance b ON b.account_id = s.account AND b.subject = s.subject AND b.currency = s.currency;
        RAISE EXCEPTION 'a guarded balance would fall below zero'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balance_floor', DETAIL = short::text;
    END IF;

    INSERT INTO ledger_accounttotal AS t (account_id, currency, lane, amount)
        SELECT account_id, currency, pg_backend_pid() % 32, sum(amount)::bigint FROM inserted
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (account_id, currency, lane) DO UPDATE SET amount = t.amount + excluded.amount;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_posted AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger_posted();
"""

# An entry may be written before its postings, so its emptiness can only be judged at commit.
NOT_EMPTY = """
CREATE FUNCTION ledger_entry_not_empty() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_posting WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % has no postings', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_not_empty';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_not_empty AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_not_empty();
"""

KEYS = """
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_entry
    FOREIGN KEY (entry_id, booked_on) REFERENCES ledger_entry (id, booked_on);
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_account
    FOREIGN KEY (account_id) REFERENCES ledger_account (code);
-- Kept rows change often and no index holds their amounts: room in the page keeps the updates there.
ALTER TABLE ledger_balance SET (fillfactor = 70);
ALTER TABLE ledger_accounttotal SET (fillfactor = 20);
"""

# A month's postings in one line each, entry and line in order: what the seal covers, and what verify reads again.
SEALED = """
CREATE FUNCTION ledger_month_digest(after date, until date, OUT postings bigint, OUT digest text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(
        entry_id::text || E'\\t' || line || E'\\t' || account_id || E'\\t' || subject || E'\\t' || currency
        || E'\\t' || amount || E'\\t' || to_char(booked_on, 'YYYY-MM-DD'), E'\\n' ORDER BY entry_id, line), ''), 'UTF8')), 'hex')
    FROM ledger_posting WHERE booked_on > after AND booked_on <= until
$$;
CREATE FUNCTION ledger_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last record;
    ending date := (NEW.month + interval '1 month' - interval '1 day')::date;
    starting date := '0001-01-01';
    found record;
    lines text;
    wanted text;
BEGIN
    PERFORM pg_advisory_xact_lock(1265137005);
    SELECT month, seal INTO last FROM ledger_period WHERE month <> NEW.month ORDER BY month DESC LIMIT 1;
    IF last.month IS NOT NULL THEN
        IF NEW.month <> (last.month + interval '1 month')::date THEN
            RAISE EXCEPTION 'months close in order: % comes after %', last.month, NEW.month
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_order';
        END IF;
        starting := NEW.month - 1;
    END IF;
    INSERT INTO ledger_periodbalance (period_id, account_id, currency, amount)
        SELECT NEW.month, account_id, currency, sum(amount)::bigint FROM (
            SELECT account_id, currency, amount FROM ledger_periodbalance WHERE period_id = last.month
            UNION ALL
            SELECT account_id, currency, amount FROM ledger_posting WHERE booked_on > starting AND booked_on <= ending
        ) moved GROUP BY 2, 3;
    SELECT * INTO found FROM ledger_month_digest(starting, ending);
    SELECT string_agg(E'\\n' || account_id || E'\\t' || currency || E'\\t' || amount, '' ORDER BY account_id, currency)
        INTO lines FROM ledger_periodbalance WHERE period_id = NEW.month;
    wanted := encode(sha256(convert_to(coalesce(last.seal, '') || E'\\n' || to_char(NEW.month, 'YYYY-MM-DD') || E'\\n'
        || found.postings || E'\\n' || found.digest || coalesce(lines, ''), 'UTF8')), 'hex');
    IF (NEW.previous, NEW.postings, NEW.digest, NEW.seal)
        IS DISTINCT FROM (coalesce(last.seal, ''), found.postings, found.digest, wanted) THEN
        RAISE EXCEPTION 'the seal of % does not fit its postings', NEW.month
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_period_seal';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_sealed AFTER INSERT ON ledger_period FOR EACH ROW EXECUTE FUNCTION ledger_sealed();
"""

REFUSED = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: correct it by a new record', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
END $$;
CREATE FUNCTION ledger_account_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.code, NEW.kind, NEW.normal, NEW.guarded) IS DISTINCT FROM (OLD.code, OLD.kind, OLD.normal, OLD.guarded) THEN
        RAISE EXCEPTION 'only the names of account % may change', OLD.code
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_account_fixed();
CREATE FUNCTION ledger_claim_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NOT NULL OR NEW.released_at IS NULL
        OR (NEW.id, NEW.seller_tax_code, NEW.symbol, NEW.number, NEW.line, NEW.subject, NEW.amount, NEW.claimed_at)
        IS DISTINCT FROM
        (OLD.id, OLD.seller_tax_code, OLD.symbol, OLD.number, OLD.line, OLD.subject, OLD.amount, OLD.claimed_at) THEN
        RAISE EXCEPTION 'a claim on an invoice line can only be released, once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_claim_fixed BEFORE UPDATE ON ledger_invoicelineclaim
    FOR EACH ROW EXECUTE FUNCTION ledger_claim_fixed();
"""

_UNCHANGED = ("ledger_entry", "ledger_posting", "ledger_period", "ledger_periodbalance")
_KEPT = ("ledger_account", "ledger_budgetline", "ledger_invoicelineclaim", "ledger_balance", "ledger_accounttotal")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();\n"
    for tables, verbs in ((_UNCHANGED, "UPDATE OR DELETE OR TRUNCATE"), (_KEPT, "DELETE OR TRUNCATE"))
    for table in tables
)

BACK = """
ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_entry, DROP CONSTRAINT ledger_posting_account;
DROP FUNCTION ledger_posted, ledger_entry_not_empty, ledger_month_digest, ledger_sealed, ledger_refuse,
    ledger_account_fixed, ledger_claim_fixed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL("".join((POSTED, NOT_EMPTY, KEYS, SEALED, REFUSED, APPEND_ONLY)), BACK),
    ]
