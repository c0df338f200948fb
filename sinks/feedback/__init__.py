"""A desk's thumbs on verdicts: kept, listed, and given back as labelled texts to train on."""
