"""A version is edited until it is run and never afterwards; a result stays as it was found; what is published stays.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION policylab_version_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published'
        OR (NEW.id, NEW.study_id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.study_id, OLD.number)
        OR (OLD.state <> 'draft' AND (NEW.content, NEW.inputs_digest, NEW.title_vi, NEW.title_en)
            IS DISTINCT FROM (OLD.content, OLD.inputs_digest, OLD.title_vi, OLD.title_en))
        OR (OLD.result IS NOT NULL AND (NEW.result, NEW.past, NEW.control_digest)
            IS DISTINCT FROM (OLD.result, OLD.past, OLD.control_digest))
        OR (NEW.state = 'draft' AND OLD.state <> 'draft')
        OR (OLD.state = 'done' AND NEW.state NOT IN ('done', 'published'))
    THEN
        RAISE EXCEPTION 'version % of a study is fixed', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'policylab_version_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policylab_version_fixed BEFORE UPDATE ON policylab_studyversion
    FOR EACH ROW EXECUTE FUNCTION policylab_version_fixed();

CREATE FUNCTION policylab_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'policylab_append_only';
END $$;
CREATE TRIGGER policylab_version_kept BEFORE DELETE OR TRUNCATE ON policylab_studyversion
    FOR EACH STATEMENT EXECUTE FUNCTION policylab_refuse();
CREATE TRIGGER policylab_study_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON policylab_study
    FOR EACH STATEMENT EXECUTE FUNCTION policylab_refuse();
CREATE TRIGGER policylab_publication_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON policylab_publication
    FOR EACH STATEMENT EXECUTE FUNCTION policylab_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("policylab", "0001_studies")]

    operations = [
        migrations.RunSQL(GUARDS, "DROP FUNCTION policylab_version_fixed, policylab_refuse CASCADE"),
    ]
