"""The stage of a published call and the concept behind a proposal stay; only an invited concept is gone on from."""

from __future__ import annotations

from django.db import migrations

STAGES = """
CREATE FUNCTION calls_stage_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.stage, NEW.concept_call_id) IS DISTINCT FROM (OLD.stage, OLD.concept_call_id) THEN
        RAISE EXCEPTION 'call % keeps its stage', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_stage_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_call_stage_fixed BEFORE UPDATE ON calls_call
    FOR EACH ROW EXECUTE FUNCTION calls_stage_fixed();
CREATE FUNCTION calls_follows_concept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.concept_call_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM calls_call c WHERE c.id = NEW.concept_call_id AND c.stage = 'concept' AND c.state = 'opened'
            AND c.order_id = NEW.order_id) THEN
        RAISE EXCEPTION 'call % follows no opened concept call of its order', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calls_follows_concept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_call_follows_concept BEFORE INSERT ON calls_call
    FOR EACH ROW EXECUTE FUNCTION calls_follows_concept();
CREATE FUNCTION calls_concept_invited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE call calls_call%ROWTYPE;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.concept_id IS NOT DISTINCT FROM OLD.concept_id THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'proposal % keeps the concept that it goes on from', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_concept_fixed';
    END IF;
    SELECT * INTO call FROM calls_call c WHERE c.id = NEW.call_id;
    IF (call.concept_call_id IS NULL) <> (NEW.concept_id IS NULL) OR (NEW.concept_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM calls_proposal p
        WHERE p.id = NEW.concept_id AND p.call_id = call.concept_call_id AND p.state = 'invited')) THEN
        RAISE EXCEPTION 'proposal % goes on from no invited concept', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calls_concept_invited';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_proposal_concept_invited BEFORE INSERT OR UPDATE ON calls_proposal
    FOR EACH ROW EXECUTE FUNCTION calls_concept_invited();
CREATE FUNCTION calls_outcome_of_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_stage text;
BEGIN
    SELECT stage INTO of_stage FROM calls_call c WHERE c.id = NEW.call_id;
    IF (of_stage = 'concept' AND NEW.state IN ('recommended', 'not_recommended', 'funded', 'refused'))
        OR (of_stage = 'full' AND NEW.state IN ('invited', 'not_invited')) THEN
        RAISE EXCEPTION 'proposal %: the state % is not of its stage', NEW.number, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calls_outcome_of_stage';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_proposal_outcome_of_stage BEFORE UPDATE ON calls_proposal
    FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION calls_outcome_of_stage();
"""
BACK = "DROP FUNCTION calls_stage_fixed, calls_follows_concept, calls_concept_invited, calls_outcome_of_stage CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("calls", "0007_concept_stage")]

    operations = [migrations.RunSQL(STAGES, BACK)]
