"""Who signs in, and what roles may do. Nouns: User, Role (a named set of grants, mirrored as a Django group), Grant."""
