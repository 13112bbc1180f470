"""The last guards of an appeal, in the database: the second decider stands apart, what was decided stays as it was.

Plain PostgreSQL 15+, no extension. docs/decisions says why the second decider is asked here as well.
"""

from __future__ import annotations

from django.db import migrations

# Whoever decided on the dossier, closed or took a task of it, is named as handler by the room of its matter, or decided the first complaint, decides no appeal of it.
APART = """
CREATE FUNCTION appeals_decider_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM dossiers_decisionrecord d WHERE d.dossier_id = NEW.dossier_id AND d.decider = NEW.decider)
        OR EXISTS (SELECT FROM dossiers_task t
                   WHERE t.dossier_id = NEW.dossier_id AND NEW.decider IN (t.closed_by, t.assignee))
        OR NEW.handlers @> to_jsonb(NEW.decider::text)
        OR EXISTS (SELECT FROM appeals_appeal a WHERE a.id = NEW.previous_id AND a.decider = NEW.decider) THEN
        RAISE EXCEPTION '% has handled dossier % and decides no appeal against it', NEW.decider, NEW.dossier_number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeals_decider_apart';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_decider_apart_insert BEFORE INSERT ON appeals_appeal
    FOR EACH ROW WHEN (NEW.decider <> '') EXECUTE FUNCTION appeals_decider_apart();
CREATE TRIGGER appeals_decider_apart_update BEFORE UPDATE ON appeals_appeal
    FOR EACH ROW WHEN (NEW.decider <> '' AND NEW.decider <> OLD.decider) EXECUTE FUNCTION appeals_decider_apart();
"""

FINAL = """
CREATE FUNCTION appeals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeals_kept';
END $$;
CREATE TRIGGER appeals_appeal_final BEFORE UPDATE ON appeals_appeal
    FOR EACH ROW WHEN (OLD.state IN ('declined', 'decided', 'withdrawn')) EXECUTE FUNCTION appeals_refuse();
CREATE FUNCTION appeals_appeal_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.dossier_id, NEW.decision_id, NEW.first_decider, NEW.applicant_id, NEW.level, NEW.previous_id)
        IS DISTINCT FROM
        (OLD.dossier_id, OLD.decision_id, OLD.first_decider, OLD.applicant_id, OLD.level, OLD.previous_id) THEN
        RAISE EXCEPTION 'what appeal % is about is fixed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeals_appeal_fixed';
    END IF;
    IF OLD.state <> 'draft' AND (NEW.number, NEW.answers, NEW.files, NEW.lodged_by, NEW.lodged_on, NEW.late)
        IS DISTINCT FROM (OLD.number, OLD.answers, OLD.files, OLD.lodged_by, OLD.lodged_on, OLD.late) THEN
        RAISE EXCEPTION 'appeal % was lodged: what it says is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'appeals_appeal_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_appeal_fixed BEFORE UPDATE ON appeals_appeal
    FOR EACH ROW EXECUTE FUNCTION appeals_appeal_fixed();
CREATE TRIGGER appeals_suspension_final BEFORE UPDATE ON appeals_suspension
    FOR EACH ROW WHEN (OLD.ended_on IS NOT NULL) EXECUTE FUNCTION appeals_refuse();
CREATE TRIGGER appeals_dialogue_refuse BEFORE UPDATE ON appeals_dialogue
    FOR EACH STATEMENT EXECUTE FUNCTION appeals_refuse();
"""
KEPT = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION appeals_refuse();\n"
    for table in ("appeals_appeal", "appeals_dialogue", "appeals_suspension")
)

BACK = "DROP FUNCTION appeals_decider_apart, appeals_refuse, appeals_appeal_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial"), ("dossiers", "0002_guards")]

    operations = [migrations.RunSQL("".join((APART, FINAL, KEPT)), BACK)]
