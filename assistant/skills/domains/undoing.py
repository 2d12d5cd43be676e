"""The words in which somebody wants back how it was: what is undone, each skill knows of its own.

They are follow-ups: what was spoken of last is undone, and nothing once the conversation is over.
"""

UNDO = (
    "(desfaz|desfaça|desfazer) [isso|isto|o que [você] fez|o que [você] acabou de fazer|o último comando]",
    "(volta|volte|deixa|deixe) [isso|tudo] (atrás|como (estava|tava|era|estava antes|tava antes|era antes))",
)
CANNOT_UNDO = "Isso eu não consigo desfazer."
