"""Applications of the public and the work of staff on them.

Nouns: Case, Party (personal fields sealed), JournalEntry (append-only), ClockRun, Draft.
Verbs are in `actions`; `workflow` runs without Django. `public` and `desk` never import each other. Rooms above add
to the pages of a case through `extensions`.
"""
