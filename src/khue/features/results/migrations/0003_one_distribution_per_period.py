"""A distribution belongs to a period, of which there may be corrected reports: never twice for one period."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("results", "0002_guards")]
    operations = [
        migrations.RemoveConstraint(model_name="distribution", name="one_distribution_per_report"),
        migrations.AddField(
            model_name="distribution",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="distributions", to="results.incomeperiod"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "rejected"), _negated=True),
                fields=("period",),
                name="one_distribution_per_period",
            ),
        ),
        # A report for the first part of a period divides it; what was reported does not move any more.
        migrations.RunSQL(
            """
            DROP TRIGGER results_period_fixed ON results_incomeperiod;
            CREATE TRIGGER results_period_fixed BEFORE UPDATE ON results_incomeperiod FOR EACH ROW WHEN (OLD.reported)
                EXECUTE FUNCTION results_only('reminded_on');
            CREATE TRIGGER results_period_open BEFORE UPDATE ON results_incomeperiod FOR EACH ROW WHEN (NOT OLD.reported)
                EXECUTE FUNCTION results_only('reported', 'reminded_on', 'until_on', 'due_on');
            """,
            reverse_sql="""
            DROP TRIGGER results_period_open ON results_incomeperiod;
            DROP TRIGGER results_period_fixed ON results_incomeperiod;
            CREATE TRIGGER results_period_fixed BEFORE UPDATE ON results_incomeperiod FOR EACH ROW
                EXECUTE FUNCTION results_only('reported', 'reminded_on');
            """,
        ),
    ]
