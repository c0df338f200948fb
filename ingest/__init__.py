"""Talks to the internet: what is due, polling, fetching, politeness; publishes pages."""
