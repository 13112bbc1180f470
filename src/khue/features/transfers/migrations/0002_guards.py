"""The last guards of transfers: what was examined, decided and reported stands; only who was granted a result is handed one.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GROWS = ("capability", "transferanswer", "dutyreport")
GUARDS = """
CREATE FUNCTION transfers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: what was said of a transfer stands', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfers_kept';
END $$;
CREATE FUNCTION transfers_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfers_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION transfers_forward() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state IN ('decided', 'ended') OR (NEW.state <> OLD.state AND NOT (
        (OLD.state = 'checking' AND NEW.state IN ('proposed', 'ended'))
        OR (OLD.state = 'proposed' AND NEW.state IN ('checking', 'decided'))
    )) THEN
        RAISE EXCEPTION 'transfer % does not go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfers_forward BEFORE UPDATE ON transfers_transfer FOR EACH ROW EXECUTE FUNCTION transfers_forward();
CREATE TRIGGER transfers_transfer_fixed BEFORE UPDATE ON transfers_transfer FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'state', 'proposed_by', 'decided_by', 'decided_by_name', 'decided_at', 'ground');
CREATE TRIGGER transfers_proposal_fixed BEFORE UPDATE ON transfers_proposal FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'returned_by', 'returned_by_name', 'returned_at', 'return_ground');
CREATE TRIGGER transfers_proposal_once BEFORE UPDATE ON transfers_proposal FOR EACH ROW
    WHEN (OLD.returned_at IS NOT NULL) EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_handover_fixed BEFORE UPDATE ON transfers_handover FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'state', 'giver_by', 'giver_name', 'giver_at', 'receiver_by', 'receiver_name', 'receiver_at', 'recalled_by_name', 'recalled_at',
    'recall_ground');
CREATE TRIGGER transfers_giver_once BEFORE UPDATE ON transfers_handover FOR EACH ROW
    WHEN (OLD.giver_at IS NOT NULL AND (NEW.giver_at IS DISTINCT FROM OLD.giver_at OR NEW.giver_by <> OLD.giver_by))
    EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_receiver_once BEFORE UPDATE ON transfers_handover FOR EACH ROW
    WHEN (OLD.receiver_at IS NOT NULL AND (NEW.receiver_at IS DISTINCT FROM OLD.receiver_at OR NEW.receiver_by <> OLD.receiver_by))
    EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_handover_over BEFORE UPDATE ON transfers_handover FOR EACH ROW
    WHEN (OLD.state IN ('done', 'recalled')) EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_duty_fixed BEFORE UPDATE ON transfers_duty FOR EACH ROW EXECUTE FUNCTION transfers_only('state');
CREATE FUNCTION transfers_granted() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM transfers_transferanswer WHERE id = NEW.answer_id AND granted) THEN
        RAISE EXCEPTION 'nothing is handed over to whom the decision gives nothing'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_granted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfers_granted BEFORE INSERT ON transfers_handover FOR EACH ROW EXECUTE FUNCTION transfers_granted();
CREATE FUNCTION transfers_own_claim() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM transfers_transfer AS held JOIN results_transferclaim AS claim ON claim.offer_id = held.offer_id
        WHERE held.id = NEW.transfer_id AND claim.id = NEW.claim_id
    ) THEN
        RAISE EXCEPTION 'claim % belongs to another offer', NEW.claim_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_own_claim';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfers_check_own_claim BEFORE INSERT ON transfers_capability FOR EACH ROW EXECUTE FUNCTION transfers_own_claim();
CREATE TRIGGER transfers_answer_own_claim BEFORE INSERT ON transfers_transferanswer FOR EACH ROW EXECUTE FUNCTION transfers_own_claim();
"""
GUARDS += "".join(
    f"CREATE TRIGGER transfers_{name}_grows BEFORE UPDATE OR DELETE ON transfers_{name}"
    " FOR EACH STATEMENT EXECUTE FUNCTION transfers_refuse();\n"
    for name in GROWS
)
TRIGGERS = {
    "transfer": ("transfers_forward", "transfers_transfer_fixed"),
    "proposal": ("transfers_proposal_fixed", "transfers_proposal_once"),
    "handover": (
        "transfers_handover_fixed",
        "transfers_giver_once",
        "transfers_receiver_once",
        "transfers_handover_over",
        "transfers_granted",
    ),
    "duty": ("transfers_duty_fixed",),
    "capability": ("transfers_check_own_claim", "transfers_capability_grows"),
    "transferanswer": ("transfers_answer_own_claim", "transfers_transferanswer_grows"),
    "dutyreport": ("transfers_dutyreport_grows",),
}
BACK = "".join(
    f"DROP TRIGGER {name} ON transfers_{table};\n" for table, names in TRIGGERS.items() for name in names
) + "".join(
    f"DROP FUNCTION {name}();\n"
    for name in ("transfers_own_claim", "transfers_granted", "transfers_forward", "transfers_only", "transfers_refuse")
)


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_transfers_handovers"), ("results", "0007_transfer_claim_guards")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
