"""The register's sums are kept by a trigger, as changes that nobody waits for; see ``models.TotalChange``.

The condition is the one of ``queries.pages.IN_REGISTER``; a test holds the two together.
"""

from __future__ import annotations

from django.db import migrations

IN_REGISTER = """
CREATE FUNCTION missions_in_register(row_ missions_equipmentsupport) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT row_.granted IS NOT NULL AND row_.decided_on IS NOT NULL AND row_.state IN ('granted', 'running', 'completed')
$$
"""
CHANGED = """
CREATE FUNCTION missions_total_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    supports bigint := 0;
    granted bigint := 0;
    paid bigint := 0;
BEGIN
    IF TG_OP <> 'DELETE' AND public.missions_in_register(NEW) THEN
        supports := 1; granted := NEW.granted; paid := NEW.paid;
    END IF;
    IF TG_OP <> 'INSERT' AND public.missions_in_register(OLD) THEN
        supports := supports - 1; granted := granted - OLD.granted; paid := paid - OLD.paid;
    END IF;
    IF supports <> 0 OR granted <> 0 OR paid <> 0 THEN
        INSERT INTO public.missions_totalchange (supports, granted, paid) VALUES (supports, granted, paid);
    END IF;
    RETURN NULL;
END
$$
"""
TRIGGER = """
CREATE TRIGGER missions_total_changed AFTER INSERT OR UPDATE OR DELETE ON missions_equipmentsupport
    FOR EACH ROW EXECUTE FUNCTION missions_total_changed()
"""
GATHER = """
CREATE FUNCTION missions_gather_totals() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH gone AS (DELETE FROM public.missions_totalchange RETURNING supports, granted, paid)
    INSERT INTO public.missions_totalchange (supports, granted, paid)
        SELECT sum(supports), sum(granted), sum(paid) FROM gone HAVING count(*) > 0
$$
"""
SO_FAR = """
INSERT INTO missions_totalchange (supports, granted, paid)
    SELECT count(*), sum(granted), sum(paid) FROM missions_equipmentsupport s
    WHERE missions_in_register(s) HAVING count(*) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("missions", "0003_totalchange")]
    operations = [
        migrations.RunSQL(IN_REGISTER, "DROP FUNCTION missions_in_register(missions_equipmentsupport)"),
        migrations.RunSQL(CHANGED, "DROP FUNCTION missions_total_changed()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER missions_total_changed ON missions_equipmentsupport"),
        migrations.RunSQL(GATHER, "DROP FUNCTION missions_gather_totals()"),
        migrations.RunSQL(SO_FAR, "DELETE FROM missions_totalchange"),
    ]
