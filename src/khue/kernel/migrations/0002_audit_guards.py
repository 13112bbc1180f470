"""Guards of the audit: nothing is changed or removed, a link that does not fit is refused, values can only be erased."""

from django.db import migrations

NO_CHANGE = """
CREATE FUNCTION kernel_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit only grows: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_record_stays BEFORE UPDATE OR DELETE ON kernel_auditrecord
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE ON kernel_auditrecord
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER audit_checkpoint_stays BEFORE UPDATE OR DELETE ON kernel_auditcheckpoint
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON kernel_auditcheckpoint
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER audit_values_stay BEFORE DELETE ON kernel_auditvalues
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
CREATE TRIGGER audit_values_no_truncate BEFORE TRUNCATE ON kernel_auditvalues
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_audit_refuse();
"""

CHECK_RECORD = """
CREATE FUNCTION kernel_audit_check_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said json;
    before record;
BEGIN
    IF NEW.hash <> sha256(convert_to(NEW.body, 'UTF8')) THEN
        RAISE EXCEPTION 'audit %, #%: the hash is not that of the body', NEW.chain, NEW.seq
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    said := NEW.body::json;
    IF (said ->> 'chain', said ->> 'seq', said ->> 'actor', said ->> 'deed', (said ->> 'at')::timestamptz)
        IS DISTINCT FROM (NEW.chain, NEW.seq::text, NEW.actor, NEW.deed, NEW.at)
        OR NEW.subjects IS DISTINCT FROM ARRAY(SELECT json_array_elements_text(said -> 'subjects'))
    THEN
        RAISE EXCEPTION 'audit %, #%: the columns do not say what the body says', NEW.chain, NEW.seq
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT id, seq, encode(hash, 'hex') AS hash INTO before
        FROM kernel_auditrecord WHERE chain = NEW.chain ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> coalesce(before.seq, 0) + 1
        OR (said ->> 'prev') IS DISTINCT FROM coalesce(before.hash, repeat('0', 64))
        OR NEW.id <= coalesce(before.id, 0)
    THEN
        RAISE EXCEPTION 'audit %, #%: the record does not link to the last one of its chain', NEW.chain, NEW.seq
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.id <= (SELECT max(last_id) FROM kernel_auditcheckpoint) THEN
        RAISE EXCEPTION 'audit %, #%: its number lies inside a sealed checkpoint', NEW.chain, NEW.seq
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_record_links BEFORE INSERT ON kernel_auditrecord
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_check_record();
"""

CHECK_VALUES = """
CREATE FUNCTION kernel_audit_check_values() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    promised text;
BEGIN
    SELECT body::json ->> NEW.part INTO promised FROM kernel_auditrecord WHERE id = NEW.record_id;
    IF promised IS DISTINCT FROM encode(sha256(NEW.salt || convert_to(NEW.body, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'audit record % does not commit to these values', NEW.record_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_values_committed BEFORE INSERT ON kernel_auditvalues
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_check_values();

CREATE FUNCTION kernel_audit_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR NEW.salt IS NOT NULL OR NEW.body IS NOT NULL
        OR btrim(NEW.erased_on_ground) = ''
        OR (NEW.id, NEW.record_id, NEW.part) IS DISTINCT FROM (OLD.id, OLD.record_id, OLD.part)
    THEN
        RAISE EXCEPTION 'audit values can only be erased, once, on a stated ground'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_values_only_erased BEFORE UPDATE ON kernel_auditvalues
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_only_erase();
"""

CHECK_CHECKPOINT = """
CREATE FUNCTION kernel_audit_check_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said json;
    before record;
BEGIN
    said := NEW.body::json;
    SELECT n, last_id, encode(hash, 'hex') AS hash INTO before
        FROM kernel_auditcheckpoint ORDER BY n DESC LIMIT 1;
    IF NEW.hash <> sha256(convert_to(NEW.body, 'UTF8'))
        OR (said ->> 'n', said ->> 'last', (said ->> 'at')::timestamptz)
            IS DISTINCT FROM (NEW.n::text, NEW.last_id::text, NEW.at)
        OR NEW.n <> coalesce(before.n, 0) + 1
        OR (said ->> 'prev') IS DISTINCT FROM coalesce(before.hash, repeat('0', 64))
        OR NEW.last_id <= coalesce(before.last_id, 0)
    THEN
        RAISE EXCEPTION 'checkpoint % does not fit its body or the checkpoint before it', NEW.n
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_checkpoint_links BEFORE INSERT ON kernel_auditcheckpoint
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_check_checkpoint();
"""

DOORS = """
-- Waits for its turn on the chain, then reads the chain's end: a new statement, so it sees what the twin committed.
CREATE FUNCTION kernel_audit_end_of(wanted text) RETURNS TABLE (seq integer, hash bytea)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted, 0));
    RETURN QUERY SELECT r.seq, r.hash FROM kernel_auditrecord r
        WHERE r.chain = wanted ORDER BY r.seq DESC LIMIT 1;
END $$;

-- The highest number below which every record is committed or gone. The application's role may not lock the table
-- against writers; this function, run with its owner's rights, is the one way for it to do so.
CREATE FUNCTION kernel_audit_settled() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE kernel_auditrecord IN SHARE MODE;
    RETURN (SELECT max(id) FROM kernel_auditrecord);
END $$;
"""

BACK = """
DROP FUNCTION kernel_audit_settled();
DROP FUNCTION kernel_audit_end_of(text);
DROP FUNCTION kernel_audit_check_checkpoint() CASCADE;
DROP FUNCTION kernel_audit_only_erase() CASCADE;
DROP FUNCTION kernel_audit_check_values() CASCADE;
DROP FUNCTION kernel_audit_check_record() CASCADE;
DROP FUNCTION kernel_audit_refuse() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(NO_CHANGE + CHECK_RECORD + CHECK_VALUES + CHECK_CHECKPOINT + DOORS, BACK),
    ]
