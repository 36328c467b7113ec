"""Benchmarks that anyone can run: `make bench`. Each figure stands beside its baseline from the same run."""
