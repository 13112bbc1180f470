"""A claim keeps who wanted what, and why; only that it was withdrawn is added, once."""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE TRIGGER results_transferclaim_fixed BEFORE UPDATE ON results_transferclaim FOR EACH ROW EXECUTE FUNCTION results_only(
    'withdrawn_at', 'withdrawn_by', 'ground');
CREATE TRIGGER results_transferclaim_stays BEFORE DELETE ON results_transferclaim FOR EACH STATEMENT EXECUTE FUNCTION results_refuse();
"""
FALL = """
DROP TRIGGER results_transferclaim_fixed ON results_transferclaim;
DROP TRIGGER results_transferclaim_stays ON results_transferclaim;
"""


class Migration(migrations.Migration):
    dependencies = [("results", "0006_transfer_claims")]
    operations = [migrations.RunSQL(sql=KEPT, reverse_sql=FALL)]
