from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("party", models.CharField(max_length=40)),
                ("party_name", models.CharField(max_length=200)),
                ("details", models.TextField(blank=True)),
                ("channel", models.CharField(max_length=8)),
                ("identity", models.CharField(blank=True, max_length=500)),
                ("entered_by", models.CharField(max_length=40)),
                ("entered_by_name", models.CharField(max_length=200)),
                ("received_at", models.DateTimeField()),
                ("received_on", models.DateField()),
                ("state", models.CharField(default="received", max_length=10)),
                ("binding", models.BooleanField(default=True)),
                ("answer_due_on", models.DateField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=40)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("answer", models.TextField(blank=True)),
                ("legal_ground", models.CharField(blank=True, max_length=500)),
                ("third_party", models.BooleanField(default=False)),
                ("term", models.CharField(blank=True, max_length=60)),
                ("carry_due_on", models.DateField(null=True)),
                ("first_due_on", models.DateField(null=True)),
                ("extended_on", models.DateField(null=True)),
                ("extended_by", models.CharField(blank=True, max_length=40)),
                ("extended_by_name", models.CharField(blank=True, max_length=200)),
                ("extension_ground", models.TextField(blank=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=40)),
                ("ended_by_name", models.CharField(blank=True, max_length=200)),
                ("outcome", models.TextField(blank=True)),
                ("told", models.TextField(blank=True)),
                ("warned_for", models.DateField(null=True)),
                ("sort_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_on", "id"], name="subject_request_by_due_day"),
                    models.Index(fields=["party", "-id"], name="subject_request_of_party"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["received", "accepted", "refused", "done", "withdrawn"])),
                        name="subject_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "online"), ("identity", "")),
                            models.Q(("channel", "paper"), models.Q(("identity", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paper_request_says_who_it_was",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by", models.F("party")), _negated=True),
                            models.Q(("extended_by", models.F("party")), _negated=True),
                            models.Q(
                                models.Q(("ended_by", models.F("party")), _negated=True),
                                ("state", "withdrawn"),
                                _connector="OR",
                            ),
                        ),
                        name="subject_request_handled_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "withdrawn"]),
                            models.Q(
                                ("answered_on__isnull", False),
                                models.Q(("answered_by", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="answered_request_says_who_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("legal_ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_request_has_legal_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "refused", "withdrawn"]),
                            ("carry_due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="accepted_request_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "accepted"]), ("ended_on__isnull", False), _connector="OR"
                        ),
                        name="ended_request_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="done_request_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("carry_due_on", models.F("first_due_on")),
                                ("extended_by", ""),
                                ("extended_on__isnull", True),
                                ("extension_ground", ""),
                            ),
                            models.Q(
                                ("carry_due_on__isnull", True),
                                ("extended_on__isnull", True),
                                ("first_due_on__isnull", True),
                            ),
                            models.Q(
                                ("carry_due_on__gt", models.F("first_due_on")),
                                ("extended_on__lte", models.F("first_due_on")),
                                models.Q(("extension_ground", ""), _negated=True),
                                models.Q(("extended_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="extension_told_in_time_with_ground",
                    ),
                ],
            },
        ),
    ]
