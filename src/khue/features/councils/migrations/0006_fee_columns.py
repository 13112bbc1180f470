"""What a line of fees counted before stands in its basis and count now."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("councils", "0005_fees_by_norm")]

    operations = [
        migrations.RemoveField("feeentitlement", "items"),
        migrations.RemoveField("feeentitlement", "sheets"),
    ]
