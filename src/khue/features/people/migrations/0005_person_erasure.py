import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_dated_changes_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonErasure",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="people.party",
                    ),
                ),
                ("ground", models.CharField(max_length=500)),
                ("erased_at", models.DateTimeField()),
                ("proposed_by", models.CharField(max_length=60)),
                ("erased_by", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="person_erasure_has_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("erased_by", models.F("proposed_by")), _negated=True),
                        name="person_erasure_by_two",
                    ),
                ],
            },
        ),
    ]
