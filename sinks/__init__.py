"""Talks to our friends: writes records to the database and tells desks."""
