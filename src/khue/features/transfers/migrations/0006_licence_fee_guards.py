"""The fee of a licence stands as it was on the day of the grant; what came in of it follows the bank. Plain PostgreSQL 15+."""

from __future__ import annotations

from django.db import migrations

BEGIN = """
DROP TRIGGER transfers_licence_fixed ON transfers_spreadlicence;
CREATE TRIGGER transfers_licence_fixed BEFORE UPDATE ON transfers_spreadlicence FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'state', 'until_on', 'answered_by', 'answered_by_name', 'answered_at', 'ground', 'ended_at', 'end_ground',
    'fee', 'fee_reference', 'fee_received', 'fee_on');
CREATE TRIGGER transfers_licence_fee BEFORE UPDATE ON transfers_spreadlicence FOR EACH ROW
    WHEN (OLD.fee > 0 AND (NEW.fee <> OLD.fee OR NEW.fee_reference <> OLD.fee_reference)) EXECUTE FUNCTION transfers_refuse();
"""
BACK = """
DROP TRIGGER transfers_licence_fee ON transfers_spreadlicence;
DROP TRIGGER transfers_licence_fixed ON transfers_spreadlicence;
CREATE TRIGGER transfers_licence_fixed BEFORE UPDATE ON transfers_spreadlicence FOR EACH ROW EXECUTE FUNCTION transfers_only(
    'state', 'until_on', 'answered_by', 'answered_by_name', 'answered_at', 'ground', 'ended_at', 'end_ground');
"""


class Migration(migrations.Migration):
    dependencies = [("transfers", "0005_licence_fees")]

    operations = [migrations.RunSQL(BEGIN, BACK)]
