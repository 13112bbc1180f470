"""What was confirmed and what was an edition of the law stays as it was written."""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION rulebook_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rulebook_kept';
END $$;
"""
GUARDS = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION rulebook_refuse();\n"
    for table in ("rulebook_confirmation", "rulebook_edition")
)


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_confirmations_and_editions")]

    operations = [migrations.RunSQL(REFUSE + GUARDS, "DROP FUNCTION rulebook_refuse CASCADE;")]
