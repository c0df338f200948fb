"""Compiles a profile's hand-written actor files into `actors.json`, with all case forms. Offline: needs pymorphy3."""
