"""From files to a set of skills: found, imported, compiled, checked, and read anew when they change."""
