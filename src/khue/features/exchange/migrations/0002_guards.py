"""The last guards of the exchange: owners' shares sum to one, what was said, ruled or read never changes.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

SUMS = """
CREATE FUNCTION exchange_owners_sum() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint := CASE TG_TABLE_NAME WHEN 'exchange_offerowner'
        THEN (to_jsonb(NEW) ->> 'version_id')::bigint ELSE (to_jsonb(NEW) ->> 'id')::bigint END;
    one record;
    top numeric := 0;
    bottom numeric := 1;
    common numeric;
BEGIN
    FOR one IN SELECT numerator::numeric AS n, denominator::numeric AS d FROM exchange_offerowner WHERE version_id = wanted LOOP
        top := top * one.d + one.n * bottom;
        bottom := bottom * one.d;
        common := gcd(top, bottom);
        top := div(top, common);
        bottom := div(bottom, common);
    END LOOP;
    IF top <> bottom THEN
        RAISE EXCEPTION 'the shares of the owners of version % do not sum to one', wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'exchange_owners_sum';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exchange_version_owners AFTER INSERT ON exchange_offerversion DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION exchange_owners_sum();
CREATE CONSTRAINT TRIGGER exchange_owner_sum AFTER INSERT ON exchange_offerowner DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION exchange_owners_sum();
"""
KEPT = """
CREATE FUNCTION exchange_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: a new record takes its place', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'exchange_kept';
END $$;
CREATE FUNCTION exchange_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        before := before - name;
        after := after - name;
    END LOOP;
    IF before IS DISTINCT FROM after THEN
        RAISE EXCEPTION 'what % % says is fixed', TG_TABLE_NAME, OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'exchange_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exchange_member_fixed BEFORE UPDATE ON exchange_member FOR EACH ROW EXECUTE FUNCTION exchange_only(
    'state', 'active_on', 'papers', 'stamp');
CREATE TRIGGER exchange_offer_fixed BEFORE UPDATE ON exchange_offer FOR EACH ROW EXECUTE FUNCTION exchange_only(
    'state', 'number', 'listed_on', 'confirmed_on', 'valid_until', 'shown_id', 'ground', 'stamp', 'title_vi', 'title_en', 'kind', 'field',
    'stage', 'evidence', 'modes', 'price_from', 'price_to', 'folded');
CREATE TRIGGER exchange_offer_number_stays BEFORE UPDATE OF number ON exchange_offer FOR EACH ROW
    WHEN (OLD.number <> '' AND NEW.number <> OLD.number) EXECUTE FUNCTION exchange_refuse();
CREATE TRIGGER exchange_version_fixed BEFORE UPDATE ON exchange_offerversion FOR EACH ROW EXECUTE FUNCTION exchange_only(
    'outcome', 'note', 'taken_by', 'taken_by_name', 'checked_by', 'checked_by_name', 'checked_at', 'second_by', 'second_by_name',
    'released_by', 'released_by_name', 'released_at');
CREATE TRIGGER exchange_version_settled BEFORE UPDATE ON exchange_offerversion FOR EACH ROW
    WHEN (OLD.outcome IN ('accepted', 'returned', 'refused')) EXECUTE FUNCTION exchange_refuse();
CREATE TRIGGER exchange_claim_fixed BEFORE UPDATE ON exchange_offerclaim FOR EACH ROW EXECUTE FUNCTION exchange_only('level');
CREATE TRIGGER exchange_claim_once BEFORE UPDATE ON exchange_offerclaim FOR EACH ROW
    WHEN (OLD.level <> '') EXECUTE FUNCTION exchange_refuse();
CREATE TRIGGER exchange_entry_fixed BEFORE UPDATE ON exchange_listentry FOR EACH ROW EXECUTE FUNCTION exchange_only(
    'until_on', 'end_ground');
CREATE TRIGGER exchange_entry_ended_once BEFORE UPDATE ON exchange_listentry FOR EACH ROW
    WHEN (OLD.until_on IS NOT NULL) EXECUTE FUNCTION exchange_refuse();
CREATE TRIGGER exchange_judgement_fixed BEFORE UPDATE ON exchange_judgement FOR EACH ROW EXECUTE FUNCTION exchange_only(
    'ruling', 'ground', 'ruled_by', 'ruled_by_name', 'ruled_at');
CREATE TRIGGER exchange_judgement_once BEFORE UPDATE ON exchange_judgement FOR EACH ROW
    WHEN (OLD.ruling <> '') EXECUTE FUNCTION exchange_refuse();
CREATE TRIGGER exchange_clearance_fixed BEFORE UPDATE ON exchange_clearance FOR EACH ROW EXECUTE FUNCTION exchange_only(
    'ended_at', 'end_ground');
CREATE TRIGGER exchange_clearance_ended_once BEFORE UPDATE ON exchange_clearance FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION exchange_refuse();
"""
STILL = ("memberstep", "offerconfidential", "confidentialreading", "offerowner", "offerright")
NEVER_GONE = (*STILL, "member", "offer", "offerversion", "offerclaim", "listentry", "judgement", "clearance")
KEPT += "".join(
    f"CREATE TRIGGER exchange_{table}_refuse BEFORE UPDATE ON exchange_{table} FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse();\n"
    for table in STILL
)
KEPT += "".join(
    f"CREATE TRIGGER exchange_{table}_stays BEFORE DELETE ON exchange_{table} FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse();\n"
    for table in NEVER_GONE
)
FALL = """
DROP FUNCTION exchange_refuse() CASCADE;
DROP FUNCTION exchange_only() CASCADE;
DROP FUNCTION exchange_owners_sum() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_members_offers_lists")]
    operations = [migrations.RunSQL(sql=SUMS + KEPT, reverse_sql=FALL)]
