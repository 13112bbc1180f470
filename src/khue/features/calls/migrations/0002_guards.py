"""The last guards of calls, in the database: what was published only grows, what was handed in in time stays so."""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE FUNCTION calls_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_kept';
END $$;
"""
GROWS = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION calls_refuse();\n"
    for table in ("calls_amendment", "calls_sectionrevision", "calls_reminder")
) + "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION calls_refuse();\n"
    for table in ("calls_need", "calls_order", "calls_call", "calls_proposal", "calls_question")
)
CALL = """
CREATE FUNCTION calls_call_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.order_id, NEW.number, NEW.mode, NEW.invited_id, NEW.opens_at, NEW.title, NEW.summary, NEW.criteria, NEW.cost_frame,
        NEW.published_at)
        IS DISTINCT FROM
        (OLD.order_id, OLD.number, OLD.mode, OLD.invited_id, OLD.opens_at, OLD.title, OLD.summary, OLD.criteria, OLD.cost_frame,
        OLD.published_at) THEN
        RAISE EXCEPTION 'call % was published: it is amended, not rewritten', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_call_fixed';
    END IF;
    IF NEW.closes_at < OLD.closes_at THEN
        RAISE EXCEPTION 'call % is only ever extended', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_call_never_shortened';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_call_fixed BEFORE UPDATE ON calls_call
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION calls_call_fixed();
CREATE TRIGGER calls_call_final BEFORE UPDATE ON calls_call
    FOR EACH ROW WHEN (OLD.state IN ('opened', 'cancelled')) EXECUTE FUNCTION calls_refuse();
CREATE FUNCTION calls_order_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.need_id, NEW.title, NEW.goal, NEW.field, NEW.cost_frame, NEW.months, NEW.mode, NEW.ground, NEW.performer_id,
        NEW.approved_by, NEW.approved_on)
        IS DISTINCT FROM
        (OLD.need_id, OLD.title, OLD.goal, OLD.field, OLD.cost_frame, OLD.months, OLD.mode, OLD.ground, OLD.performer_id,
        OLD.approved_by, OLD.approved_on) THEN
        RAISE EXCEPTION 'order % is approved: what it says is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_order_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_order_fixed BEFORE UPDATE ON calls_order
    FOR EACH ROW WHEN (OLD.state IN ('approved', 'called')) EXECUTE FUNCTION calls_order_fixed();
"""
# In time: the moment at which the deed began lies before the closing moment, whatever any code thinks.
IN_TIME = """
CREATE FUNCTION calls_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE call calls_call%ROWTYPE;
BEGIN
    SELECT * INTO call FROM calls_call c WHERE c.id = NEW.call_id;
    IF call.state <> 'published' OR NEW.handed_in_at < call.opens_at OR NEW.handed_in_at >= call.closes_at THEN
        RAISE EXCEPTION 'proposal % was not handed in while call % was open', NEW.number, call.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calls_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_proposal_in_time BEFORE UPDATE ON calls_proposal
    FOR EACH ROW WHEN (NEW.state = 'handed_in' AND OLD.state <> 'handed_in') EXECUTE FUNCTION calls_in_time();
CREATE FUNCTION calls_proposal_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.call_id, NEW.dossier_id, NEW.lead_id, NEW.handed_in_at, NEW.handed_in_by, NEW.digest, NEW.nonce)
        IS DISTINCT FROM
        (OLD.call_id, OLD.dossier_id, OLD.lead_id, OLD.handed_in_at, OLD.handed_in_by, OLD.digest, OLD.nonce)
        AND NEW.state NOT IN ('writing', 'given_up') THEN
        RAISE EXCEPTION 'proposal % was handed in: when, by whom and what is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_proposal_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_proposal_fixed BEFORE UPDATE ON calls_proposal
    FOR EACH ROW WHEN (OLD.state NOT IN ('writing')) EXECUTE FUNCTION calls_proposal_fixed();
CREATE TRIGGER calls_proposal_final BEFORE UPDATE ON calls_proposal
    FOR EACH ROW WHEN (OLD.state IN ('given_up', 'void', 'returned')) EXECUTE FUNCTION calls_refuse();
"""
BACK = "DROP FUNCTION calls_refuse, calls_call_fixed, calls_order_fixed, calls_in_time, calls_proposal_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [migrations.RunSQL("".join((KEPT, GROWS, CALL, IN_TIME)), BACK)]
