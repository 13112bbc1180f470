"""A receipt stands as it was read. Plain PostgreSQL 15+."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE TRIGGER publicity_receipt_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON publicity_nationalreceipt
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse();
"""
BACK = "DROP TRIGGER publicity_receipt_grows ON publicity_nationalreceipt;"


class Migration(migrations.Migration):
    dependencies = [("publicity", "0003_receipts_schedule")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
