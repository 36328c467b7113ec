"""How text becomes tokens, and how Chinese sounds. No Django."""
