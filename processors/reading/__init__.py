"""Reading a text: who is named, what about, in which language, and whether it is about the relation."""
