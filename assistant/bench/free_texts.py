"""Commands that hold anybody's words: items of lists, reminders, notes, names of timers. Training fills slots with others."""

from __future__ import annotations

_LISTED = (
    "alface",
    "queijo minas",
    "detergente e esponja",
    "papel higiênico",
    "duas latas de milho",
    "meio quilo de carne moída",
    "farinha de mandioca",
    "iogurte de morango",
    "azeite de dendê",
    "goiabada cascão",
    "um pacote de biscoito recheado",
    "ração para o papagaio",
    "pilha para o controle remoto",
    "fermento biológico",
    "lâmpada do corredor",
    "amaciante",
    "rapadura",
    "três maços de couve",
    "saco de lixo de cem litros",
    "curativo e algodão",
    "erva-mate",
    "chuchu",
    "castanha de caju sem sal",
    "vinagre de maçã",
)
_REMINDED = (
    "renovar a carteira de motorista",
    "devolver o livro da biblioteca",
    "telefonar para a tia Jurema",
    "levar o terno na lavanderia",
    "assinar o contrato",
    "tirar a roupa do varal",
    "dar vacina no gato",
    "agendar a revisão da moto",
    "buscar o Thiago no judô",
    "imprimir os boletos",
    "medir a pressão",
    "responder o síndico",
    "congelar o caldo",
    "podar a jabuticabeira",
    "entregar o trabalho de química",
    "sacar dinheiro",
)
_NOTED = (
    "o encanador vem na quinta",
    "a chave reserva está com o porteiro",
    "a senha do cadeado mudou",
    "o pneu dianteiro está careca",
    "minha sogra é alérgica a camarão",
    "perguntar o preço da geladeira",
    "a reunião foi transferida para sexta",
    "o gerente se chama Valdemir",
    "gostei do vinho chileno",
    "a garantia da televisão vence em agosto",
    "ideia para o aniversário da Beatriz",
    "comprar ingresso para o teatro",
    "o carro gastou menos na estrada",
    "a vizinha viaja no feriado",
)
_TIMED = (
    "lasanha",
    "pudim de leite",
    "mandioca",
    "alongamento",
    "tintura do cabelo",
    "ovo cozido",
    "brigadeiro",
    "videogame",
)

_LISTS = (
    "adiciona {} à lista de compras",
    "coloca {} na lista",
    "põe {} na minha lista de compras",
    "acrescenta {} na lista do mercado",
)
_REMINDERS = ("me lembra de {} às três", "me lembre de {} às sete horas", "me avisa de {} às dez")
_NOTES = ("anota que {}", "anota aí {}", "escreve {}")
_TIMERS = ("timer de dez minutos para {}", "temporizador de {} de meia hora")

SENTENCES = tuple(
    frames[i % len(frames)].format(words)
    for frames, texts in ((_LISTS, _LISTED), (_REMINDERS, _REMINDED), (_NOTES, _NOTED), (_TIMERS, _TIMED))
    for i, words in enumerate(texts)
)
