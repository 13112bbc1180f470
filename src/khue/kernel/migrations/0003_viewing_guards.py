"""The log of who looked at whose data only grows, like the audit."""

from django.db import migrations

GUARD = """
CREATE TRIGGER personal_view_stays BEFORE UPDATE OR DELETE ON kernel_personalview
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER personal_view_no_truncate BEFORE TRUNCATE ON kernel_personalview
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse();
"""
UNGUARD = """
DROP TRIGGER personal_view_stays ON kernel_personalview;
DROP TRIGGER personal_view_no_truncate ON kernel_personalview;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_audit_guards")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
