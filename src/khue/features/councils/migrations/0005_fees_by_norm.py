"""A line of fees names its norm and what it is worth; minutes say since when they have all signatures.

Lines written before were noted when the meeting closed: they become lines of the meeting without a value.
"""

from __future__ import annotations

from django.db import migrations, models

TOLD_ANEW = """
ALTER TABLE councils_feeentitlement DISABLE TRIGGER councils_fee_kept;
UPDATE councils_feeentitlement fee
    SET norm = 'talent.city.council_fee.' || fee.role, norm_on = minutes.drawn_at::date, earned_at = minutes.drawn_at
    FROM councils_minutes minutes WHERE minutes.id = fee.minutes_id;
ALTER TABLE councils_feeentitlement ENABLE TRIGGER councils_fee_kept;
"""
SHEETS = """
INSERT INTO councils_feeentitlement (minutes_id, seat_id, role, fee_class, basis, count, norm, norm_on, earned_at, items, sheets)
    SELECT minutes_id, seat_id, role, fee_class, 'sheet', sheets, 'talent.city.council_fee.sheet', norm_on, earned_at, 0, 0
    FROM councils_feeentitlement WHERE sheets > 0;
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0004_ballot_guards")]

    operations = [
        migrations.AddField("minutes", "signed_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("feeentitlement", "one_fee_line_per_seat"),
        migrations.AddField(
            "feeentitlement", "basis", models.CharField(max_length=8, default="meeting"), preserve_default=False
        ),
        migrations.AddField("feeentitlement", "count", models.PositiveIntegerField(default=1), preserve_default=False),
        migrations.AddField(
            "feeentitlement", "norm", models.CharField(max_length=80, default=""), preserve_default=False
        ),
        migrations.AddField("feeentitlement", "norm_on", models.DateField(null=True)),
        migrations.AddField("feeentitlement", "each", models.BigIntegerField(null=True)),
        migrations.AddField("feeentitlement", "amount", models.BigIntegerField(null=True)),
        migrations.AddField("feeentitlement", "earned_at", models.DateTimeField(null=True)),
        migrations.RunSQL(TOLD_ANEW, migrations.RunSQL.noop),
        migrations.AlterField("feeentitlement", "norm_on", models.DateField()),
        migrations.AlterField("feeentitlement", "earned_at", models.DateTimeField()),
        migrations.AddConstraint(
            "feeentitlement",
            models.UniqueConstraint(fields=["minutes", "seat", "basis"], name="one_fee_line_per_seat_and_basis"),
        ),
        migrations.AddConstraint(
            "feeentitlement",
            models.CheckConstraint(condition=models.Q(basis__in=["meeting", "sheet"]), name="fee_basis_known"),
        ),
        migrations.AddConstraint(
            "feeentitlement",
            models.CheckConstraint(condition=models.Q(count__gte=1), name="fee_counts_something"),
        ),
        migrations.AddConstraint(
            "feeentitlement",
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True)
                | models.Q(amount=0)
                | models.Q(amount=models.F("each") * models.F("count")),
                name="fee_amount_is_each_by_count",
            ),
        ),
        migrations.RunSQL(SHEETS, migrations.RunSQL.noop),
    ]
