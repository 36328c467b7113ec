"""What people ask for and how staff answer.

Nouns: Case, Party (personal fields sealed), Entry (append-only journal), Deadline, Draft, Slot, Appointment.
Verbs are in `actions`; `workflow`, `deadlines` and `spec` run without Django. `public` and `desk` never meet.
"""
