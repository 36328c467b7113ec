"""Questions as configuration: fields, conditions, what follows from answers. Knows the catalogue, knows no case."""
