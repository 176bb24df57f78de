"""Keep queues, tasks and tombstones in SQLite, so that they survive a `kill -9`.

Each method is one transaction, committed before it returns, hence before the call that caused it is
answered. `synchronous=NORMAL` is enough: what a killed process has written, the kernel keeps; only
a power cut could lose the last commits. Without a directory the same code runs in memory.

A tombstone is a name that may not be used again yet: a finished task's for a day, a deleted queue's
for three. What has run out is forgotten when something new is buried.
"""

import sqlite3
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from infra.local.cloud_tasks.records import Queue, Task
from infra.local.cloud_tasks.rules import names

_QUEUE, _TASK = TypeAdapter(Queue), TypeAdapter(Task)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tasks (
  serial INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, queue TEXT NOT NULL, record BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS tasks_by_queue ON tasks (queue);
CREATE TABLE IF NOT EXISTS tombstones (name TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS tombstones_by_end ON tombstones (until);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Store:
    """One emulator's database; a second emulator on the same directory is refused."""

    def __init__(self, directory: Path | None) -> None:
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = ":memory:" if directory is None else str(directory / "cloud-tasks.sqlite3")
        self._db = sqlite3.connect(path, timeout=0)
        try:
            # Exclusive, so that two emulators cannot deliver the same tasks.
            for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def queues(self) -> list[Queue]:
        """Return all queues."""
        rows = self._db.execute("SELECT record FROM queues ORDER BY name")
        return [_QUEUE.validate_json(record) for (record,) in rows]

    def tasks(self) -> list[Task]:
        """Return all tasks in the order of their creation."""
        rows = self._db.execute("SELECT record FROM tasks ORDER BY serial")
        return [_TASK.validate_json(record) for (record,) in rows]

    def is_taken(self, name: str, now: datetime) -> bool:
        """Whether a name may not be used yet."""
        query = "SELECT 1 FROM tombstones WHERE name = ? AND until > ?"
        return self._db.execute(query, (name, now.timestamp())).fetchone() is not None

    def secret(self, name: str) -> bytes | None:
        """Return a secret's content."""
        row = self._db.execute("SELECT content FROM secrets WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def save_secret(self, name: str, content: bytes) -> None:
        """Keep a secret."""
        self._insert("secrets", name, content)

    def save_queue(self, queue: Queue) -> None:
        """Keep a queue."""
        self._insert("queues", queue.name, _QUEUE.dump_json(queue))

    def save_task(self, task: Task) -> None:
        """Keep a task."""
        queue = names.queue_of(task.name)
        self._insert("tasks", task.serial, task.name, queue, _TASK.dump_json(task))

    def delete_queue(self, name: str, *, until: datetime, now: datetime) -> None:
        """Forget a queue and its tasks, and keep its name taken for a while."""
        with self._db:
            self._db.execute("DELETE FROM queues WHERE name = ?", (name,))
            self._db.execute("DELETE FROM tasks WHERE queue = ?", (name,))
            self._bury(name, until, now)

    def delete_task(self, name: str, *, until: datetime, now: datetime) -> None:
        """Forget a task and keep its name taken for a while."""
        with self._db:
            self._db.execute("DELETE FROM tasks WHERE name = ?", (name,))
            self._bury(name, until, now)

    def clear(self) -> None:
        """Forget all tasks and tombstones."""
        with self._db:
            self._db.execute("DELETE FROM tasks")
            self._db.execute("DELETE FROM tombstones")

    def _bury(self, name: str, until: datetime, now: datetime) -> None:
        self._db.execute("DELETE FROM tombstones WHERE until <= ?", (now.timestamp(),))
        self._insert("tombstones", name, until.timestamp())

    def _insert(self, table: str, *row: str | float | bytes) -> None:
        marks = ", ".join("?" * len(row))
        with self._db:
            self._db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own table
