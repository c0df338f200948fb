"""`make bench-ingest`: what ten thousand feeds cost."""
