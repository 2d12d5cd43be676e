"""Notes, for measurements of free text alone: what is said is taken as it stands; nothing is done."""

from __future__ import annotations

from assistant.skills import Context, Reply, skill


@skill(
    "(anota|anote|escreve|escreva) [aí] [que|uma nota|o recado] {text:nota}",
    examples=["anota que o encanador vem na quinta"],
)
def anota(ctx: Context, nota: str) -> Reply:
    return Reply(f"Anotado: {nota}.")
