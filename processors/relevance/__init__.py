"""The relevance model: how likely a text that names both sides is about what they do to each other."""
