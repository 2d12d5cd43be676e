"""Rules that every template may use: how people begin and end what they ask for."""

from __future__ import annotations

COMMON_RULES = {
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
