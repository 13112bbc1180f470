"""What was declared before the opening and what was decided stays; a study's question and result stay as they were."""

from __future__ import annotations

from django.db import migrations

GROWS = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION calls_refuse();\n"
    for table in ("calls_roundedition", "calls_portfoliodecision", "calls_portfolioline")
) + "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION calls_refuse();\n"
    for table in ("calls_round", "calls_roundcall", "calls_portfoliostudy")
)
ROUNDS = """
CREATE FUNCTION calls_declared_before_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM calls_roundcall r JOIN calls_call c ON c.id = r.call_id
               WHERE r.round_id = NEW.round_id AND c.state NOT IN ('prepared', 'published')) THEN
        RAISE EXCEPTION 'a call of round % was opened: the way of choosing is declared before', NEW.round_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'calls_declared_before_opening';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_roundedition_before_opening BEFORE INSERT ON calls_roundedition
    FOR EACH ROW EXECUTE FUNCTION calls_declared_before_opening();
CREATE FUNCTION calls_round_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.title, NEW.published_at) IS DISTINCT FROM (OLD.number, OLD.title, OLD.published_at)
        OR (OLD.state IN ('decided', 'cancelled') AND NEW.state <> OLD.state) THEN
        RAISE EXCEPTION 'round % was published: what it is stays', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_round_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_round_fixed BEFORE UPDATE ON calls_round
    FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION calls_round_fixed();
CREATE FUNCTION calls_study_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.round_id, NEW.no, NEW.edition_id, NEW.offers, NEW.inputs, NEW.digest)
        IS DISTINCT FROM (OLD.round_id, OLD.no, OLD.edition_id, OLD.offers, OLD.inputs, OLD.digest)
        OR (OLD.state = 'done' AND (NEW.state, NEW.result) IS DISTINCT FROM (OLD.state, OLD.result)) THEN
        RAISE EXCEPTION 'study % of round % is fixed', OLD.no, OLD.round_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'calls_study_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_study_fixed BEFORE UPDATE ON calls_portfoliostudy
    FOR EACH ROW EXECUTE FUNCTION calls_study_fixed();
"""
BACK = (
    "".join(
        f"DROP TRIGGER {table}_refuse ON {table};"
        for table in ("calls_roundedition", "calls_portfoliodecision", "calls_portfolioline")
    )
    + "".join(
        f"DROP TRIGGER {table}_kept ON {table};" for table in ("calls_round", "calls_roundcall", "calls_portfoliostudy")
    )
    + "DROP FUNCTION calls_declared_before_opening, calls_round_fixed, calls_study_fixed CASCADE;"
)


class Migration(migrations.Migration):
    dependencies = [("calls", "0005_rounds")]

    operations = [migrations.RunSQL(GROWS + ROUNDS, BACK)]
