"""The topic model: which of a profile's topics a text is about, learned from few labels over hand-kept words."""
