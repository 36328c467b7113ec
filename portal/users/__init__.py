"""Users and roles. Nouns: User, Role (a named set of grants, mirrored as a Django group), Grant."""
