"""Acronyms: spelled like "INSS" and "CPF", or read like "USP" and "Detran".

Strategy: tables of what everybody says first; else what could be a Portuguese word is read as one, the rest is spelled. A text
all in capitals is shouted, not full of acronyms: there only what has no vowel is spelled.
"""

from __future__ import annotations

import re

from assistant.language.letters import LETTERS, spell
from assistant.language.words.phonetics import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_READ = _set("""
    USP UNESP UNIFESP UNICAMP UERJ PUC PIB CEP ONG AIDS LED OLED VIP MEC SENAC SESC PEC COB BID SELIC DARF DOC TED
    PASEP COFINS NASA OPEP UNICEF ACNUR BRICS NAFTA SARS CID TOC SAC FAB FUNDEB FUNDEF MASP MAC CUT OVNI DNIT ANAC
    CETESB SABESP UNIP FUVEST ENCCEJA IDEB SAEB GIF NET SKY JSON RAM ROM PIX PIN WEB CHIP CAPES IBOPE SPAM BLOG PET
    RIP TOP POP ROCK FUNK RAP JAZZ POST LAB CLUB SUDAM INEP IDEC ECAD CADIN FIES GATT LAN RAID BIT BYTE SMART TECH
    WORD EXCEL COVID COP CIEP CIEE SUSEP ANTAQ IPHAN
""")
_SPELLED = _set("""
    IBGE INSS IPTU IPVA ICMS IPI IOF ISS IRPF IRPJ UTI UPS SOS API AGU EPI EMTU CEO CFO CTO ANS ATM ACM AVC IML OAB IAC IES EAD
    ADI ADC ADPF ACI UDN UDR ALN USA USB FIDC IDH ISBN ABL EDP ETF OIT OEA OMS OMC AOL ESG ERP IOT EUR UHT
""")
_SAID = {
    "EUA": "Estados Unidos", "OK": "oquei", "DJ": "dí jêi", "PSOL": "pê sol", "JPEG": "jota peg", "BNDES": "bê ene dés",
    "PhD": "pê agá dê", "UnB": "u ene bê", "LGBTQIA+": "éle gê bê tê quê i á mais",
    "LGBTQIAPN+": "éle gê bê tê quê i á pê ene mais",
    "AC/DC": "ei ci di ci", "Wi-Fi": "uai fai", "WI-FI": "uai fai", "WiFi": "uai fai", "wi-fi": "uai fai", "C#": "cê charp",
    "F#": "efe charp", "NF-e": "ene efe é", "PCdoB": "pê cê do bê", "CNPq": "cê ene pê quê", "URSS": "u erre ésse ésse",
    "UFRJ": "u efe erre jota", "kWh": "quilowatt-hora", "pH": "pê agá", "MS-DOS": "eme ésse dós",
    "eSIM": "i sim", ".NET": "dot net", "PS": "pê ésse", "iOS": "i ó ésse", "APP": "ép",
    "DNIT": "denit", "R&D": "erre e dê",
}  # fmt: skip
# Two capitals that are a word when somebody writes it large.
_WORDS = _set("""
    EU TU DE DA DO NO NA EM SE ME TE JÁ SÓ LÁ CÁ AÍ OU AO ÀS OS AS ÉS HÁ SI VI OI NÉ TÁ PÉ FÉ SÉ DÓ PÓ NÓ NU UM AI EI UI IH OH AH
    VÁ VÊ LÊ DÁ DÊ MÁ PÁ RÉ MI VÓ VÔ
""")
_STATES = _set("AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO")
_LONGEST = 6
_WINDOW = 200
_ONSET = r"(?:[bcdfgpt][lr]|vr|[cln]h|[qg]u(?=[aeiou])|[bcdfgjlmnprstvxz]|h(?=[aeiou]))?"
_WORD = re.compile(rf"(?:{_ONSET}[aeiou][iu]?[lrnmsxz]?)+")
_CONSONANT = re.compile(r"[b-df-hj-np-tv-z]")
_VOWEL = re.compile("[aeiou]")
_LETTERED_THINGS = (
    r"vitaminas?|hepatites?|classes?|grupos?|planos?|letras?|blocos?|turmas?|notas?|tipos?|salas?|séries?|opção|alternativas?|torres?"
    r"|portão|linhas?|item|quadra|fila|setor|zona|ponto|coluna|casa|etapa|fase|rua|ala"
)
_EXACT = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(key) for key in sorted(_SAID, key=len, reverse=True)) + r")(?:(?<=\W)|(?!\w))(?![\w#])"
)
_LETTERED = re.compile(rf"(?<!\w)(?P<what>{_LETTERED_THINGS}) (?P<letter>[AEO])(?![\w’'])", re.IGNORECASE)
_BY_A_SIGN = re.compile(r"(?<!\w)[AEIOU](?=&[A-Z]|\+(?!\w))")
_BETWEEN_CAPITALS = re.compile(r"(?<=[A-Z])-(?=[A-Z])")
_CAPITALS = re.compile(r"(?<![\w’'])(?P<word>[A-ZÀ-Ý]{1,12})(?P<plural>s?)(?![\w’'])")


def is_readable(letters: str) -> bool:
    """Whether Portuguese could have such a word: "ibama" could, "ibge" and "inss" could not."""
    folded = fold(letters)
    return bool(_WORD.fullmatch(folded) and _CONSONANT.search(folded))


def speak_label(label: str) -> str:
    """A part of an address, in small letters: "br" and "stf" are spelled, "globo" is not."""
    is_word = not label.isalpha() or len(label) > _LONGEST or _VOWEL.search(fold(label))
    return label if is_word else spell(label)


def say_acronyms(sentence: str) -> str:
    """Of one sentence: it may be shouted, and the next one not."""
    if not _CAPITALS.search(sentence) and not _EXACT.search(sentence):
        return sentence
    sentence = _EXACT.sub(lambda m: _SAID[m.group()], sentence)
    is_shouted = sentence.upper() == sentence and len(re.findall(r"(?<!\S)\W?[^\W\d_]{2,}", sentence[:_WINDOW])) > 1
    if is_shouted:
        return _CAPITALS.sub(lambda m: _spelled(m) if _has_no_vowel(m["word"]) else m.group(), sentence).lower()
    sentence = _BY_A_SIGN.sub(lambda m: LETTERS[m.group().lower()], _BETWEEN_CAPITALS.sub(" ", sentence))
    sentence = _LETTERED.sub(_single_vowel, sentence)
    return _CAPITALS.sub(_capitals, sentence)


def _single_vowel(found: re.Match[str]) -> str:
    """ "vitamina A", but not "vitamina a": the pattern does not mind the case."""
    return f"{found['what']} {LETTERS[found['letter'].lower()]}" if found["letter"].isupper() else found.group()


def _has_no_vowel(word: str) -> bool:
    return not _VOWEL.search(fold(word))


def _capitals(found: re.Match[str]) -> str:
    return _spelled(found) if _is_spelled(found) else found.group()


def _is_spelled(found: re.Match[str]) -> bool:
    word = found["word"]
    if len(word) == 1:
        return _has_no_vowel(word) and not found["plural"]
    if word in _READ or (word in _WORDS and not _is_state(found)):
        return False
    if word in _SPELLED or len(word) == 2:
        return True
    return _has_no_vowel(word) or (len(word) < _LONGEST and not is_readable(word))


def _is_state(found: re.Match[str]) -> bool:
    """ "Aracaju, SE", "Belém/PA", "Campinas (SP)"."""
    return found["word"] in _STATES and found.string[max(0, found.start() - 3) : found.start()].endswith((", ", "/", "- ", "("))


def _spelled(found: re.Match[str]) -> str:
    return spell(found["word"]) + ("s" if found["plural"] else "")
