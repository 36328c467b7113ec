"""Supervision above single cases: late cases and who must act (Art. 29)."""
