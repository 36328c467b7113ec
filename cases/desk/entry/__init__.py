"""Applications entered by staff: one long page of the form, its sentence to read aloud, the log of consultations."""
