"""O tempo: agora, hoje e nos próximos dias; chuva, temperatura, guarda-chuva. Precisa de internet só quando alguém pergunta."""

from assistant.language.calendar import dates
from assistant.skills import Context, Reply, skill
from assistant.skills.domains.forecasts import FRESH, WEEK, Question, TellWeather, tell

NO_PLACE = "Não sei onde estou: escreva a latitude e a longitude na seção weather do arquivo de configuração."

# Those that are asked for most; any other place is understood, too, but with less certainty what belongs to its name.
CITIES = (
    *("Aracaju", "Belém", "Belo Horizonte", "Boa Vista", "Brasília", "Campo Grande", "Cuiabá", "Curitiba", "Florianópolis"),
    *("Fortaleza", "Goiânia", "João Pessoa", "Macapá", "Maceió", "Manaus", "Natal", "Palmas", "Porto Alegre", "Porto Velho"),
    *("Recife", "Rio Branco", "Rio de Janeiro", "Salvador", "São Luís", "São Paulo", "Teresina", "Vitória", "Guarulhos"),
    *("Campinas", "São Gonçalo", "Duque de Caxias", "São Bernardo do Campo", "Nova Iguaçu", "Santo André", "Osasco", "Sorocaba"),
    *("São José dos Campos", "Ribeirão Preto", "Uberlândia", "Contagem", "Feira de Santana", "Joinville", "Londrina", "Niterói"),
    *("Juiz de Fora", "Santos", "São José do Rio Preto", "Caxias do Sul", "Petrópolis", "Lisboa", "Porto"),
)
LISTS = {
    "cidade": {city: city for city in CITIES},
    "periodo": dict.fromkeys(
        ("semana", "essa semana", "esta semana", "nessa semana", "nesta semana", "próximos dias", "nos próximos dias"), WEEK
    ),
    "cair": dict.fromkeys(("chover", "chove", "cair água", "ter chuva", "haver chuva", "dar chuva"), "chuva"),
    "chuva": dict.fromkeys(("chuva", "chover", "pancada de chuva", "pancadas de chuva", "temporal", "tempestade"), "chuva"),
    "chovendo": dict.fromkeys(("chovendo", "caindo água"), "chovendo"),
    "guarda": dict.fromkeys(("guarda-chuva", "sombrinha", "capa de chuva", "capa"), "guarda-chuva"),
    "sol": dict.fromkeys(("sol", "praia", "tempo bom", "bom tempo", "céu aberto"), "sol"),
    "graus": dict.fromkeys(("temperatura", "temperaturas"), "temperatura"),
    "quente": dict.fromkeys(("frio", "calor", "quente", "muito frio", "muito calor", "friozinho"), "temperatura"),
    "esfriou": dict.fromkeys(("esfriou", "esquentou", "está esfriando", "tá esfriando", "está esquentando"), "temperatura"),
    "extremo": {
        **dict.fromkeys(("máxima", "temperatura máxima", "máxima temperatura"), "máxima"),
        **dict.fromkeys(("mínima", "temperatura mínima", "mínima temperatura"), "mínima"),
    },
}
RULES = {
    "onde": "((em|no|na|nos|nas|para|pra) (<cidade>|{text:lugar})|aqui|lá fora)",
    "cidade": "[o|a|os|as] [cidade de] {cidade:lugar}",
    "quando": "[para|pra|de|do|da|no|na|em|nesse|nesta] ({date:dia}|os {periodo:dia}|{periodo:dia}) [<parte>]",
    "parte": "(de manhã|à tarde|à noite|de tarde|de noite|o dia todo)",
    "sobre": "(<onde> [<quando>|agora]|<quando> [<onde>]|agora [<onde>]|[hoje] <parte>)",
    "fora": "(lá fora|do lado de fora|na rua|no exterior|de fora)",
    "tempo": "(tempo|clima)",
    "previsao": "[a] previsão [do tempo|do clima|meteorológica]",
    "um": "(um|o|a|uma|meu|minha)",
    "vai": "(vai|vão|pode|deve|será que vai|há de)",
}


@skill(
    "[<diga>] como (está|tá|anda|é) o <tempo> [<onde>] [<quando>|agora|neste momento] [<onde>]",
    "[<diga>] como (vai estar|vai ficar|vai ser|fica|ficará|será|estará|estava) o <tempo> [<sobre>]",
    "[<diga>] (qual|qual é|qual a|como está|como é) <previsao> [<sobre>]",
    "(<diga>|quero|quero saber|quero ouvir|veja|olha|vê|checa|consulta|confere) [como está] (<previsao>|o <tempo>) [<sobre>]",
    "<previsao> [<sobre>]",
    "[como|qual] [é|está] o <tempo> <fora> [<quando>]",
    "que <tempo> (faz|está fazendo|vai fazer|tem) [<sobre>]",
    "<vai> {cair:aspecto} [<sobre>]",
    "será que {cair:aspecto} <quando> [<onde>]",
    "<quando> <vai> {cair:aspecto} [<onde>]",
    "{cair:aspecto} <quando> [<onde>]",
    "[<diga>] (tem|há|vai ter|qual a|qual é a) [chance|previsão|possibilidade|probabilidade] de {chuva:aspecto} [<sobre>]",
    "(está|tá|estão) {chovendo:aspecto} [<sobre>]",
    "[eu] (preciso|devo|vou precisar|é bom|é melhor|tenho que) [de|do|levar|pegar|usar] [<um>] {guarda:aspecto} [<sobre>]",
    "(levo|leva|pego|saio com) [<um>] {guarda:aspecto} [<sobre>]",
    "(vai|será que vai|pode) (fazer|ter|abrir|dar|ficar) [o|um] {sol:aspecto} [<sobre>]",
    "(vai|está|tá|faz) [fazendo|fazer|estar|ficar|ser] [muito] {quente:aspecto} (<fora> [<quando>]|[<onde>] <quando>)",
    "[<diga>] (qual|qual é|qual vai ser|quanto é|quanto vai ser|de quanto é|de quanto vai ser|) [a] {extremo:aspecto}"
    " (<quando>|prevista|prevista <quando>|<onde> <quando>|<quando> <onde>)",
    "[<diga>] (qual|qual é|qual está|como está|) [a] {graus:aspecto} [de agora] <fora> [<quando>|agora]",
    "[<diga>] (qual|qual é|qual será|qual vai ser|como vai estar|como fica) [a] {graus:aspecto} <onde> [<quando>]",
    "[<diga>] (qual|qual é|qual será|qual vai ser|como vai estar|como fica) [a] {graus:aspecto} <quando> [<onde>]",
    "[será que] [já] {esfriou:aspecto} [muito] (<fora>|hoje|aqui|em {cidade:lugar}) [agora|hoje]",
    "[quantos|quanto] [graus] {faz:aspecto} <fora> [agora]",
    "[<diga>] quantos {faz:aspecto} [está|tá|faz|estão|vai fazer] [fazendo] (<fora>|<quando>)",
    rules=RULES,
    lists=LISTS | {"faz": dict.fromkeys(("graus", "graus faz", "graus estão", "graus está fazendo", "graus tem"), "temperatura")},
    follow_ups=[
        "[e] [como (é|fica|vai estar)] <quando>",
        "e (em|no|na|para|pra|) (<cidade>|{text:lugar})",
        "[e] <vai> {cair:aspecto} [<sobre>]",
        "[e] [de] {chuva:aspecto} [<sobre>]",
        "[e] [a] ({extremo:aspecto}|{graus:aspecto}) [<quando>]",
        "[e] (preciso|devo|levo|leva) [de|do|levar|pegar] [um|o|a|uma|meu] {guarda:aspecto} [<sobre>]",
        "[e] (vai|faz|está) [fazer|ter|abrir] {sol:aspecto} [<sobre>]",
        "[e] (vai|faz|está) [fazer|fazendo|estar|ficar] {quente:aspecto} [<sobre>]",
    ],
    examples=["como está o tempo", "vai chover amanhã", "qual a máxima de sábado", "preciso de guarda-chuva hoje"],
)
def previsao(ctx: Context, lugar: str | None = None, dia: str | None = None, aspecto: str | None = None) -> Reply:
    weather = ctx.services.weather
    if weather is None:
        return Reply(NO_PLACE)
    if dia and dia != WEEK and (objection := dates.objection(dia, ctx.now.date())):
        return Reply(objection)
    question = Question(lugar, dia, aspecto)
    known = weather.known(lugar)
    if known is not None and ctx.now - known.fetched <= FRESH:
        return Reply(tell(known, question, ctx.now))
    return Reply("Vou ver a previsão.", (TellWeather(question),))
