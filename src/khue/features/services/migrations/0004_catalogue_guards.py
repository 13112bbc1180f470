"""What was published and said stands: an entry's words, a ticket's sides and steps; states go only where the flows lead.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
CREATE FUNCTION services_only() RETURNS trigger LANGUAGE plpgsql
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
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'services_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION services_forward() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT (format('%s>%s', OLD.state, NEW.state) = ANY (TG_ARGV)) THEN
        RAISE EXCEPTION '% % does not go from % to %', TG_TABLE_NAME, OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'services_forward';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_entry_fixed BEFORE UPDATE ON services_catalogueentry FOR EACH ROW EXECUTE FUNCTION services_only(
    'state', 'until_on', 'reviewed_by', 'reviewed_by_name', 'reviewed_at', 'ground');
CREATE TRIGGER services_entry_forward BEFORE UPDATE ON services_catalogueentry FOR EACH ROW EXECUTE FUNCTION services_forward(
    'waiting>shown', 'waiting>returned', 'waiting>withdrawn', 'shown>withdrawn');
CREATE TRIGGER services_entry_over BEFORE UPDATE ON services_catalogueentry FOR EACH ROW
    WHEN (OLD.state IN ('returned', 'withdrawn')) EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_ticket_fixed BEFORE UPDATE ON services_ticket FOR EACH ROW EXECUTE FUNCTION services_only(
    'state', 'price', 'due_on', 'changed_at', 'stamp');
CREATE TRIGGER services_ticket_forward BEFORE UPDATE ON services_ticket FOR EACH ROW EXECUTE FUNCTION services_forward(
    'asked>offered', 'asked>refused', 'asked>withdrawn', 'asked>lapsed', 'offered>agreed', 'offered>refused', 'offered>withdrawn',
    'agreed>delivered', 'agreed>broken', 'delivered>taken', 'delivered>reworked', 'reworked>delivered', 'reworked>broken', 'taken>closed');
CREATE TRIGGER services_ticket_agreed BEFORE UPDATE ON services_ticket FOR EACH ROW
    WHEN (OLD.state NOT IN ('asked', 'offered') AND (NEW.price IS DISTINCT FROM OLD.price OR NEW.due_on IS DISTINCT FROM OLD.due_on))
    EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_complaint_fixed BEFORE UPDATE ON services_ticketcomplaint FOR EACH ROW EXECUTE FUNCTION services_only(
    'answer', 'answered_by', 'answered_by_name', 'answered_at');
CREATE TRIGGER services_complaint_over BEFORE UPDATE ON services_ticketcomplaint FOR EACH ROW
    WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION services_refuse();
"""
KEPT = ("catalogueentry", "ticket", "ticketcomplaint")
GROWS = ("cataloguestep", "ticketstep")
GUARDS += "".join(
    f"CREATE TRIGGER services_{name}_never_deleted BEFORE DELETE OR TRUNCATE ON services_{name}"
    " FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();\n"
    for name in KEPT
) + "".join(
    f"CREATE TRIGGER services_{name}_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON services_{name}"
    " FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();\n"
    for name in GROWS
)
TRIGGERS = {
    "catalogueentry": ("services_entry_fixed", "services_entry_forward", "services_entry_over", "services_catalogueentry_never_deleted"),
    "cataloguestep": ("services_cataloguestep_grows",),
    "ticket": ("services_ticket_fixed", "services_ticket_forward", "services_ticket_agreed", "services_ticket_never_deleted"),
    "ticketcomplaint": ("services_complaint_fixed", "services_complaint_over", "services_ticketcomplaint_never_deleted"),
    "ticketstep": ("services_ticketstep_grows",),
}  # fmt: skip
BACK = "".join(f"DROP TRIGGER {name} ON services_{table};\n" for table, names in TRIGGERS.items() for name in names)
BACK += "DROP FUNCTION services_only();\nDROP FUNCTION services_forward();\n"


class Migration(migrations.Migration):
    dependencies = [("services", "0003_catalogue_tickets")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
