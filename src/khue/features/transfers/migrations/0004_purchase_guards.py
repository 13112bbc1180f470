"""What was proposed, decided and said of a purchase or licence stands; neither goes backwards but for what the bank gave back.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION transfers_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (OLD.state || '>' || NEW.state = ANY (TG_ARGV)) THEN
        RAISE EXCEPTION '% % does not go from % to %', TG_TABLE_NAME, OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfers_purchase_fixed BEFORE UPDATE ON transfers_purchase FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'state', 'decided_by', 'decided_by_name', 'decided_at', 'ground', 'received_by', 'received_on', 'received_note', 'dropped_ground',
    'order', 'accrual', 'payment', 'paid_on');
CREATE TRIGGER transfers_purchase_decided BEFORE UPDATE ON transfers_purchase FOR EACH ROW
    WHEN (OLD.decided_at IS NOT NULL AND (NEW.decided_at IS DISTINCT FROM OLD.decided_at OR NEW.decided_by <> OLD.decided_by
        OR NEW.ground <> OLD.ground))
    EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_purchase_steps BEFORE UPDATE ON transfers_purchase FOR EACH ROW EXECUTE FUNCTION transfers_steps(
    'proposed>decided', 'proposed>refused', 'decided>received', 'decided>dropped', 'received>ordered', 'ordered>paid', 'ordered>received',
    'paid>ordered');
CREATE TRIGGER transfers_purchase_kept BEFORE DELETE OR TRUNCATE ON transfers_purchase FOR EACH STATEMENT EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_licence_fixed BEFORE UPDATE ON transfers_spreadlicence FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'state', 'until_on', 'answered_by', 'answered_by_name', 'answered_at', 'ground', 'ended_at', 'end_ground');
CREATE TRIGGER transfers_licence_steps BEFORE UPDATE ON transfers_spreadlicence FOR EACH ROW EXECUTE FUNCTION transfers_steps(
    'asked>active', 'asked>refused', 'active>ended');
CREATE TRIGGER transfers_licence_kept BEFORE DELETE OR TRUNCATE ON transfers_spreadlicence
    FOR EACH STATEMENT EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_licenceduty_fixed BEFORE UPDATE ON transfers_licenceduty FOR EACH ROW EXECUTE FUNCTION transfers_only('state');
CREATE TRIGGER transfers_licenceduty_kept BEFORE DELETE OR TRUNCATE ON transfers_licenceduty
    FOR EACH STATEMENT EXECUTE FUNCTION transfers_refuse();
CREATE TRIGGER transfers_licencereport_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers_licencereport
    FOR EACH STATEMENT EXECUTE FUNCTION transfers_refuse();
"""
BACK = """
DROP TRIGGER transfers_licencereport_grows ON transfers_licencereport;
DROP TRIGGER transfers_licenceduty_kept ON transfers_licenceduty;
DROP TRIGGER transfers_licenceduty_fixed ON transfers_licenceduty;
DROP TRIGGER transfers_licence_kept ON transfers_spreadlicence;
DROP TRIGGER transfers_licence_steps ON transfers_spreadlicence;
DROP TRIGGER transfers_licence_fixed ON transfers_spreadlicence;
DROP TRIGGER transfers_purchase_kept ON transfers_purchase;
DROP TRIGGER transfers_purchase_steps ON transfers_purchase;
DROP TRIGGER transfers_purchase_decided ON transfers_purchase;
DROP TRIGGER transfers_purchase_fixed ON transfers_purchase;
DROP FUNCTION transfers_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("transfers", "0003_purchases_licences")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
