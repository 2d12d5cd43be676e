"""Places and their time zones: "em Lisboa" is Europe/Lisbon. What is not here is not guessed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """where: as it is said after a verb, "em Lisboa", "no Japão". zone: None for a country of several."""

    where: str
    zone: str | None


# Zone: its places, each with its preposition; "=" before other names of the same place.
_TABLE = """
America/Sao_Paulo: em Brasília = no Distrito Federal; em São Paulo; no Rio de Janeiro = no Rio; em Belo Horizonte = em BH
America/Sao_Paulo: em Minas Gerais = em Minas
America/Sao_Paulo: em Curitiba; no Paraná; em Porto Alegre; no Rio Grande do Sul; em Florianópolis; em Santa Catarina
America/Sao_Paulo: em Vitória; no Espírito Santo
America/Sao_Paulo: em Goiânia; em Goiás; em Campinas; em Santos; em Uberlândia; em Londrina; em Joinville; no Brasil
America/Bahia: em Salvador; na Bahia
America/Recife: no Recife = em Recife; em Pernambuco
America/Fortaleza: em Fortaleza; no Ceará; em Natal; no Rio Grande do Norte; em João Pessoa; na Paraíba; em Teresina
America/Fortaleza: no Piauí; em São Luís; no Maranhão
America/Maceio: em Maceió; em Alagoas; em Aracaju; em Sergipe
America/Araguaina: em Palmas; no Tocantins
America/Belem: em Belém; no Pará; em Macapá; no Amapá
America/Manaus: em Manaus; no Amazonas
America/Boa_Vista: em Boa Vista; em Roraima
America/Porto_Velho: em Porto Velho; em Rondônia
America/Cuiaba: em Cuiabá; no Mato Grosso = em Mato Grosso
America/Campo_Grande: em Campo Grande; no Mato Grosso do Sul = em Mato Grosso do Sul
America/Rio_Branco: em Rio Branco; no Acre
America/Noronha: em Fernando de Noronha = em Noronha
America/Argentina/Buenos_Aires: em Buenos Aires; na Argentina
America/Montevideo: em Montevidéu; no Uruguai
America/Asuncion: em Assunção; no Paraguai
America/Santiago: em Santiago do Chile = em Santiago; no Chile
America/La_Paz: em La Paz; na Bolívia
America/Lima: em Lima; no Peru
America/Bogota: em Bogotá; na Colômbia
America/Caracas: em Caracas; na Venezuela
America/Guayaquil: em Quito; no Equador
America/Panama: no Panamá = na Cidade do Panamá
America/Havana: em Havana; em Cuba
America/Mexico_City: na Cidade do México; no México
America/New_York: em Nova York = em Nova Iorque; em Washington; em Miami; em Boston; em Orlando; na Flórida; em Atlanta
America/New_York: em Filadélfia
America/Chicago: em Chicago; em Houston; em Dallas; no Texas; em Nova Orleans
America/Denver: em Denver
America/Los_Angeles: em Los Angeles; em São Francisco = em San Francisco; em Las Vegas; em Seattle; na Califórnia
America/Los_Angeles: no Vale do Silício; em San Diego
America/Anchorage: no Alasca
Pacific/Honolulu: no Havaí; em Honolulu
America/Toronto: em Toronto; em Montreal; em Ottawa
America/Vancouver: em Vancouver
Europe/Lisbon: em Lisboa; em Portugal; no Porto; em Coimbra; em Braga
Atlantic/Azores: nos Açores
Atlantic/Madeira: na Madeira = na Ilha da Madeira
Europe/Madrid: em Madri = em Madrid; na Espanha; em Barcelona; em Sevilha; em Valência
Europe/Paris: em Paris; na França
Europe/London: em Londres; na Inglaterra; no Reino Unido; na Escócia
Europe/Dublin: em Dublin; na Irlanda
Europe/Rome: em Roma; na Itália; em Milão; em Veneza; em Florença; no Vaticano
Europe/Berlin: em Berlim; na Alemanha; em Munique; em Frankfurt; em Hamburgo
Europe/Zurich: em Zurique; na Suíça; em Genebra
Europe/Vienna: em Viena; na Áustria
Europe/Amsterdam: em Amsterdã = em Amsterdam; na Holanda = nos Países Baixos
Europe/Brussels: em Bruxelas; na Bélgica
Europe/Luxembourg: em Luxemburgo
Europe/Copenhagen: em Copenhague; na Dinamarca
Europe/Stockholm: em Estocolmo; na Suécia
Europe/Oslo: em Oslo; na Noruega
Europe/Helsinki: em Helsinque; na Finlândia
Atlantic/Reykjavik: na Islândia; em Reykjavik
Europe/Warsaw: em Varsóvia; na Polônia
Europe/Prague: em Praga; na República Tcheca
Europe/Budapest: em Budapeste; na Hungria
Europe/Athens: em Atenas; na Grécia
Europe/Bucharest: em Bucareste; na Romênia
Europe/Kyiv: em Kiev; na Ucrânia
Europe/Moscow: em Moscou; em São Petersburgo
Europe/Istanbul: em Istambul; na Turquia
Africa/Luanda: em Luanda; em Angola
Africa/Maputo: em Maputo; em Moçambique
Atlantic/Cape_Verde: em Cabo Verde; na Praia
Africa/Bissau: em Bissau; na Guiné-Bissau
Africa/Sao_Tome: em São Tomé e Príncipe = em São Tomé
Africa/Casablanca: em Casablanca; no Marrocos = em Marrocos
Africa/Cairo: no Cairo; no Egito
Africa/Lagos: em Lagos; na Nigéria
Africa/Nairobi: em Nairóbi; no Quênia
Africa/Johannesburg: em Joanesburgo; na Cidade do Cabo; na África do Sul
Asia/Jerusalem: em Jerusalém; em Israel; em Tel Aviv
Asia/Beirut: em Beirute; no Líbano
Asia/Riyadh: em Riade; na Arábia Saudita
Asia/Qatar: em Doha; no Catar
Asia/Dubai: em Dubai; em Abu Dhabi; nos Emirados Árabes = nos Emirados
Asia/Tehran: em Teerã; no Irã
Asia/Karachi: em Karachi; no Paquistão
Asia/Kolkata: em Nova Délhi = em Délhi; em Mumbai; na Índia; em Goa
Asia/Bangkok: em Bangkok = em Bangcoc; na Tailândia
Asia/Ho_Chi_Minh: em Hanói; no Vietnã
Asia/Jakarta: em Jacarta
Asia/Singapore: em Singapura = em Cingapura
Asia/Kuala_Lumpur: em Kuala Lumpur; na Malásia
Asia/Manila: em Manila; nas Filipinas
Asia/Shanghai: em Pequim; em Xangai; na China
Asia/Hong_Kong: em Hong Kong
Asia/Macau: em Macau
Asia/Taipei: em Taipei = em Taipé; em Taiwan
Asia/Seoul: em Seul; na Coreia do Sul = na Coreia
Asia/Tokyo: em Tóquio; no Japão; em Osaka; em Kyoto = em Quioto
Asia/Dili: em Díli; no Timor-Leste = em Timor-Leste
Australia/Sydney: em Sydney; em Melbourne; em Camberra
Australia/Perth: em Perth
Pacific/Auckland: em Auckland; na Nova Zelândia; em Wellington
several: nos Estados Unidos = na América; no Canadá; na Rússia; na Austrália; na Indonésia; na Europa; na África; na Ásia
"""


def _read() -> tuple[dict[str, Place], dict[str, str]]:
    places, spoken = {}, {}
    for line in _TABLE.strip().splitlines():
        zone, names = line.split(": ")
        for synonyms in names.split("; "):
            where, *others = synonyms.split(" = ")
            key = _bare(where)
            places[key] = Place(where, None if zone == "several" else zone)
            spoken |= {_bare(name): key for name in (where, *others)}
    return places, spoken


def _bare(where: str) -> str:
    return where.partition(" ")[2]


PLACES, SPOKEN = _read()
"""By name without preposition; the names that they are called by → that name."""
