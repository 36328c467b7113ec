"""What people ask for and how staff answer.

Nouns: Case, Party (personal fields sealed), JournalEntry (append-only), ClockRun, Draft, Appointment.
Verbs are in `actions`; `workflow` runs without Django. `public` and `desk` never import each other.
"""
