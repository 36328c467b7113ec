"""The canary: a known value in the database, sealed with the key ring. It proves that both belong together.

Without it a wrong ring would be noticed only by the first person whose name does not open any more.
"""

from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connection
from django.db.models import Field, Model

from portal.kit import keyring
from portal.kit.keyring import KeyRingError, Ring
from portal.kit.models import KeyCanary

_proven: set[str] = set()


def prove(*, write: bool = True) -> None:
    """Raise KeyRingError unless the ring opens what the database holds; where there is no canary yet, WRITE one."""
    ring = keyring.ring() if write else keyring.load(settings.KEY_RING)
    rows = dict(KeyCanary.objects.values_list("key_id", "sealed"))
    for key_id, sealed in rows.items():
        _open(ring, sealed, _bound(key_id), known=_known(ring))
    if not rows:
        _prove_on_stored_values(ring)
    if write and ring.current not in rows:
        canary = KeyCanary(key_id=ring.current, sealed=ring.seal(_known(ring), _bound(ring.current)))
        KeyCanary.objects.bulk_create([canary], ignore_conflicts=True)


def prove_once() -> None:
    """Prove the ring before the first personal value that this process writes."""
    if settings.KEY_RING not in _proven:
        prove()
        _proven.add(settings.KEY_RING)


def problem() -> str:
    """Return the fault of the key ring in one sentence; nothing is written.

    A ring that the first start will make is no problem, and neither is a database that does not answer.
    """
    try:
        if may_be_made():
            return ""
        keyring.load(settings.KEY_RING)
        if KeyCanary._meta.db_table in connection.introspection.table_names():
            prove(write=False)
    except KeyRingError as error:
        return str(error)
    except DatabaseError:
        return ""
    return ""


def may_be_made() -> bool:
    """Return whether this is the very first start of an embedded site: no ring in the state folder, and no table."""
    inside = keyring.is_inside(settings.KEY_RING, settings.STATE)
    if not settings.EMBEDDED or not inside or keyring.exists(settings.KEY_RING):
        return False
    return not connection.introspection.table_names()


def check_ring(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Every command that runs Django's checks refuses to work with a ring that is missing or wrong."""
    sentence = problem()
    return [Error(sentence, id="kit.E001")] if sentence else []


def before_migrating(**options: Any) -> None:
    """Make the ring of a new embedded site before there is a database that could be without one."""
    if may_be_made():
        keyring.make(settings.KEY_RING)


def after_migrating(**options: Any) -> None:
    """Write the canary as soon as its table is there; the ring of a new production site may come later."""
    if keyring.exists(settings.KEY_RING):
        prove()


def _known(ring: Ring) -> str:
    """Return what the canary says: a hash by the index key, so that this key is proven, too."""
    return ring.fingerprint("canary", "canary")


def _bound(key_id: str) -> str:
    return f"kit.keycanary.sealed:{key_id}"


def _open(ring: Ring, sealed: str, bound: str, known: str | None = None) -> None:
    try:
        text = ring.open(sealed, bound)
    except InvalidTag:
        text = None
    if text is None or known not in {None, text}:
        sentence = f"The key ring {settings.KEY_RING} is not the one of this database; restore the right file, "
        raise KeyRingError(sentence + f"{keyring.HELP}.")


def is_sealed() -> bool:
    """Return whether the database holds anything that some ring sealed."""
    return KeyCanary._meta.db_table in connection.introspection.table_names() and (
        KeyCanary.objects.exists() or any(_stored_values())
    )


def _prove_on_stored_values(ring: Ring) -> None:
    """A database older than the canary: open one value of each sealed column."""
    for sealed, bound in _stored_values():
        _open(ring, sealed, bound)


def _stored_values() -> Iterator[tuple[str, str]]:
    """Yield one stored value of each sealed column that has any, and what it is bound to."""
    existing = set(connection.introspection.table_names())
    for model in apps.get_models():
        for field in _sealed_fields(model) if model._meta.db_table in existing else ():
            found = model._default_manager.exclude(**{field.name: ""}).values_list(field.name, "uuid").first()
            if found:
                yield str(found[0]), keyring.bound(model, field.name, found[1])


def _sealed_fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.local_fields if getattr(field, "holds_sealed_text", False)]
