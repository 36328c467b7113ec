"""Notices to applicants: planned with the journal entry, sent by tasks, and who is rung up where none arrives."""
