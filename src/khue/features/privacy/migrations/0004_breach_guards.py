"""The last guards of a breach: its clock is fixed, what was sent stays, its file goes only after the years of the law.

Plain PostgreSQL 15+, no extension. The day on which a file may go is that of the database's own clock.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_breach_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.detected_at, NEW.due_at, NEW.hours, NEW.recorded_at, NEW.recorded_by, NEW.happened, NEW.kinds)
        IS DISTINCT FROM
        (OLD.number, OLD.detected_at, OLD.due_at, OLD.hours, OLD.recorded_at, OLD.recorded_by, OLD.happened, OLD.kinds)
        OR (OLD.notified_at IS NOT NULL AND NEW.notified_at IS DISTINCT FROM OLD.notified_at) THEN
        RAISE EXCEPTION 'what breach % was, and when, is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_breach_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_breach_fixed BEFORE UPDATE ON privacy_breach
    FOR EACH ROW EXECUTE FUNCTION privacy_breach_fixed();
CREATE TRIGGER privacy_breach_final BEFORE UPDATE ON privacy_breach
    FOR EACH ROW WHEN (OLD.state = 'fixed') EXECUTE FUNCTION privacy_refuse();

CREATE FUNCTION privacy_breach_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    until date;
    label text;
BEGIN
    IF TG_TABLE_NAME = 'privacy_breach' THEN
        until := OLD.keep_until;
        label := OLD.number;
    ELSE
        SELECT b.keep_until, b.number INTO until, label FROM privacy_breach b WHERE b.id = OLD.breach_id;
    END IF;
    IF until IS NULL OR current_date < until THEN
        RAISE EXCEPTION 'the file of breach % is kept until %', label, coalesce(until::text, 'a day that is not known')
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_breach_kept';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER privacy_breach_kept BEFORE DELETE ON privacy_breach
    FOR EACH ROW EXECUTE FUNCTION privacy_breach_kept();
CREATE TRIGGER privacy_breachnotice_kept BEFORE DELETE ON privacy_breachnotice
    FOR EACH ROW EXECUTE FUNCTION privacy_breach_kept();
CREATE TRIGGER privacy_breachword_kept BEFORE DELETE ON privacy_breachword
    FOR EACH ROW EXECUTE FUNCTION privacy_breach_kept();

-- The file is rendered after the notice was recorded: it may come once, and nothing else of a notice changes.
CREATE FUNCTION privacy_notice_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'file' IS DISTINCT FROM to_jsonb(OLD) - 'file' OR OLD.file IS NOT NULL THEN
        RAISE EXCEPTION 'a notice that was sent stays as it was sent'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'privacy_notice_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_notice_fixed BEFORE UPDATE ON privacy_breachnotice
    FOR EACH ROW EXECUTE FUNCTION privacy_notice_fixed();
CREATE TRIGGER privacy_breachword_fixed BEFORE UPDATE ON privacy_breachword
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();
"""
TRUNCATES = "".join(
    f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();\n"
    for table in ("privacy_breach", "privacy_breachnotice", "privacy_breachword")
)
BACK = """
DROP FUNCTION privacy_breach_fixed, privacy_breach_kept, privacy_notice_fixed CASCADE;
DROP TRIGGER privacy_breach_final ON privacy_breach;
DROP TRIGGER privacy_breachword_fixed ON privacy_breachword;
""" + "".join(
    f"DROP TRIGGER {table}_truncate ON {table};\n"
    for table in ("privacy_breach", "privacy_breachnotice", "privacy_breachword")
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_breaches")]

    operations = [migrations.RunSQL(GUARDS + TRUNCATES, BACK)]
