import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0006_consent_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=60)),
                ("label", models.CharField(blank=True, max_length=300)),
                ("ground", models.CharField(max_length=500)),
                ("parameter", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(default="proposed", max_length=10)),
                ("proposed_by", models.CharField(max_length=40)),
                ("proposed_by_name", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_by_name", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decline_ground", models.CharField(blank=True, max_length=500)),
                ("counts", models.JSONField(default=dict)),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.subjectrequest",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-proposed_at", "-id"], name="erasure_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["draft", "person", "breach"])), name="erasure_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "done", "declined"])), name="erasure_state_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("subject",),
                        name="one_open_erasure_per_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "done")), fields=("subject",), name="erased_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("state", "proposed")),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decided_erasure_says_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(models.Q(("decided_by", models.F("proposed_by")), _negated=True), ("label", "")),
                            _connector="OR",
                        ),
                        name="erasure_done_by_two_and_names_nobody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("decline_ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_erasure_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="erasure_has_ground"
                    ),
                ],
            },
        ),
    ]
