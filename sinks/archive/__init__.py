"""Keeps pages as they were fetched: WARC files that other tools read, and an index of them in the database."""
