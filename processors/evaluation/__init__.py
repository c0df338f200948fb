"""Measuring the judgement on labelled data, whose path is given: no text of it is in the repository."""
