import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0002_request_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("detected_at", models.DateTimeField()),
                ("happened", models.TextField()),
                ("kinds", models.TextField()),
                ("people", models.PositiveIntegerField(null=True)),
                ("severity", models.CharField(max_length=10)),
                ("measures", models.TextField(blank=True)),
                ("state", models.CharField(default="open", max_length=10)),
                ("due_at", models.DateTimeField(null=True)),
                ("hours", models.PositiveIntegerField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
                ("recorded_by", models.CharField(max_length=40)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("warned", models.PositiveSmallIntegerField(null=True)),
                ("fixed_on", models.DateField(null=True)),
                ("fixed_by", models.CharField(blank=True, max_length=40)),
                ("fixed_by_name", models.CharField(blank=True, max_length=200)),
                ("fix", models.TextField(blank=True)),
                ("keep_until", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-detected_at", "-id"], name="breach_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "notified", "fixed"])), name="breach_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["low", "medium", "high", "critical"])),
                        name="breach_severity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("notified_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("notified_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="notified_breach_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("fixed_on__isnull", False), ("state", "fixed"), models.Q(("fix", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "fixed"), _negated=True),
                                ("fixed_on__isnull", True),
                                ("keep_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="fixed_breach_says_when_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("keep_until__isnull", True), ("keep_until__gt", models.F("fixed_on")), _connector="OR"
                        ),
                        name="breach_kept_after_its_fix",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("sent_to", models.CharField(max_length=300)),
                ("how", models.CharField(max_length=300)),
                ("sent_at", models.DateTimeField()),
                ("happened", models.TextField()),
                ("people", models.PositiveIntegerField(null=True)),
                ("measures", models.TextField()),
                ("late_ground", models.TextField(blank=True)),
                ("recorded_by", models.CharField(max_length=40)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("file", models.UUIDField(null=True)),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="privacy.breach"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("breach", "number"), name="breach_notice_number_once")],
            },
        ),
        migrations.CreateModel(
            name="BreachWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="privacy.breach"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("breach", "party"), name="told_of_a_breach_once")],
            },
        ),
    ]
