"""Talks to nobody: reads pages, extracts and judges them, and groups what is relevant into stories."""
