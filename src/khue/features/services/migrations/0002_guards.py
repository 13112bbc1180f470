"""What was announced stays as it was read: only a withdrawal is added, once.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION services_announcement_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL
        OR (NEW.id, NEW.title_vi, NEW.title_en, NEW.body_vi, NEW.body_en, NEW.from_on, NEW.until_on, NEW.put_by, NEW.put_by_name, NEW.put_at)
            IS DISTINCT FROM
           (OLD.id, OLD.title_vi, OLD.title_en, OLD.body_vi, OLD.body_en, OLD.from_on, OLD.until_on, OLD.put_by, OLD.put_by_name, OLD.put_at)
    THEN
        RAISE EXCEPTION 'announcement % is fixed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'services_announcement_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_announcement_kept BEFORE UPDATE ON services_announcement
    FOR EACH ROW EXECUTE FUNCTION services_announcement_kept();

CREATE FUNCTION services_refuse() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'services_never_deleted';
END $$;
CREATE TRIGGER services_announcement_never_deleted BEFORE DELETE OR TRUNCATE ON services_announcement
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_announcements")]

    operations = [
        migrations.RunSQL(GUARDS, "DROP FUNCTION services_announcement_kept, services_refuse CASCADE"),
    ]
