"""Everything that stands in the stock's city in somebody's name, put into a private person's, whose data are then restricted.

No procedure of the sample city takes applications of private persons yet. So the rows are rewritten in the database itself: each
column that names the institute names the person, and each text that holds its name holds the canary.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connections

from khue.features.dossiers.models import Dossier
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
    ORDER BY c.table_name
"""
KEYS = """
    SELECT k.table_name, k.column_name FROM information_schema.table_constraints AS f
    JOIN information_schema.key_column_usage AS k USING (constraint_name, table_name)
    JOIN information_schema.constraint_column_usage AS u USING (constraint_name)
    WHERE f.constraint_type = 'FOREIGN KEY' AND u.table_name = 'people_party' AND NOT k.table_name LIKE ANY(%s)
"""


def canary_restricted() -> str:
    """The party whose data are restricted, and who stands now for everything that was applied for. In a clone of its own."""
    resident = persona("resident").key
    others = _applicants()
    names = (*(people.party(key).name for key in (*others, resident)), TITLES)
    words = {
        "key": "(" + "|".join(others) + ")(?![0-9])",
        "name": "|".join(map(re.escape, names)),
        "me": resident,
        "canary": CANARY,
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute(KEYS, [list(OWN_TABLES)])
        for table, column in cursor.fetchall():
            taken_over = f'"{column}" = %(me)s', f'"{column}" = ANY(%(others)s)'
            _rewrite(cursor, table, *taken_over, {"me": number(resident), "others": [number(key) for key in others]})
        cursor.execute(COLUMNS, [list(OWN_TABLES)])
        for table, columns in groupby(cursor.fetchall(), key=itemgetter(0)):
            said, held = [], []
            for _table, column, kind in columns:
                cast = "::jsonb" if kind == "jsonb" else ""
                inner = f"regexp_replace(\"{column}\"::text, %(key)s, %(me)s, 'g')"
                said.append(f"\"{column}\" = regexp_replace({inner}, %(name)s, %(canary)s, 'g'){cast}")
                held += [f'"{column}"::text ~ %(key)s', f'"{column}"::text ~ %(name)s']
            _rewrite(cursor, table, ", ".join(said), " OR ".join(held), words)
        renamed = "name = %(canary)s, folded = lower(%(canary)s), sort = lower(%(canary)s)"
        _rewrite(cursor, "people_party", renamed, "id = %(id)s", {"canary": CANARY, "id": number(resident)})
    Restriction.objects.create(
        party_id=number(resident), request=NUMBER, handler=act("dataofficer").key, begun_at=act("clerk").moment
    )
    return resident


def _rewrite(cursor: Any, table: str, said: str, where: str, values: dict[str, Any]) -> None:
    """Past the triggers that keep records as they are: this is another city, not another deed."""
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE {where})', values)
    if not cursor.fetchone()[0]:
        return
    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute(f'UPDATE "{table}" SET {said} WHERE {where}', values)
    cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _applicants() -> tuple[str, ...]:
    """Whoever applied for something or was asked about: by hand, through the portal, with a draft that is to be erased."""
    sent = Dossier.objects.exclude(source="portal").values_list("applicant", "submitted_by")
    through = {key for applicant, by in sent for key in (f"party:{applicant}", by) if key.startswith("party:")}
    return (organisation("VLSH"), persona("founder").key, *sorted(through - {persona("resident").key}))


def number(key: str) -> int:
    return int(key.partition(":")[2])
