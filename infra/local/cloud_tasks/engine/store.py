"""Keep queues, tasks and tombstones in SQLite, so that they survive a `kill -9`.

Each method is one transaction, committed before it returns, hence before the call that caused it is
answered. `synchronous=NORMAL` is enough: what a killed process has written, the kernel keeps; only
a power cut could lose the last commits. Without a directory the same code runs in memory.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from infra.local.cloud_tasks.records import Queue, Task
from infra.local.cloud_tasks.rules import names, protos, queue_protos

_SCHEMA = """
CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, message BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tasks (
  serial INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, queue TEXT NOT NULL,
  message BLOB NOT NULL, execution_count INTEGER NOT NULL, previous_response INTEGER);
CREATE INDEX IF NOT EXISTS tasks_by_queue ON tasks (queue);
CREATE TABLE IF NOT EXISTS tombstones (name TEXT PRIMARY KEY, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Store:
    """One emulator's database; a second emulator on the same directory is refused."""

    def __init__(self, directory: Path | None) -> None:
        if directory is not None:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = ":memory:" if directory is None else str(directory / "cloud-tasks.sqlite3")
        self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            self._prepare()
        except sqlite3.OperationalError:
            self._db.close()
            raise

    def _prepare(self) -> None:
        # Exclusive, so that two emulators cannot deliver the same tasks.
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def queues(self) -> list[Queue]:
        """Return all queues."""
        rows = self._db.execute("SELECT message FROM queues ORDER BY name")
        return [queue_protos.stored_queue_of(queue_protos.QUEUE.FromString(row[0])) for row in rows]

    def tasks(self) -> list[Task]:
        """Return all tasks in the order of their creation."""
        rows = self._db.execute(
            "SELECT message, serial, execution_count, previous_response FROM tasks ORDER BY serial"
        )
        return [
            protos.task_of(
                protos.TASK.FromString(message), serial=serial, execution_count=count, previous=code
            )
            for message, serial, count, code in rows
        ]

    def tombstones(self) -> dict[str, datetime]:
        """Return the names that may not be used again, and until when, soonest first."""
        rows = self._db.execute("SELECT name, until FROM tombstones ORDER BY until")
        return {name: datetime.fromtimestamp(until, UTC) for name, until in rows}

    def secret(self, name: str) -> bytes | None:
        """Return a secret's content."""
        row = self._db.execute("SELECT content FROM secrets WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def save_secret(self, name: str, content: bytes) -> None:
        """Keep a secret."""
        self._db.execute("INSERT OR REPLACE INTO secrets VALUES (?, ?)", (name, content))

    def save_queue(self, queue: Queue) -> None:
        """Keep a queue."""
        message = queue_protos.queue_message(queue).SerializeToString()
        self._db.execute("INSERT OR REPLACE INTO queues VALUES (?, ?)", (queue.name, message))

    def delete_queue(self, name: str, until: datetime) -> None:
        """Forget a queue and its tasks, and keep its name taken for a while."""
        with self._transaction():
            self._db.execute("DELETE FROM queues WHERE name = ?", (name,))
            self._db.execute("DELETE FROM tasks WHERE queue = ?", (name,))
            self._bury(name, until)

    def save_task(self, task: Task, message: bytes | None = None) -> None:
        """Keep a task.

        Args:
            task: The task.
            message: The task as a full `Task` message, where the caller has it already.
        """
        content = message or protos.task_message(task, full=True).SerializeToString()
        counts = (task.execution_count, task.previous_response)
        self._db.execute(
            "INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?)",
            (task.serial, task.name, names.queue_of(task.name), content, *counts),
        )

    def delete_task(self, name: str, until: datetime) -> None:
        """Forget a task and keep its name taken for a while."""
        with self._transaction():
            self._db.execute("DELETE FROM tasks WHERE name = ?", (name,))
            self._bury(name, until)

    def forget_tombstone(self, name: str) -> None:
        """Let a name be used again."""
        self._db.execute("DELETE FROM tombstones WHERE name = ?", (name,))

    def clear(self) -> None:
        """Forget all tasks and tombstones."""
        with self._transaction():
            self._db.execute("DELETE FROM tasks")
            self._db.execute("DELETE FROM tombstones")

    def _bury(self, name: str, until: datetime) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO tombstones VALUES (?, ?)", (name, until.timestamp())
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
