"""Decks, readings and what a project says only grow; interests and readers change in what comes after them alone.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GROWS = ("capitalproject", "capitaldeck", "deckreading")
GUARDS = """
CREATE TRIGGER services_interest_fixed BEFORE UPDATE ON services_capitalinterest FOR EACH ROW EXECUTE FUNCTION services_only(
    'state', 'answer', 'answered_by_name', 'answered_at', 'withdrawn_at');
CREATE TRIGGER services_interest_forward BEFORE UPDATE ON services_capitalinterest FOR EACH ROW EXECUTE FUNCTION services_forward(
    'given>welcomed', 'given>declined', 'given>withdrawn', 'welcomed>withdrawn');
CREATE TRIGGER services_interest_never_deleted BEFORE DELETE OR TRUNCATE ON services_capitalinterest
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_reader_fixed BEFORE UPDATE ON services_deckreader FOR EACH ROW EXECUTE FUNCTION services_only(
    'ended_at', 'end_ground');
CREATE TRIGGER services_reader_over BEFORE UPDATE ON services_deckreader FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_reader_never_deleted BEFORE DELETE OR TRUNCATE ON services_deckreader
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
"""
GUARDS += "".join(
    f"CREATE TRIGGER services_{name}_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON services_{name}"
    " FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();\n"
    for name in GROWS
)
TRIGGERS = {
    "capitalinterest": ("services_interest_fixed", "services_interest_forward", "services_interest_never_deleted"),
    "deckreader": ("services_reader_fixed", "services_reader_over", "services_reader_never_deleted"),
    **{name: (f"services_{name}_grows",) for name in GROWS},
}
BACK = "".join(f"DROP TRIGGER {name} ON services_{table};\n" for table, names in TRIGGERS.items() for name in names)


class Migration(migrations.Migration):
    dependencies = [("services", "0007_capital")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
