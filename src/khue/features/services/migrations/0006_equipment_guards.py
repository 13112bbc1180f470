"""Slots of one piece of equipment never overlap; what was said of equipment, slots and bookings stands.

Plain PostgreSQL 15+, no extension.
"""

from __future__ import annotations

from django.db import migrations

GUARDS = """
ALTER TABLE services_equipmentslot ADD CONSTRAINT equipment_slots_apart
    EXCLUDE USING gist (int8range(entry_id, entry_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (closed_at IS NULL);
CREATE TRIGGER services_slot_fixed BEFORE UPDATE ON services_equipmentslot FOR EACH ROW EXECUTE FUNCTION services_only('closed_at');
CREATE TRIGGER services_slot_closed BEFORE UPDATE ON services_equipmentslot FOR EACH ROW
    WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_booking_fixed BEFORE UPDATE ON services_slotbooking FOR EACH ROW EXECUTE FUNCTION services_only(
    'state', 'ground', 'changed_at');
CREATE TRIGGER services_booking_over BEFORE UPDATE ON services_slotbooking FOR EACH ROW
    WHEN (OLD.state <> 'booked') EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_equipment_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON services_equipment
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_slot_never_deleted BEFORE DELETE OR TRUNCATE ON services_equipmentslot
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
CREATE TRIGGER services_booking_never_deleted BEFORE DELETE OR TRUNCATE ON services_slotbooking
    FOR EACH STATEMENT EXECUTE FUNCTION services_refuse();
"""
TRIGGERS = {
    "equipment": ("services_equipment_grows",),
    "equipmentslot": ("services_slot_fixed", "services_slot_closed", "services_slot_never_deleted"),
    "slotbooking": ("services_booking_fixed", "services_booking_over", "services_booking_never_deleted"),
}
BACK = "".join(f"DROP TRIGGER {name} ON services_{table};\n" for table, names in TRIGGERS.items() for name in names)
BACK += "ALTER TABLE services_equipmentslot DROP CONSTRAINT equipment_slots_apart;\n"


class Migration(migrations.Migration):
    dependencies = [("services", "0005_equipment")]

    operations = [migrations.RunSQL(GUARDS, BACK)]
