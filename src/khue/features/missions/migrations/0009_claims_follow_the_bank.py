"""Open claims get a receivable at the treasury; what was recovered follows its bank lines, so it can fall when a match is undone."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from khue.features.treasury.domain.reference import RECEIVABLES, reference_of

FIXED = """
CREATE OR REPLACE FUNCTION missions_claim_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.support_id, NEW.revision_id, NEW.debtor_id, NEW.amount, NEW.claimed_on)
        IS DISTINCT FROM (OLD.support_id, OLD.revision_id, OLD.debtor_id, OLD.amount, OLD.claimed_on) THEN
        RAISE EXCEPTION 'claim % is fixed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'missions_claim_fixed';
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = FIXED.replace("OLD.claimed_on) THEN", "OLD.claimed_on)\n        OR NEW.recovered < OLD.recovered THEN")


def open_receivables(apps: Any, schema_editor: Any) -> None:
    """For claims that arose before there were receivables: what is still owed."""
    owner = schema_editor.connection.alias
    claims = apps.get_model("missions", "RecoveryClaim").objects.using(owner).filter(settled_on__isnull=True)
    receivables = apps.get_model("treasury", "Receivable").objects.using(owner)
    accounts = apps.get_model("treasury", "CityAccount").objects.using(owner)
    with schema_editor.connection.cursor() as cursor:
        for claim in claims.select_related("support", "debtor").order_by("pk"):
            cursor.execute("SELECT nextval(pg_get_serial_sequence('treasury_receivable', 'id')), now()")
            number, moment = cursor.fetchone()
            receivables.create(
                id=number,
                reference=reference_of(moment.year, number % 1_000_000, RECEIVABLES),
                subject=f"claim:{claim.pk}",
                line=claim.support.budget_line,
                party=f"party:{claim.debtor_id}",
                party_name=claim.debtor.name[:200],
                account=accounts.order_by("pk").first(),
                amount=claim.amount - claim.recovered,
                expected_at=moment,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("missions", "0008_payment_orders"),
        ("treasury", "0006_receivable_guards"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FIXED, BEFORE),
        migrations.RunPython(open_receivables, migrations.RunPython.noop),
    ]
