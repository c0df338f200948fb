"""Telling desks: a rule decides, an outbox keeps, one worker a destination delivers."""
