"""Consents only grow, and an act that changes nothing is refused.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION privacy_consent_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT seq, action, version INTO last FROM privacy_consentrecord
        WHERE party = NEW.party AND purpose = NEW.purpose ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> coalesce(last.seq, 0) + 1
        OR (last.action = NEW.action AND (NEW.action = 'withdrawn' OR last.version = NEW.version)) THEN
        RAISE EXCEPTION 'consent of % to %: this act follows no other', NEW.party, NEW.purpose
            USING ERRCODE = 'check_violation', CONSTRAINT = 'privacy_consent_follows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER privacy_consent_follows BEFORE INSERT ON privacy_consentrecord
    FOR EACH ROW EXECUTE FUNCTION privacy_consent_follows();
CREATE TRIGGER privacy_consent_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON privacy_consentrecord
    FOR EACH STATEMENT EXECUTE FUNCTION privacy_refuse();
"""
BACK = """
DROP FUNCTION privacy_consent_follows CASCADE;
DROP TRIGGER privacy_consent_kept ON privacy_consentrecord;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_consents")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
