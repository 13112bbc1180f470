"""Guards of contracts and money: what is signed, valued, settled stands; a deal goes on to signed and to in effect, and not back."""

from __future__ import annotations

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION deals_state_forward() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'asked' AND NEW.state IN ('open', 'declined', 'ended', 'stopped'))
        OR (OLD.state = 'open' AND NEW.state IN ('agreed', 'ended', 'stopped'))
        OR (OLD.state = 'agreed' AND NEW.state IN ('open', 'ended', 'stopped'{signed}))
        {more}
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
"""
NOW = BODY.format(signed=", 'signed'", more="OR (OLD.state = 'signed' AND NEW.state = 'effective')")
BEFORE = BODY.format(signed="", more="")
KEPT = """
CREATE TRIGGER deals_proof_fixed BEFORE UPDATE ON deals_ownershipproof FOR EACH ROW EXECUTE FUNCTION deals_only(
    'confirmed_by', 'confirmed_by_name', 'confirmed_at');
CREATE TRIGGER deals_proof_once BEFORE UPDATE ON deals_ownershipproof FOR EACH ROW
    WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION deals_refuse();
CREATE FUNCTION deals_contract_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_on IS NOT NULL AND (to_jsonb(OLD) - ARRAY['permit', 'certificate', 'effect_on', 'reminded_on'])
        IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['permit', 'certificate', 'effect_on', 'reminded_on']) THEN
        RAISE EXCEPTION 'contract % is signed', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
    END IF;
    IF (OLD.certificate <> '' AND NEW.certificate <> OLD.certificate) OR (OLD.effect_on IS NOT NULL AND NEW.effect_on IS DISTINCT FROM OLD.effect_on) THEN
        RAISE EXCEPTION 'contract % is registered once', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_contract_fixed BEFORE UPDATE ON deals_contract FOR EACH ROW EXECUTE FUNCTION deals_contract_fixed();
CREATE TRIGGER deals_filing_fixed BEFORE UPDATE ON deals_filing FOR EACH ROW EXECUTE FUNCTION deals_only(
    'state', 'answered_by', 'answered_by_name', 'missing', 'full_on', 'certificate_due', 'decided_by_name', 'decided_on', 'ground');
CREATE TRIGGER deals_filing_over BEFORE UPDATE ON deals_filing FOR EACH ROW
    WHEN (OLD.state IN ('incomplete', 'registered', 'refused')) EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_due_fixed BEFORE UPDATE ON deals_dealdue FOR EACH ROW EXECUTE FUNCTION deals_only('state', 'received', 'settled');
CREATE TRIGGER deals_due_settled BEFORE UPDATE ON deals_dealdue FOR EACH ROW
    WHEN (OLD.state = 'settled') EXECUTE FUNCTION deals_refuse();
"""
STILL = ("valuation", "dealshare")
NEVER_GONE = (*STILL, "ownershipproof", "contract", "filing", "dealdue")
KEPT += "".join(
    f"CREATE TRIGGER deals_{table}_refuse BEFORE UPDATE ON deals_{table} FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();\n"
    for table in STILL
)
KEPT += "".join(
    f"CREATE TRIGGER deals_{table}_stays BEFORE DELETE ON deals_{table} FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();\n"
    for table in NEVER_GONE
)
FALL = "".join(f"DROP TRIGGER deals_{table}_refuse ON deals_{table};\n" for table in STILL)
FALL += "".join(f"DROP TRIGGER deals_{table}_stays ON deals_{table};\n" for table in NEVER_GONE)
FALL += """
DROP TRIGGER deals_proof_fixed ON deals_ownershipproof;
DROP TRIGGER deals_proof_once ON deals_ownershipproof;
DROP FUNCTION deals_contract_fixed() CASCADE;
DROP TRIGGER deals_filing_fixed ON deals_filing;
DROP TRIGGER deals_filing_over ON deals_filing;
DROP TRIGGER deals_due_fixed ON deals_dealdue;
DROP TRIGGER deals_due_settled ON deals_dealdue;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0003_contracts_money")]
    operations = [migrations.RunSQL(sql=NOW + KEPT, reverse_sql=FALL + BEFORE)]
