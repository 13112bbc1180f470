"""Numbers of minutes begin anew each year: a number stands once in the year of its day in Hanoi.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations, models

ONCE = """
CREATE UNIQUE INDEX minutes_number_once_a_year ON councils_minutes
    (number, (EXTRACT(YEAR FROM drawn_at AT TIME ZONE 'Asia/Ho_Chi_Minh')))
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0008_sheet_drafts")]
    operations = [
        migrations.AlterField("minutes", "number", models.CharField(max_length=40)),
        migrations.RunSQL(ONCE, "DROP INDEX minutes_number_once_a_year"),
    ]
