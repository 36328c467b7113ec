"""Uploads that were given up go after a day: rows without draft and case, and files without a row."""

import datetime as dt
from uuid import UUID

from forms.models import Upload
from forms.uploads.storage import FILES, SHARDS
from portal.kit import clock

KEPT = dt.timedelta(hours=24)
AT_ONCE = 500
MINUTE = 60  # seconds


def clean() -> None:
    """Delete what is due; one folder of files a minute, so that all of them are looked at within hours."""
    delete_given_up()
    delete_strays(int(clock.now().timestamp()) // MINUTE % SHARDS)


def delete_given_up() -> int:
    """Delete uploads of the day before and earlier that neither a draft nor anything else keeps; return how many."""
    old = Upload.objects.free().filter(draft=None, created_at__lt=clock.now() - KEPT)
    rows = dict(old.values_list("pk", "uuid")[:AT_ONCE])
    # Files first: a row without a file says that something is missing, a file without a row says nothing to anybody.
    for uuid in rows.values():
        FILES.delete(uuid)
    Upload.objects.filter(pk__in=rows).delete()
    return len(rows)


def delete_strays(shard: int) -> int:
    """Delete the files of SHARD that were written a day ago or earlier and have no row; return how many."""
    old = {path: _uuid(path.name) for path in FILES.old(shard, int(KEPT.total_seconds()))}
    known = set(Upload.objects.filter(uuid__in=[uuid for uuid in old.values() if uuid]).values_list("uuid", flat=True))
    strays = [path for path, uuid in old.items() if uuid not in known]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _uuid(name: str) -> UUID | None:
    """Return the UUID in NAME, that of a file or of a part of it; None for a half-written one."""
    try:
        return UUID(name.partition(".")[0])
    except ValueError:
        return None
