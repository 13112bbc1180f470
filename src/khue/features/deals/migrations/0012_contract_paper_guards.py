"""What a signed contract prints stands; its file is put there once, and no sheet goes away."""

from __future__ import annotations

from django.db import migrations

NOW = """
CREATE TRIGGER deals_contractpaper_fixed BEFORE UPDATE ON deals_contractpaper FOR EACH ROW EXECUTE FUNCTION deals_only('file');
CREATE TRIGGER deals_contractpaper_filed BEFORE UPDATE ON deals_contractpaper FOR EACH ROW
    WHEN (OLD.file IS NOT NULL) EXECUTE FUNCTION deals_refuse();
CREATE TRIGGER deals_contractpaper_stays BEFORE DELETE ON deals_contractpaper FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
"""
BEFORE = """
DROP TRIGGER deals_contractpaper_fixed ON deals_contractpaper;
DROP TRIGGER deals_contractpaper_filed ON deals_contractpaper;
DROP TRIGGER deals_contractpaper_stays ON deals_contractpaper;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0011_contract_papers")]
    operations = [migrations.RunSQL(sql=NOW, reverse_sql=BEFORE)]
