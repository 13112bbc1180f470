"""The rights of a key never change either."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION kernel_access_key_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'access key %: keys are revoked, never deleted', OLD.prefix;
    END IF;
    IF (NEW.prefix, NEW.hash, NEW.name, NEW.organisation, NEW.holder, NEW.scopes, {rights}NEW.per_minute,
        NEW.valid_from, NEW.valid_until, NEW.made_by, NEW.made_at)
       IS DISTINCT FROM
       (OLD.prefix, OLD.hash, OLD.name, OLD.organisation, OLD.holder, OLD.scopes, {old}OLD.per_minute,
        OLD.valid_from, OLD.valid_until, OLD.made_by, OLD.made_at) THEN
        RAISE EXCEPTION 'access key %: what it was made for does not change', OLD.prefix;
    END IF;
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
        RAISE EXCEPTION 'access key %: revoked is revoked', OLD.prefix;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_keys_of_staff")]
    operations = [
        migrations.RunSQL(
            sql=GUARD.replace("{rights}", "NEW.rights, ").replace("{old}", "OLD.rights, "),
            reverse_sql=GUARD.replace("{rights}", "").replace("{old}", ""),
        )
    ]
