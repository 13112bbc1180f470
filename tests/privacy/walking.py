"""Everything that stands in the stock's city in the institute's name, put into a private person's, whose data are then restricted.

No procedure of the sample city takes applications of private persons yet. So the rows are rewritten in the database itself: each
column that names the institute names the person, and each text that holds its name holds the canary.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import connections

from khue.features.people import queries as people
from khue.features.people.models import Restriction
from tests.cast import organisation, persona
from tests.house.stock import act

CANARY = "Kinlongcanary"
"""Stands in the person's name, titles of dossiers and the account's holder: no page that leaves the person out can hold it."""
NUMBER = "YC-2026-CANARY"
TITLES = "Vật liệu lọc nước từ sợi tre"
OWN_TABLES = ("people_%", "django_%", "procrastinate_%", "account_%", "socialaccount_%", "mfa_%", "kernel_audit%")
"""Records of the parties themselves, and what is kept by law of its own."""
COLUMNS = """
    SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns AS c
    JOIN information_schema.tables AS t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
      AND c.data_type IN ('text', 'character varying', 'jsonb') AND NOT c.table_name LIKE ANY(%s)
"""
KEYS = """
    SELECT k.table_name, k.column_name FROM information_schema.table_constraints AS f
    JOIN information_schema.key_column_usage AS k USING (constraint_name, table_name)
    JOIN information_schema.constraint_column_usage AS u USING (constraint_name)
    WHERE f.constraint_type = 'FOREIGN KEY' AND u.table_name = 'people_party' AND NOT k.table_name LIKE ANY(%s)
"""


def canary_restricted() -> str:
    """The party whose data are restricted, and who stands now for everything the institute applied for. In a clone of its own."""
    institute, resident = organisation("VLSH"), persona("resident").key
    names = (people.party(institute).name, people.party(resident).name, TITLES)
    with connections["owner"].cursor() as cursor:
        cursor.execute(KEYS, [list(OWN_TABLES)])
        for table, column in cursor.fetchall():
            _rewrite(cursor, table, f'"{column}" = %s WHERE "{column}" = %s', [number(resident), number(institute)])
        cursor.execute(COLUMNS, [list(OWN_TABLES)])
        for table, column, kind in cursor.fetchall():
            words = ((re.escape(institute) + "(?![0-9])", resident), *((re.escape(name), CANARY) for name in names))
            for old, new in words:
                said = f"regexp_replace(\"{column}\"::text, %s, %s, 'g')" + ("::jsonb" if kind == "jsonb" else "")
                _rewrite(cursor, table, f'"{column}" = {said} WHERE "{column}"::text ~ %s', [old, new, old])
        renamed = "name = %s, folded = lower(%s), sort = lower(%s) WHERE id = %s"
        _rewrite(cursor, "people_party", renamed, [CANARY, CANARY, CANARY, number(resident)])
    Restriction.objects.create(
        party_id=number(resident), request=NUMBER, handler=act("dataofficer").key, begun_at=act("clerk").moment
    )
    return resident


def _rewrite(cursor: Any, table: str, said: str, values: list[Any]) -> None:
    """Past the triggers that keep records as they are: this is another city, not another deed."""
    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute(f'UPDATE "{table}" SET {said}', values)
    cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def number(key: str) -> int:
    return int(key.partition(":")[2])
