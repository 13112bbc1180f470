"""A claim keeps who owes how much; only what came back is added."""

from __future__ import annotations

from django.db import migrations

KEPT = """
CREATE TRIGGER results_payoutclaim_fixed BEFORE UPDATE ON results_payoutclaim FOR EACH ROW EXECUTE FUNCTION results_only(
    'recovered', 'settled_on');
CREATE TRIGGER results_payoutclaim_stays BEFORE DELETE ON results_payoutclaim FOR EACH STATEMENT EXECUTE FUNCTION results_refuse();
"""
FALL = """
DROP TRIGGER results_payoutclaim_fixed ON results_payoutclaim;
DROP TRIGGER results_payoutclaim_stays ON results_payoutclaim;
"""


class Migration(migrations.Migration):
    dependencies = [("results", "0004_corrections_after_payment")]
    operations = [migrations.RunSQL(sql=KEPT, reverse_sql=FALL)]
