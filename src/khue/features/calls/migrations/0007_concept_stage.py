import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0006_round_guards"),
        ("people", "0008_restriction"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="call",
            name="one_live_call_per_order",
        ),
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_outcome_says_why",
        ),
        migrations.RemoveConstraint(
            model_name="proposal",
            name="proposal_state_known",
        ),
        migrations.AddField(
            model_name="call",
            name="concept_call",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="full_calls", to="calls.call"
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="stage",
            field=models.CharField(default="full", max_length=10),
        ),
        migrations.AddField(
            model_name="proposal",
            name="concept",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="full_proposals",
                to="calls.proposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["concept", "full"])), name="call_stage_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "concept"), _negated=True),
                    models.Q(("concept_call", None), ("mode", "selection")),
                    _connector="OR",
                ),
                name="concept_call_is_a_selection",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("order", "stage"),
                name="one_live_call_per_order_and_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "writing",
                            "handed_in",
                            "opened",
                            "returned",
                            "recommended",
                            "not_recommended",
                            "invited",
                            "not_invited",
                            "funded",
                            "refused",
                            "given_up",
                            "withdrawn",
                            "void",
                        ],
                    )
                ),
                name="proposal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["recommended", "not_recommended", "invited", "not_invited"]), _negated=True
                    ),
                    models.Q(models.Q(("outcome_ground", ""), _negated=True), ("outcome_at__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_outcome_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["given_up", "void"]), _negated=True),
                fields=("concept",),
                name="one_full_proposal_per_concept",
            ),
        ),
    ]
