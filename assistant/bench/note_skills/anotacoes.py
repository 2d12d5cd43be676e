"""Lists, reminders and notes, for measurements of free text alone: what is said is taken as it stands; nothing is done."""

from __future__ import annotations

from assistant.skills import Context, Reply, skill

RULES = {
    "lista": "(na|à|a|em|pra) [minha] lista [de compras|do mercado|da feira|de tarefas]",
    "hora": "(às|à|a|as) {int:hora} [hora[s]]",
}


@skill(
    "(adiciona|adicione|acrescenta|acrescente|inclui|inclua|põe|ponha|coloca|coloque|bota) {text:item} <lista>",
    "(adiciona|acrescenta|inclui|põe|coloca|bota) <lista> {text:item}",
    examples=["adiciona leite à lista de compras"],
    rules=RULES,
)
def adiciona(ctx: Context, item: str) -> Reply:
    return Reply(f"Anotei {item} na lista.")


@skill(
    "(me lembra|me lembre|lembra-me|me avisa|me avise) de {text:assunto} <hora>",
    "(me lembra|me lembre|lembra-me|me avisa|me avise) <hora> de {text:assunto}",
    examples=["me lembra de regar as plantas às três"],
    rules=RULES,
)
def lembra(ctx: Context, assunto: str, hora: int) -> Reply:
    return Reply(f"Vou lembrar: {assunto}, {hora}.")


@skill(
    "(anota|anote|escreve|escreva) [aí] [que|uma nota|o recado] {text:nota}",
    examples=["anota que o encanador vem na quinta"],
    rules=RULES,
)
def anota(ctx: Context, nota: str) -> Reply:
    return Reply(f"Anotado: {nota}.")
