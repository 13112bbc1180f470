"""A hold is never rewritten, only ended; a held order is neither approved nor sent, whoever asks."""

from __future__ import annotations

from django.db import migrations

# Orders that an appeal held before holds had rows of their own.
KNOWN = """
INSERT INTO treasury_orderhold (order_id, cause, ground_vi, ground_en, begun_on, begun_by, ended_by)
SELECT id, 'appeal', held_note, '', held_on, 'job.migration', '' FROM treasury_paymentorder WHERE held_on IS NOT NULL;
"""
GUARDS = """
CREATE FUNCTION treasury_hold_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL
        OR (to_jsonb(NEW) - ARRAY['ended_at', 'ended_by']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['ended_at', 'ended_by']) THEN
        RAISE EXCEPTION 'hold % can only be ended, once', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_hold_fixed BEFORE UPDATE ON treasury_orderhold
    FOR EACH ROW EXECUTE FUNCTION treasury_hold_fixed();
CREATE TRIGGER treasury_orderhold_refuse BEFORE DELETE OR TRUNCATE ON treasury_orderhold
    FOR EACH STATEMENT EXECUTE FUNCTION treasury_refuse();
CREATE FUNCTION treasury_order_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'order % is held', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'treasury_held_order_stays';
END $$;
CREATE TRIGGER treasury_order_is_held BEFORE UPDATE ON treasury_paymentorder FOR EACH ROW
    WHEN (NEW.held_on IS NOT NULL AND (OLD.state, NEW.state) IN (('prepared', 'approved'), ('approved', 'sent')))
    EXECUTE FUNCTION treasury_order_is_held();
"""
BACK = "DROP TRIGGER treasury_orderhold_refuse ON treasury_orderhold; DROP FUNCTION treasury_hold_fixed, treasury_order_is_held CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("treasury", "0007_order_holds")]

    operations = [migrations.RunSQL(KNOWN, migrations.RunSQL.noop), migrations.RunSQL(GUARDS, BACK)]
