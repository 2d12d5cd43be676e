"""Which command a text is: exactly, by ear, or several in one breath."""
