"""The log of looks only grows; one thing may go: the name of a viewer whose record was lawfully erased. The key stays.

The application's role may not update the table: this function, run with its owner's rights, is the one way for it to do so.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION kernel_view_only_unnamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.viewer_name <> '' OR to_jsonb(NEW) - 'viewer_name' IS DISTINCT FROM to_jsonb(OLD) - 'viewer_name' THEN
        RAISE EXCEPTION 'of a look only the name of its viewer can be erased'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER personal_view_stays ON kernel_personalview;
CREATE TRIGGER personal_view_stays BEFORE DELETE ON kernel_personalview
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER personal_view_only_unnamed BEFORE UPDATE ON kernel_personalview
    FOR EACH ROW EXECUTE FUNCTION kernel_view_only_unnamed();

CREATE FUNCTION kernel_unname_viewer(wanted text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE kernel_personalview SET viewer_name = '' WHERE viewer = wanted AND viewer_name <> '';
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""
UNGUARD = """
DROP FUNCTION kernel_unname_viewer(text);
DROP TRIGGER personal_view_only_unnamed ON kernel_personalview;
DROP TRIGGER personal_view_stays ON kernel_personalview;
DROP FUNCTION kernel_view_only_unnamed();
CREATE TRIGGER personal_view_stays BEFORE UPDATE OR DELETE ON kernel_personalview
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_keys_of_other_systems")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
