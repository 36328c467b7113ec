"""The bottom layer: small, domain-free tools, one topic a module, each used by at least two apps.

Imports nothing of ours. Nouns: Words (text in languages), Definition and Kind (configuration as code),
WorkCalendar (working days), Sealed (an encrypted personal value), Bucket (a counted attempt), Entry rules (ledger).
"""
