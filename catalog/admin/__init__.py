"""Editing the catalogue in the Wagtail admin: every address asks whether the row lies within the editor's scope."""
