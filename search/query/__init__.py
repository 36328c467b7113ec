"""Queries: parsed with the vocabulary of the city, ranked, with similar titles."""
