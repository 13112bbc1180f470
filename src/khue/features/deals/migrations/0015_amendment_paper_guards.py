"""What a signed amendment prints stands; its file is put there once, and no sheet goes away."""

from __future__ import annotations

from django.db import migrations

NOW = """
CREATE TRIGGER deals_amendmentpaper_fixed BEFORE UPDATE ON deals_amendmentpaper FOR EACH ROW EXECUTE FUNCTION deals_only('file');
CREATE TRIGGER deals_amendmentpaper_filed BEFORE UPDATE ON deals_amendmentpaper FOR EACH ROW
    WHEN (OLD.file IS NOT NULL) EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_amendmentpaper_stays BEFORE DELETE ON deals_amendmentpaper FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
"""
BEFORE = """
DROP TRIGGER deals_amendmentpaper_fixed ON deals_amendmentpaper;
DROP TRIGGER deals_amendmentpaper_filed ON deals_amendmentpaper;
DROP TRIGGER deals_amendmentpaper_stays ON deals_amendmentpaper;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0014_amendment_papers")]
    operations = [migrations.RunSQL(sql=NOW, reverse_sql=BEFORE)]
