"""Which reports tell the same event, and what each tells anew. One active assigner; state in SQL."""
