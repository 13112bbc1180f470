"""The last guards of a ballot: one paper for each seat that voted, no paper changed, who voted stays voted.

Plain PostgreSQL 15+, no extension. The count is compared when the transaction ends, so that voter and paper come together.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION councils_ballot_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint := COALESCE(NEW.ballot_id, OLD.ballot_id);
    stands text;
    marked bigint;
    papers bigint;
BEGIN
    SELECT state INTO stands FROM councils_ballot WHERE id = which;
    SELECT count(*) INTO marked FROM councils_voter WHERE ballot_id = which AND voted;
    IF stands = 'open' THEN
        SELECT count(*) INTO papers FROM councils_boxedpaper WHERE ballot_id = which;
    ELSE
        SELECT count(*) INTO papers FROM councils_countedpaper WHERE ballot_id = which;
        IF EXISTS (SELECT 1 FROM councils_boxedpaper WHERE ballot_id = which) THEN
            RAISE EXCEPTION 'ballot % is closed and its box is not empty', which
                USING ERRCODE = 'check_violation', CONSTRAINT = 'councils_ballot_balances';
        END IF;
    END IF;
    IF marked <> papers THEN
        RAISE EXCEPTION 'ballot %: % have voted and % papers are there', which, marked, papers
            USING ERRCODE = 'check_violation', CONSTRAINT = 'councils_ballot_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER councils_voter_balances AFTER INSERT OR UPDATE ON councils_voter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION councils_ballot_balances();
CREATE CONSTRAINT TRIGGER councils_box_balances AFTER INSERT OR DELETE ON councils_boxedpaper
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION councils_ballot_balances();
CREATE CONSTRAINT TRIGGER councils_counted_balances AFTER INSERT ON councils_countedpaper
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION councils_ballot_balances();

CREATE TRIGGER councils_boxed_kept BEFORE UPDATE OR TRUNCATE ON councils_boxedpaper
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_counted_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON councils_countedpaper
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_voter_kept BEFORE DELETE OR TRUNCATE ON councils_voter
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_voted_once BEFORE UPDATE ON councils_voter
    FOR EACH ROW WHEN (OLD.voted OR NEW.seat_id <> OLD.seat_id OR NEW.ballot_id <> OLD.ballot_id)
    EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_ballot_final BEFORE UPDATE ON councils_ballot
    FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION councils_refuse();
CREATE TRIGGER councils_fee_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON councils_feeentitlement
    FOR EACH STATEMENT EXECUTE FUNCTION councils_refuse();

CREATE FUNCTION councils_minutes_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.meeting_id, NEW.number, NEW.values, NEW.drawn_at) IS DISTINCT FROM (OLD.meeting_id, OLD.number, OLD.values, OLD.drawn_at)
        OR (OLD.file IS NOT NULL AND NEW.file IS DISTINCT FROM OLD.file) THEN
        RAISE EXCEPTION 'minutes % are drawn up and stay as they are', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'councils_minutes_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER councils_minutes_fixed BEFORE UPDATE ON councils_minutes
    FOR EACH ROW EXECUTE FUNCTION councils_minutes_fixed();
"""
BACK = """
DROP TRIGGER councils_boxed_kept ON councils_boxedpaper;
DROP TRIGGER councils_counted_kept ON councils_countedpaper;
DROP TRIGGER councils_voter_kept ON councils_voter;
DROP TRIGGER councils_voted_once ON councils_voter;
DROP TRIGGER councils_ballot_final ON councils_ballot;
DROP TRIGGER councils_fee_kept ON councils_feeentitlement;
DROP FUNCTION councils_ballot_balances, councils_minutes_fixed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0003_meetings")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
