"""What was said stands: answers to pairs, editions of the weights, the words and sides of an introduction.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION matching_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
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
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'matching_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION matching_over() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'introduction % is over', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_over';
    END IF;
    IF (OLD.need_agrees IS NOT NULL AND OLD.need_agrees IS DISTINCT FROM NEW.need_agrees)
        OR (OLD.offer_agrees IS NOT NULL AND OLD.offer_agrees IS DISTINCT FROM NEW.offer_agrees) THEN
        RAISE EXCEPTION 'an answer to introduction % is given once', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'matching_answered_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER matching_answer_fixed BEFORE UPDATE ON matching_pairanswer FOR EACH ROW EXECUTE FUNCTION matching_only('stands');
CREATE TRIGGER matching_edition_fixed BEFORE UPDATE ON matching_weightsedition FOR EACH ROW EXECUTE FUNCTION matching_only();
CREATE TRIGGER matching_introduction_fixed BEFORE UPDATE ON matching_introduction FOR EACH ROW EXECUTE FUNCTION matching_only(
    'state', 'ended_at', 'ground', 'need_agrees', 'need_by', 'need_ground', 'need_at', 'offer_agrees', 'offer_by', 'offer_ground', 'offer_at');
CREATE TRIGGER matching_introduction_over BEFORE UPDATE ON matching_introduction FOR EACH ROW EXECUTE FUNCTION matching_over();
"""
BACK = """
DROP TRIGGER matching_introduction_over ON matching_introduction;
DROP TRIGGER matching_introduction_fixed ON matching_introduction;
DROP TRIGGER matching_edition_fixed ON matching_weightsedition;
DROP TRIGGER matching_answer_fixed ON matching_pairanswer;
DROP FUNCTION matching_over();
DROP FUNCTION matching_only();
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_pairs_answers_introductions")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
