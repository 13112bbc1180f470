import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_breach_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=60)),
                ("seq", models.PositiveIntegerField()),
                ("action", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField()),
                ("text_vi", models.TextField()),
                ("text_en", models.TextField(blank=True)),
                ("language", models.CharField(max_length=2)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=40)),
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
                "indexes": [models.Index(fields=["purpose", "party", "-seq"], name="consent_standing")],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "purpose", "seq"), name="consent_act_once"),
                    models.CheckConstraint(
                        condition=models.Q(("action__in", ["given", "withdrawn"])), name="consent_act_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="consent_acts_from_one"),
                ],
            },
        ),
    ]
