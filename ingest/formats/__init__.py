"""What feeds look like: from bytes to entries, whatever the format."""
