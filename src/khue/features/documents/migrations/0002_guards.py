"""The last guards of signatures, in the database: turns in order, nothing that was signed, published or registered changes."""

from __future__ import annotations

from django.db import migrations

TURNS = """
CREATE FUNCTION documents_signer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    envelope record;
BEGIN
    IF OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'a turn that was taken stays as it is'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'signer_turn_fixed';
    END IF;
    IF (NEW.signing_id, NEW.turn, NEW.place, NEW.kind, NEW.who) IS DISTINCT FROM (OLD.signing_id, OLD.turn, OLD.place, OLD.kind, OLD.who) THEN
        RAISE EXCEPTION 'who signs in which turn is fixed when the signing is prepared'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'signer_turn_fixed';
    END IF;
    -- Two signers at once wait for each other here, whatever the application did before.
    SELECT state INTO envelope FROM documents_signing WHERE id = NEW.signing_id FOR UPDATE;
    IF NEW.state <> 'waiting' AND envelope.state NOT IN ('prepared', 'under_way') THEN
        RAISE EXCEPTION 'the signing is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'signing_open';
    END IF;
    IF NEW.state = 'signed' AND EXISTS (
        SELECT 1 FROM documents_signer WHERE signing_id = NEW.signing_id AND turn < NEW.turn AND state <> 'signed'
    ) THEN
        RAISE EXCEPTION 'an earlier turn is not signed' USING ERRCODE = 'check_violation', CONSTRAINT = 'signers_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_signer_guard BEFORE UPDATE ON documents_signer
    FOR EACH ROW EXECUTE FUNCTION documents_signer_guard();
"""

FIXED = """
CREATE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record supersedes an old one', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'documents_append_only';
END $$;
CREATE FUNCTION documents_certificate_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR
        (to_jsonb(NEW) - 'revoked_at' - 'revoked_ground' - 'revoked_by')
        IS DISTINCT FROM (to_jsonb(OLD) - 'revoked_at' - 'revoked_ground' - 'revoked_by') THEN
        RAISE EXCEPTION 'a certificate can only be revoked, once'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'documents_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_certificate_fixed BEFORE UPDATE ON documents_certificate
    FOR EACH ROW EXECUTE FUNCTION documents_certificate_fixed();
CREATE FUNCTION documents_paper_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.code, NEW.reference, NEW.number, NEW.issued_on) IS DISTINCT FROM (OLD.code, OLD.reference, OLD.number, OLD.issued_on)
        OR (OLD.state <> 'in_force' AND NEW.state IS DISTINCT FROM OLD.state) THEN
        RAISE EXCEPTION 'number, code and end of paper % stay as they are', OLD.number
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'documents_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_paper_fixed BEFORE UPDATE ON documents_paper
    FOR EACH ROW EXECUTE FUNCTION documents_paper_fixed();
CREATE FUNCTION documents_signing_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR NEW.paper_id <> OLD.paper_id OR NEW.original_id <> OLD.original_id THEN
        RAISE EXCEPTION 'a signing that ended stays as it is'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'documents_append_only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_signing_fixed BEFORE UPDATE ON documents_signing
    FOR EACH ROW EXECUTE FUNCTION documents_signing_fixed();
"""

_ONLY_ADDED = ("documents_templateversion", "documents_paperversion")
_NEVER_DELETED = ("documents_paper", "documents_certificate", "documents_signing", "documents_signer")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_refuse BEFORE {verbs} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION documents_refuse();\n"
    for tables, verbs in ((_ONLY_ADDED, "UPDATE OR DELETE OR TRUNCATE"), (_NEVER_DELETED, "DELETE OR TRUNCATE"))
    for table in tables
)

BACK = """
DROP FUNCTION documents_signer_guard, documents_refuse, documents_certificate_fixed, documents_paper_fixed,
    documents_signing_fixed CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunSQL("".join((TURNS, FIXED, APPEND_ONLY)), BACK)]
