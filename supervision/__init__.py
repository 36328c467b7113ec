"""Above single cases: what is late and with whom it stays (Art. 29)."""
