"""Which SQLite engine this process uses, and whether it may use WAL.

Every SQLite from 3.7.0 to 3.51.2 (less the back-ports below) can corrupt a WAL file that several
processes write (sqlite.org/wal.html#walresetbug); web and worker are two. The wheel `pysqlite3`
brings a fixed engine and takes the place of the interpreter's own.
"""

from __future__ import annotations

import sys

try:
    import pysqlite3
except ImportError:  # no wheel for this platform: the interpreter's engine, without WAL if unfixed
    import sqlite3 as pysqlite3
else:
    sys.modules["sqlite3"] = pysqlite3

VERSION: tuple[int, ...] = tuple(pysqlite3.sqlite_version_info)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this engine has the fix of the WAL-reset bug."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def init_command(version: tuple[int, ...]) -> str:
    """The PRAGMAs of every connection: WAL only on a fixed engine, each commit synced."""
    journal = "WAL" if wal_is_safe(version) else "DELETE"
    return f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
