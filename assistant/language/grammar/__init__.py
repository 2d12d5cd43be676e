"""Sentence templates, what their slots may hold, and the automaton they are compiled to."""
