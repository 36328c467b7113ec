"""Append-only rows: written once, never changed, never deleted; `ForbidChange` holds the same in the database."""

from typing import Any, NoReturn

from django.db import models
from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation


class LedgerError(Exception):
    """Somebody tried to change or delete a row of the ledger."""


class LedgerQuerySet(models.QuerySet[Any]):
    def update(self, **_values: Any) -> NoReturn:
        raise LedgerError(f"{self.model.__name__} rows are never changed; write a new one.")

    def delete(self) -> NoReturn:
        raise LedgerError(f"{self.model.__name__} rows are never deleted.")


class AppendOnly(models.Model):
    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise LedgerError(f"{type(self).__name__} rows are never changed; write a new one.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise LedgerError(f"{type(self).__name__} rows are never deleted.")


class ForbidChange(Operation):
    """A migration step: triggers refuse UPDATE and DELETE on TABLE, on SQLite and PostgreSQL."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def _statements(self, vendor: str) -> list[tuple[str, str]]:
        name = f"{self.table}_append_only"
        if vendor == "sqlite":
            return [
                (
                    f"CREATE TRIGGER {name}_{verb.lower()} BEFORE {verb} ON {self.table} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END",
                    f"DROP TRIGGER {name}_{verb.lower()}",
                )
                for verb in ("UPDATE", "DELETE")
            ]
        return [
            (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{self.table} is append-only'; END $$",
                f"DROP FUNCTION {name}()",
            ),
            (
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                f"DROP TRIGGER {name} ON {self.table}",
            ),
        ]

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of Django's model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for forward, _backward in self._statements(schema_editor.connection.vendor):
            RunSQL(forward).database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for _forward, backward in reversed(self._statements(schema_editor.connection.vendor)):
            RunSQL(backward).database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Refuse changes of {self.table}"
