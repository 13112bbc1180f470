"""Template papers that applicants worked with stay as they were."""

from __future__ import annotations

from django.db import migrations

KEPT = (
    "CREATE TRIGGER calls_templatepaper_refuse BEFORE UPDATE OR DELETE ON calls_templatepaper"
    " FOR EACH ROW EXECUTE FUNCTION calls_refuse();"
)


class Migration(migrations.Migration):
    dependencies = [("calls", "0009_template_papers")]

    operations = [migrations.RunSQL(KEPT, "DROP TRIGGER calls_templatepaper_refuse ON calls_templatepaper;")]
