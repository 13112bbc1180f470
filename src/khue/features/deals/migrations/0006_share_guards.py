"""A share that was settled stands; only how it is paid moves on, and never to another receiver, role or sum."""

from __future__ import annotations

from django.db import migrations

NOW = """
DROP TRIGGER deals_dealshare_refuse ON deals_dealshare;
CREATE TRIGGER deals_share_fixed BEFORE UPDATE ON deals_dealshare FOR EACH ROW
    EXECUTE FUNCTION deals_only('state', 'order', 'paid_on', 'payment');
CREATE FUNCTION deals_share_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state = 'due' AND NEW.state = 'paid') OR (OLD.state = 'paid' AND NEW.state = 'due')
        OR (OLD.state <> 'due' AND NEW."order" IS DISTINCT FROM OLD."order" AND NEW.state <> 'due') THEN
        RAISE EXCEPTION 'share % is paid by its order', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'deals_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deals_share_steps BEFORE UPDATE ON deals_dealshare FOR EACH ROW EXECUTE FUNCTION deals_share_steps();
"""
BEFORE = """
DROP TRIGGER deals_share_steps ON deals_dealshare;
DROP FUNCTION deals_share_steps();
DROP TRIGGER deals_share_fixed ON deals_dealshare;
CREATE TRIGGER deals_dealshare_refuse BEFORE UPDATE ON deals_dealshare FOR EACH STATEMENT EXECUTE FUNCTION deals_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0005_shares_paid")]
    operations = [migrations.RunSQL(sql=NOW, reverse_sql=BEFORE)]
