"""Applications entered by staff: one long page of the form, its sentence to read aloud, and the log of consultations."""
