"""A sealed dossier says what it said when it was sealed: the database refuses anything else, whoever asks."""

from __future__ import annotations

from django.db import migrations

SEALED = """
CREATE FUNCTION dossiers_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.answers, NEW.version_id, NEW.applicant_id, NEW.envelope, NEW.section_versions)
        IS DISTINCT FROM (OLD.answers, OLD.version_id, OLD.applicant_id, OLD.envelope, OLD.section_versions) THEN
        RAISE EXCEPTION 'dossier % is sealed: what it says is fixed', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_dossier_sealed BEFORE UPDATE ON dossiers_dossier
    FOR EACH ROW WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION dossiers_sealed();
CREATE FUNCTION dossiers_sealed_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM dossiers_dossier d
               WHERE d.id = COALESCE(NEW.dossier_id, OLD.dossier_id) AND d.sealed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'dossier % is sealed: its files are fixed', COALESCE(NEW.dossier_id, OLD.dossier_id)
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'dossiers_sealed';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER dossiers_draftfile_sealed BEFORE INSERT OR UPDATE OR DELETE ON dossiers_draftfile
    FOR EACH ROW EXECUTE FUNCTION dossiers_sealed_files();
"""
BACK = "DROP FUNCTION dossiers_sealed, dossiers_sealed_files CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0010_envelopes")]

    operations = [migrations.RunSQL(SEALED, BACK)]
