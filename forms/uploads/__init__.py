"""Files that applicants send: told by their content, redrawn or walked through, scanned, sealed on the disk."""
