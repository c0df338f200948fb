"""The kernel of Détente: what travels, what carries it, and the loop that never loses and never repeats.

Read `topology.py` first (the whole pipeline on one screen), then `worker.py` (the loop), and you know the house.
"""

__version__ = "0.1.0"
