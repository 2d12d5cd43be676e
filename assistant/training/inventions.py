"""Sentences of our own invention, as templates: commands that a home will know, and what people say to each other.

They only have to be Portuguese that Brazilians speak: nothing here is understood by a skill because it stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from random import Random

from assistant.language.grammar.templates import Node, parse_template
from assistant.training.sampling import FILLERS, draw

_RULES = {
    "liga": "(liga|ligue|ligar|acende|acenda|acender|ativa|desliga|desligue|desligar|apaga|apague|apagar|desativa)",
    "muda": "(aumenta|aumente|diminui|diminua|abaixa|abaixe|sobe|suba|coloca|coloque|põe|ponha|ajusta|ajuste|muda|mude)",
    "abre": "(abre|abra|abrir|fecha|feche|fechar|levanta|levante|baixa|baixe|tranca|tranque|destranca|destranque)",
    "coisa": (
        "(a luz|as luzes|o abajur|a lâmpada|o ventilador|o ar-condicionado|a televisão|a tv|o som|o rádio|a tomada|o aquecedor"
        "|a cafeteira|a máquina de lavar|o umidificador|o aspirador|o robô aspirador|a câmera|o alarme|o computador|a bomba"
        "|o chuveiro)"
    ),
    "vao": "(a porta|o portão|a janela|as janelas|a cortina|as cortinas|a persiana|as persianas|a garagem|o toldo|a fechadura)",
    "comodo": (
        "(da sala|da cozinha|do quarto|do banheiro|do escritório|da varanda|da garagem|do corredor|da lavanderia|do quintal"
        "|do jardim"
        "|do quarto das crianças|do quarto de hóspedes|da sala de jantar|da despensa|da piscina|da entrada|da escada|do porão"
        "|de casa|da churrasqueira)"
    ),
    "onde": (
        "(na sala|na cozinha|no quarto|no banheiro|no escritório|na varanda|na garagem|lá fora|em casa|no andar de cima|na rua)"
    ),
    "cor": "(vermelha|azul|verde|amarela|branca|laranja|roxa|rosa|quente|fria|marrom|preta|cinza|dourada|violeta|turquesa)",
    "dia": (
        "(hoje|amanhã|depois de amanhã|ontem|segunda-feira|terça|quarta|quinta|sexta|sábado|domingo|no fim de semana|todo dia)"
    ),
    "musica": (
        "(uma música|samba|forró|bossa nova|rock|sertanejo|música clássica|jazz|pagode|a minha lista|a rádio|o podcast"
        "|as notícias"
        "|um disco da elis regina|alguma coisa do caetano|gilberto gil|tom jobim|marisa monte|legião urbana)"
    ),
    "compra": (
        "(leite|pão|ovos|arroz|feijão|café|açúcar|sal|óleo|manteiga|queijo|presunto|banana|maçã|laranja|tomate|cebola|alho|batata"
        "|cenoura|alface|frango|carne moída|peixe|sabão em pó|detergente|papel higiênico|pasta de dente|xampu|água|cerveja"
        "|vinho|suco"
        "|farinha de trigo|fubá|mandioca|goiabada|requeijão|iogurte|biscoito|chocolate|ração do gato|pilhas|fósforos|guardanapo)"
    ),
    "gente": (
        "(eu|você|ele|ela|a gente|minha mãe|meu pai|meu irmão|minha irmã|o joão|a maria|o pedro|a ana|o josé|a luísa|o vizinho"
        "|minha avó|meu chefe|a professora|o médico|o carlos|a fernanda|o antônio|a beatriz|o rafael|a juliana|minha filha"
        "|meu filho)"
    ),
    "faz": (
        "(gosta de|quer|precisa de|comprou|esqueceu|trouxe|perdeu|achou|vendeu|viu|procura|prefere|pediu|vai buscar"
        "|está esperando"
        "|deixou cair|guardou|emprestou|já conhece|nunca tinha visto)"
    ),
    "objeto": (
        "(o carro|a chave|o livro|um cachorro|a bolsa|o casaco|os óculos|um presente|o celular|a carteira|uma camisa nova"
        "|o guarda-chuva"
        "|a bicicleta|um bolo de cenoura|a receita|o jornal|as crianças|os documentos|o filme|o dinheiro|uma passagem|a mala"
        "|um sorvete"
        "|o relógio|a mesa|a cadeira|um violão|o remédio|a conta|o ônibus|um prato de sopa|café sem açúcar|uma casa na praia)"
    ),
    "quando": (
        "(agora|mais tarde|de manhã|à tarde|à noite|ontem à noite|na semana passada|no mês que vem|daqui a pouco|às vezes|de novo"
        "|antes do almoço|depois do jantar|no domingo|há muito tempo|quase sempre|o dia inteiro|sem querer|com certeza|outra vez)"
    ),
    "por_favor": "(por favor|por gentileza|faz favor|assistente|agora|rapidinho)",
}
_COMMANDS = (
    "[assistente] <liga> <coisa> [<comodo>|<onde>] [<por_favor>]",
    "[<por_favor>] <liga> [todas] as luzes (<comodo>|<onde>) [{duration}|às {time}]",
    "<abre> <vao> [<comodo>] [<por_favor>]",
    "<muda> (a luz|o brilho|a temperatura|o volume|o ar|o ventilador) [<comodo>] [para|em|até] {int} [por cento|graus]",
    "<muda> a luz <comodo> (para|em) <cor>",
    "<muda> [um pouco] (o volume|a temperatura|o brilho) [<comodo>]",
    "(qual é|me diz|qual) (a temperatura|a umidade|o consumo|o estado) (<comodo>|<onde>) [agora]",
    "(tem alguma|está|ficou) (luz acesa|porta aberta|a porta aberta|janela aberta|o portão fechado) (<onde>|<comodo>)",
    "(toca|toque|põe|ponha|coloca|quero ouvir) <musica> [<onde>]",
    "(próxima música|música anterior|pausa|continua|para a música|aumenta o som|abaixa o volume|que música é essa|repete essa)",
    "(adiciona|adicione|põe|coloca|inclui|anota) <compra> [e <compra>] (na lista de compras|na lista do mercado|na lista)",
    "(tira|tire|remove|risca|apaga) <compra> da lista [de compras|do mercado]",
    "(o que tem|o que falta|lê|leia|quantas coisas tem) [n]a lista de (compras|tarefas|mercado)",
    "(me acorda|me acorde|alarme|despertador|põe um alarme|coloca o despertador) [<dia>] às {time}",
    "(me lembra|me lembre|lembrete|anota aí) [de] {text} [<dia>] [às {time}]",
    "(como está|como vai ficar|qual a previsão d) o tempo [<dia>] [em são paulo|no rio de janeiro|em salvador|em curitiba"
    "|em recife]",
    "(vai chover|preciso de guarda-chuva|vai fazer frio|vai fazer calor|quantos graus vai fazer) [<dia>]",
    "(converte|converta|quanto é|quantos são) {number} (quilos|metros|reais|dólares|milhas|graus) em (gramas|libras|euros"
    "|quilômetros)",
    "(conta|me conta) (uma piada|uma história|uma curiosidade|as novidades|as notícias)",
    "(sorteia|joga) (um número|um dado|uma moeda|cara ou coroa) [de {int} a {int}]",
    "(faltam quantos dias|quanto tempo falta) para (o natal|o carnaval|a páscoa|o meu aniversário|dia {int}|as férias)",
    "(bom dia|boa noite|cheguei em casa|vou sair|hora do filme|modo cinema|modo noite|estou de férias|hora de dormir)",
    "(liga|telefona|manda uma mensagem) para <gente> [dizendo que vou atrasar|e diz que está tudo bem|<quando>]",
    "(ligar|desligar|abrir|fechar|acender|apagar|sim|não|confirma|cancelar|parar|continuar|voltar|próximo|anterior|repetir"
    "|pronto)",
)
_EVERYDAY = (
    "<gente> [não|já|ainda] <faz> <objeto> [<quando>]",
    "[acho que|parece que|dizem que|eu sabia que|será que] <gente> [não] <faz> <objeto>",
    "<gente> <faz> <objeto> (mas|porque|quando|e|enquanto) <gente> <faz> <objeto>",
    "(onde está|cadê|quem pegou|de quem é|quanto custa|para que serve|por que você quer) <objeto>",
    "<quando> <gente> <faz> <objeto>",
    "(está|estava|vai ficar|ficou) (frio|quente|chovendo|nublado|tarde|cedo|escuro|tudo bem|difícil"
    "|barulhento) [<onde>] [<quando>]",
    "[eu] (preciso|quero|vou|tenho que|posso|não consigo) {text} [<quando>] [<onde>]",
    "(ele|ela|a reunião|o jogo|a festa|o filme|a aula|a viagem) (começa|termina|acaba|chega|sai) [<dia>] às {time}",
    "(faz|são|foram|deu|pagamos|custou|tem) {number} (pessoas|reais|quilos|metros|anos|dias|vezes|litros)",
)

_PLACES = """
    brasil argentina uruguai paraguai chile bolívia colômbia equador venezuela peru guiana suriname méxico cuba jamaica haiti
    panamá
    canadá estados-unidos portugal espanha frança itália alemanha inglaterra irlanda escócia holanda bélgica suíça áustria
    polônia hungria romênia bulgária grécia turquia rússia ucrânia suécia noruega finlândia dinamarca islândia china japão coreia
    índia egito marrocos angola moçambique nigéria quênia austrália israel líbano síria irã iraque vietnã tailândia indonésia
    são-paulo rio-de-janeiro salvador brasília fortaleza curitiba manaus recife goiânia belém campinas natal florianópolis
    cuiabá aracaju maceió teresina londrina niterói santos joinville europa áfrica ásia américa oceania amazônia nordeste
"""
_PEOPLE = """
    joão maria pedro ana josé luísa carlos fernanda antônio beatriz rafael juliana francisco adriana paulo márcia lucas camila
    gabriel larissa mateus amanda bruno letícia felipe patrícia marcelo aline eduardo sandra rodrigo vanessa daniel cláudia
    gustavo
    renata andré helena sérgio vitória miguel sofia arthur alice heitor laura davi valentina thiago isabela henrique cecília
    silva santos oliveira souza lima pereira ferreira costa almeida nascimento carvalho ribeiro gomes martins araújo barbosa
"""


@cache
def _parsed() -> tuple[Mapping[str, Node], tuple[Node, ...], tuple[Node, ...]]:
    rules = {name: parse_template(text, f"rule <{name}>") for name, text in _RULES.items()}
    groups = (tuple(parse_template(text) for text in group) for group in (_COMMANDS, _EVERYDAY))
    return rules, *groups


def home_command(random: Random) -> str:
    rules, commands, _ = _parsed()
    return draw(random.choice(commands), rules, FILLERS, random)


def proper_name(random: Random) -> str:
    """Places and people: their sounds are rarer in other texts than in commands."""
    place, person = random.choice(_PLACES.split()).replace("-", " "), random.choice(_PEOPLE.split())
    return random.choice((place, place, person, f"{person} {random.choice(_PEOPLE.split())}", f"{person} do {place}"))


def everyday_sentence(random: Random) -> str:
    rules, _, sentences = _parsed()
    return draw(random.choice(sentences), rules, FILLERS, random)
