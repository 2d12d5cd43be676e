"""Timers that are due become announcements, each once."""
