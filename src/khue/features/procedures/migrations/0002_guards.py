"""What the database refuses: a change of a draft that has ended, of what was once written, of a case that is done."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION procedures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'procedures_kept';
END $$;
CREATE TRIGGER procedures_draftedit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON procedures_draftedit
    FOR EACH STATEMENT EXECUTE FUNCTION procedures_refuse();
CREATE TRIGGER procedures_definitiondraft_ended BEFORE UPDATE ON procedures_definitiondraft
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION procedures_refuse();
CREATE TRIGGER procedures_migratedcase_done BEFORE UPDATE ON procedures_migratedcase
    FOR EACH ROW WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION procedures_refuse();
CREATE TRIGGER procedures_casemigration_fixed BEFORE UPDATE ON procedures_casemigration
    FOR EACH ROW WHEN (to_jsonb(NEW) - 'ended_at' IS DISTINCT FROM to_jsonb(OLD) - 'ended_at' OR OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION procedures_refuse();
"""
_KEPT = ("procedures_definitiondraft", "procedures_casemigration", "procedures_migratedcase")
KEPT = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION procedures_refuse();\n"
    for table in _KEPT
)


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS + KEPT, "DROP FUNCTION procedures_refuse CASCADE;")]
