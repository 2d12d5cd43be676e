"""Rules that every template may use: how people begin what they ask for, and how they say when it is to be."""

from __future__ import annotations

COMMON_RULES = {
    # Slots `dia` and `hora`; both kinds take their own prepositions ("no sábado", "às sete", "para amanhã").
    "quando": "({date:dia} [{time:hora}]|{time:hora} [[de|do|da] {date:dia}])",
    # Slot `daqui`, in seconds.
    "em_quanto": "(daqui a|daqui|em|dentro de|depois de|após|passados|passadas) {duration:daqui}",
    "diga": (
        "(me diz|me diga|me dizer|diz|diga|dizer|diga-me|me fala|me fale|me falar|fala|fale|falar|fale-me|me informa"
        "|me informe|informe"
        "|me conta|me conte|me mostra|me mostre|mostra|mostre|me passa|me passe|me dá|me dê)"
    ),
    "ponha": (
        "(põe|pôr|põem|ponha|bota|bote|botar|coloca|coloque|colocar|cria|crie|criar|define|defina|definir|inicia|inicie|iniciar"
        "|começa|comece|começar|marca|marque|marcar|programa|programe|programar|ativa|ative|ativar|faz|faça|fazer|ajusta|ajuste|ajustar"
        "|configura|configure|configurar|seta|sete|abre|dispara|inicializa|liga|ligue|ligar|põe aí|me põe|me coloca)"
    ),
    "cancela": (
        "(cancela|cancele|cancelar|para|pare|parar|desliga|desligue|desligar|apaga|apague|apagar"
        "|exclui|exclua|excluir|encerra|encerre|encerrar|desativa|desative|desativar|interrompe|interrompa|interromper|deleta|delete"
        "|termina|termine|finaliza|finalize)"
    ),
}
