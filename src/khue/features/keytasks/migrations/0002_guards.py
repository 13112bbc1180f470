"""What was given, found, filed or said of a key task never changes; ends and answers are added once.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION keytasks_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    open_columns text[] := TG_ARGV[1:];
    closed_by text := TG_ARGV[0];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% keeps what it holds', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'keytasks_kept';
    END IF;
    IF (to_jsonb(OLD) - open_columns) IS DISTINCT FROM (to_jsonb(NEW) - open_columns) THEN
        RAISE EXCEPTION 'what % holds does not change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'keytasks_kept';
    END IF;
    IF closed_by <> '' AND coalesce(to_jsonb(OLD) ->> closed_by, '') <> '' AND to_jsonb(OLD) IS DISTINCT FROM to_jsonb(NEW) THEN
        RAISE EXCEPTION '% % was closed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'keytasks_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION keytasks_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% keeps what it holds', TG_TABLE_NAME USING ERRCODE = 'restrict_violation', CONSTRAINT = 'keytasks_kept';
END $$;
"""
# Table → the column that closes a row for good (empty: none), and the columns that may be written after the first day.
KEPT = {
    "benefit": ("ended_on", "ended_on", "end_ground"),
    "examination": ("",),
    "councilopinion": ("",),
    "filing": ("outcome", "outcome", "note", "checked_by", "checked_by_name", "checked_at"),
    "withdrawal": (
        "outcome", "statement", "papers", "answered_by", "answered_at", "outcome", "decision_ground", "decided_by", "decided_by_name", "decided_on",
    ),
}  # fmt: skip


def _trigger(table: str, arguments: tuple[str, ...]) -> str:
    given = ", ".join(f"'{one}'" for one in arguments)
    return (
        f"CREATE TRIGGER keytasks_{table}_kept BEFORE UPDATE OR DELETE ON keytasks_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION keytasks_kept({given});\n"
        f"CREATE TRIGGER keytasks_{table}_whole BEFORE TRUNCATE ON keytasks_{table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION keytasks_refuse();\n"
    )


class Migration(migrations.Migration):
    dependencies = [("keytasks", "0001_recognitions_reports_withdrawals")]
    operations = [
        migrations.RunSQL(
            sql=FUNCTIONS + "".join(_trigger(table, arguments) for table, arguments in KEPT.items()),
            reverse_sql="".join(
                f"DROP TRIGGER keytasks_{table}_kept ON keytasks_{table};\nDROP TRIGGER keytasks_{table}_whole ON keytasks_{table};\n"
                for table in KEPT
            )
            + "DROP FUNCTION keytasks_kept();\nDROP FUNCTION keytasks_refuse();\n",
        )
    ]
