"""Database constraints that several models share, each with a sentence for the form."""

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, Q
from django.utils.functional import Promise


def all_or_none(*fields: str, name: str, sentence: "str | Promise") -> CheckConstraint:
    """Return a constraint: FIELDS are all set or all null (who and when travel together)."""
    none = reduce(and_, (Q(**{f"{field}__isnull": True}) for field in fields))
    every = reduce(and_, (Q(**{f"{field}__isnull": False}) for field in fields))
    return CheckConstraint(condition=none | every, name=name, violation_error_message=sentence)
