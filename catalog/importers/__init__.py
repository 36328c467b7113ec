"""Lists of other systems become items and organisations: read, cleaned, judged row by row, written in batches."""
