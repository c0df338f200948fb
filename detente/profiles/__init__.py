"""Profiles: a pair of sides is a folder of data, and this package reads it."""

from detente.profiles.offices import holder_of
from detente.profiles.profile import ActorEntry, Profile, TopicTerms, Weights, load, names, read

__all__ = ["ActorEntry", "Profile", "TopicTerms", "Weights", "holder_of", "load", "names", "read"]
