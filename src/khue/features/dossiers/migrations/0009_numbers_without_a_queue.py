"""Numbers of dossiers come from a sequence: many dossiers are opened at once, and none waits for another's commit.

Each year begins at 1: a row says what the sequence had given before the year's first. Years that are under way go on
where their counter stands.
"""

from django.db import migrations, models

SEQUENCE = """
CREATE SEQUENCE dossiers_number;
SELECT setval('dossiers_number', greatest(1, max(last))) FROM dossiers_counter WHERE series LIKE 'dossier:%';
INSERT INTO dossiers_numberyear (year, before)
    SELECT split_part(series, ':', 2)::int, (SELECT last_value FROM dossiers_number) - last
    FROM dossiers_counter WHERE series LIKE 'dossier:%';
ALTER TABLE dossiers_counter DISABLE TRIGGER dossiers_counter_refuse;
DELETE FROM dossiers_counter WHERE series LIKE 'dossier:%';
ALTER TABLE dossiers_counter ENABLE TRIGGER dossiers_counter_refuse;
CREATE TRIGGER dossiers_numberyear_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON dossiers_numberyear
    FOR EACH STATEMENT EXECUTE FUNCTION dossiers_refuse();
"""

BACK = """
INSERT INTO dossiers_counter (series, last)
    SELECT 'dossier:' || y.year, max(substring(d.number from '[0-9]+$')::int)
    FROM dossiers_numberyear y JOIN dossiers_dossier d ON d.number LIKE '%-' || y.year || '-%' GROUP BY y.year;
DROP SEQUENCE dossiers_number;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0008_times_of_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("before", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(SEQUENCE, BACK),
    ]
