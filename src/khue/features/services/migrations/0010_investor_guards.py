"""What an investor said only grows, like the rest of an entry. Plain PostgreSQL 15+, no extension."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE TRIGGER services_investorsearch_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON services_investorsearch
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
"""
BACK = "DROP TRIGGER services_investorsearch_grows ON services_investorsearch;"


class Migration(migrations.Migration):
    dependencies = [("services", "0009_investor_searches")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
