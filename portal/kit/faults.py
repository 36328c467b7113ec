"""Faults of database and disk: busy, full, read-only or away. None of them is a mistake of the program."""

import errno
from enum import StrEnum

from django.db import Error


class Fault(StrEnum):
    """BUSY passes within seconds; the others last until an operator acts."""

    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    AWAY = "away"


# Primary result codes of SQLite (sqlite.org/rescode.html). A disk over its limit says IOERR where a full one says FULL.
SQLITE = {5: Fault.BUSY, 6: Fault.BUSY, 8: Fault.READ_ONLY, 10: Fault.FULL, 13: Fault.FULL, 14: Fault.AWAY}
# SQLSTATE of PostgreSQL (its manual, appendix A), by the longest beginning.
POSTGRESQL = {
    "25006": Fault.READ_ONLY,
    "40001": Fault.BUSY,
    "40P01": Fault.BUSY,
    "53": Fault.BUSY,
    "53100": Fault.FULL,
    "55P03": Fault.BUSY,
    "57014": Fault.BUSY,
    "57P": Fault.AWAY,
    "08": Fault.AWAY,
}
SYSTEM = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EFBIG: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
}


def fault_of(error: BaseException | None) -> Fault | None:
    """Return what ERROR, or the error that it was raised from, says of database or disk; None if it says nothing."""
    if isinstance(error, OSError):
        return SYSTEM.get(error.errno or 0)
    if not isinstance(error, Error):
        return fault_of(error.__cause__) if error else None
    driver = error.__cause__ or error
    code = getattr(driver, "sqlite_errorcode", None)
    if code is not None:
        return SQLITE.get(code & 0xFF)
    if not hasattr(driver, "sqlstate"):
        return None
    if driver.sqlstate is None:  # the connection was never made, or broke
        return Fault.AWAY if type(error).__name__ in {"OperationalError", "InterfaceError"} else None
    return next(
        (POSTGRESQL[driver.sqlstate[:size]] for size in (5, 3, 2) if driver.sqlstate[:size] in POSTGRESQL), None
    )
