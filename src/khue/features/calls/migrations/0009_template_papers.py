import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0008_stage_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="TemplatePaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("question", models.CharField(blank=True, max_length=60)),
                ("no", models.PositiveSmallIntegerField(default=1)),
                ("ground", models.TextField(blank=True)),
                ("file", models.UUIDField(unique=True)),
                ("added_by", models.CharField(max_length=40)),
                ("added_by_name", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="templates", to="calls.call"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="calls.templatepaper",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["call", "id"], name="template_paper_of_call")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("no", 1), ("replaces", None)),
                            models.Q(
                                ("no__gt", 1), ("replaces__isnull", False), models.Q(("ground", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="template_paper_version_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="template_paper_has_a_title"
                    ),
                ],
            },
        ),
    ]
