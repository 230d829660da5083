"""What Benchmarks/run measures, and how."""
