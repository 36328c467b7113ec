"""YAML and CSV as text: reading with positions, comments, canonical format, patching in place. No Django."""
