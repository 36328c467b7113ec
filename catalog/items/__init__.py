"""Items: the catalogue with its facets, the guide of an item, blank forms."""
