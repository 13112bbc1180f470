"""What an amendment says stands from the first signature on; its state goes forward only; no row of it ever goes."""

from __future__ import annotations

from django.db import migrations

NOW = """
CREATE TRIGGER deals_amendment_fixed BEFORE UPDATE ON deals_amendment FOR EACH ROW EXECUTE FUNCTION deals_only(
    'state', 'seller_by', 'seller_by_name', 'seller_at', 'buyer_by', 'buyer_by_name', 'buyer_at', 'end_ground', 'signed_on', 'fee',
    'fee_paper', 'certificate', 'effect_on');
CREATE FUNCTION deals_amendment_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'drawn' AND NEW.state IN ('signed', 'refused', 'withdrawn')) OR (OLD.state = 'signed' AND NEW.state = 'effective')
    ) THEN
        RAISE EXCEPTION 'amendment % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deals_forward';
    END IF;
    IF (OLD.seller_at IS NOT NULL AND NEW.seller_by <> OLD.seller_by) OR (OLD.buyer_at IS NOT NULL AND NEW.buyer_by <> OLD.buyer_by)
        OR (OLD.certificate <> '' AND NEW.certificate <> OLD.certificate)
        OR (OLD.effect_on IS NOT NULL AND NEW.effect_on IS DISTINCT FROM OLD.effect_on) THEN
        RAISE EXCEPTION 'amendment % is signed', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_amendment_forward BEFORE UPDATE ON deals_amendment FOR EACH ROW EXECUTE FUNCTION deals_amendment_forward();
CREATE TRIGGER deals_amendment_over BEFORE UPDATE ON deals_amendment FOR EACH ROW
    WHEN (OLD.state IN ('refused', 'withdrawn', 'effective')) EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_amendment_stays BEFORE DELETE ON deals_amendment FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
"""
BEFORE = """
DROP TRIGGER deals_amendment_fixed ON deals_amendment;
DROP TRIGGER deals_amendment_forward ON deals_amendment;
DROP FUNCTION deals_amendment_forward();
DROP TRIGGER deals_amendment_over ON deals_amendment;
DROP TRIGGER deals_amendment_stays ON deals_amendment;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0007_amendments")]
    operations = [migrations.RunSQL(sql=NOW, reverse_sql=BEFORE)]
