"""A saved check stays as it was saved until its owner deletes it.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

FIXED = """
CREATE FUNCTION eligibility_saved_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a saved check is never changed, only deleted'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'eligibility_saved_fixed';
END $$;
CREATE TRIGGER eligibility_saved_fixed BEFORE UPDATE ON eligibility_savedcheck
    FOR EACH ROW EXECUTE FUNCTION eligibility_saved_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0001_saved_checks")]

    operations = [migrations.RunSQL(FIXED, "DROP FUNCTION eligibility_saved_fixed CASCADE")]
