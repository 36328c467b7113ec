"""Configuration as code: a folder of YAML becomes a site, and back.

Nouns: Definition (one object, a pydantic model), Kind (how a Definition meets the database), Layer (one folder),
Problem (a mistake with file, line and remedy), Mention (where a table says a code as text), Plan (what would change).
Reading: folder → source → layers → check; writing: plan → apply; back: export. Each app registers its kinds in
AppConfig.ready(). Knows no domain.
"""
