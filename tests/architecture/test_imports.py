"""The import contracts of pyproject.toml, and their blind spot: foreign keys given as strings."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
# From the bottom up; an app may point to itself and to what stands before it.
ORDER = ["kit", "configuration", "users", "catalog", "content", "forms", "cases", "appointments", "supervision"]


def test_import_contracts_are_kept():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_relations_point_down_only():
    wrong = []
    for app in ORDER:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "remote_field", None) and field.related_model
                if field.auto_created or not target or target._meta.app_label not in ORDER:
                    continue
                if ORDER.index(target._meta.app_label) > ORDER.index(app):
                    wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert not wrong


def test_content_and_cases_are_not_related():
    for app, other in (("content", "cases"), ("cases", "content")):
        for model in apps.get_app_config(app).get_models():
            targets = {
                f.related_model._meta.app_label for f in model._meta.get_fields() if f.is_relation and f.related_model
            }
            assert other not in targets, model
