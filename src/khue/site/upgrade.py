"""An existing database meets another version: a newer one is refused, an older one is copied before it is migrated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from khue.site import environment as env
from khue.site.environment import BadSetting

Say = Callable[[str], None]
COPIES = 3
"""So many copies stay; older ones are removed when a new one is whole."""


def refuse_newer(loader: MigrationLoader) -> None:
    """Raises BadSetting when this database has a migration of ours that this version does not know."""
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("khue.")}
    known = set(loader.disk_migrations or ())
    unknown = sorted(key for key in loader.applied_migrations or () if key[0] in own and key not in known)
    if unknown:
        raise BadSetting(
            f"this database was migrated by a newer Khuê ({'.'.join(unknown[0])} is not known here): "
            "start that version, or restore a backup that fits this one"
        )


def copy_before(connection: Any, say: Say) -> Path | None:
    """Dump the database into ``before-upgrade`` when it holds records; None when there is nothing to lose.

    The files need no copy: no version changes a stored file. Raises BadSetting when the copy can't be made: then
    nothing was migrated either.
    """
    if not env.flag("KHUE_SAFETY_COPY", True) or not _holds_records(connection):
        return None
    from khue.site.backup import making, programs

    folder = env.var() / "before-upgrade"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / datetime.now(UTC).strftime("khue-%Y%m%d-%H%M%S-%f.dump")
    try:
        _dump(connection, path)
    except (programs.ProgramFailed, making.CannotBackUp, OSError) as error:
        raise BadSetting(
            f"no copy of the database could be made before the upgrade, so nothing was changed: {error}. "
            "Make a backup, then start with KHUE_SAFETY_COPY=0"
        ) from error
    for old in sorted(folder.glob("khue-*.dump"))[:-COPIES]:
        old.unlink()
    say(f"copied the database before the upgrade: {path} ({path.stat().st_size >> 10} KB)")
    return path


def _holds_records(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kernel_auditrecord')")
        if cursor.fetchone()[0] is None:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM kernel_auditrecord)")
        return bool(cursor.fetchone()[0])


def _dump(connection: Any, path: Path) -> None:
    from khue.site.backup import making, programs

    # The connection may point elsewhere than the settings: at the database that is just being restored.
    place = programs.Place.of_settings().called(connection.settings_dict["NAME"])
    with place.connect() as source:
        source.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = source.execute("SELECT pg_export_snapshot()").fetchone()
        size = source.execute("SELECT pg_database_size(current_database())").fetchone()
        assert snapshot is not None
        assert size is not None
        making.require_space(path.parent, int(str(size[0])) // 4, "the copy before the upgrade")
        server = programs.server_version(source)
        with making.appearing(path) as out, programs.dumping(place, str(snapshot[0]), server) as dump:
            while block := dump.read(1 << 20):
                out.write(block)
