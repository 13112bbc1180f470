"""What was said of an expert or investor stands. Plain PostgreSQL 15+, no extension."""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE TRIGGER matching_third_answer_fixed BEFORE UPDATE ON matching_thirdanswer FOR EACH ROW EXECUTE FUNCTION matching_only('stands');
CREATE TRIGGER matching_third_answer_kept BEFORE DELETE OR TRUNCATE ON matching_thirdanswer FOR EACH STATEMENT EXECUTE FUNCTION matching_never();
"""
BACK = """
DROP TRIGGER matching_third_answer_kept ON matching_thirdanswer;
DROP TRIGGER matching_third_answer_fixed ON matching_thirdanswer;
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_third_answers")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
