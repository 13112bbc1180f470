"""What came, what was said and what was compared stays as it was; a case never changes its number or its dossier."""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION intake_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'intake_kept';
END $$;
"""
GROWS = "".join(
    f"CREATE TRIGGER {table}_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION intake_refuse();\n"
    for table in (
        "intake_statechange", "intake_attempt", "intake_paymentfact", "intake_messagefile", "intake_portallist",
        "intake_reconciliation", "intake_difference",
    )
)  # fmt: skip
KEPT = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION intake_refuse();\n"
    for table in (
        "intake_source", "intake_intakecase", "intake_messagein", "intake_messageout", "intake_subscription",
        "intake_webhooksecret",
    )
)  # fmt: skip
FIXED = """
CREATE FUNCTION intake_case_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.source_id, NEW.external_id, NEW.lodged_at, NEW.lodged_on, NEW.received_at) IS DISTINCT FROM
       (OLD.source_id, OLD.external_id, OLD.lodged_at, OLD.lodged_on, OLD.received_at)
       OR (OLD.dossier_id IS NOT NULL AND NEW.dossier_id IS DISTINCT FROM OLD.dossier_id)
       OR NEW.revision < OLD.revision THEN
        RAISE EXCEPTION 'case %: what it is stays', OLD.external_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'intake_case_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_case_fixed BEFORE UPDATE ON intake_intakecase FOR EACH ROW EXECUTE FUNCTION intake_case_fixed();

CREATE FUNCTION intake_message_in_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - 'raw' - 'erased_at') IS DISTINCT FROM (to_jsonb(OLD) - 'raw' - 'erased_at')
       OR (NEW.raw IS NOT NULL AND NEW.raw IS DISTINCT FROM OLD.raw) OR OLD.erased_at IS NOT NULL THEN
        RAISE EXCEPTION 'message %: only its text may be erased', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'intake_message_in_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_message_in_fixed BEFORE UPDATE ON intake_messagein
    FOR EACH ROW EXECUTE FUNCTION intake_message_in_fixed();

CREATE FUNCTION intake_message_out_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.case_id, NEW.source_id, NEW.uid, NEW.kind, NEW.body, NEW.made_at) IS DISTINCT FROM
       (OLD.case_id, OLD.source_id, OLD.uid, OLD.kind, OLD.body, OLD.made_at)
       OR (OLD.seq IS NOT NULL AND NEW.seq IS DISTINCT FROM OLD.seq)
       OR (OLD.state = 'acknowledged' AND NEW.state <> 'acknowledged') THEN
        RAISE EXCEPTION 'message %: what it says stays', OLD.uid
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'intake_message_out_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER intake_message_out_fixed BEFORE UPDATE ON intake_messageout
    FOR EACH ROW EXECUTE FUNCTION intake_message_out_fixed();
"""
BACK = "DROP FUNCTION intake_refuse, intake_case_fixed, intake_message_in_fixed, intake_message_out_fixed CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [migrations.RunSQL("".join((REFUSE, GROWS, KEPT, FIXED)), BACK)]
