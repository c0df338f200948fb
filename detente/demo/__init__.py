"""A small news site of our own writing, so that the whole pipeline can be seen at work without a network."""
