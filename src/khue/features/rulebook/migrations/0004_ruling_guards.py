"""What a rule said in a decision stays as it was written."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE TRIGGER rulebook_keptruling_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON rulebook_keptruling
    FOR EACH STATEMENT EXECUTE FUNCTION rulebook_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0003_rulings")]

    operations = [migrations.RunSQL(GUARD, "DROP TRIGGER rulebook_keptruling_kept ON rulebook_keptruling;")]
