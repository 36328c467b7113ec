"""One module an engine; tests/search/contract.py asks all of them the same questions."""
