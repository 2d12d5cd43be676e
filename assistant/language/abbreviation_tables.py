"""Which abbreviation stands for which word, by what must stand beside it."""

from __future__ import annotations


def _table(lines: str) -> dict[str, str]:
    """A line each: short forms = words. Short forms are in small letters, without their last point."""
    return {
        short: words.strip()
        for line in lines.strip().splitlines()
        for shorts, words in [line.split("=")]
        for short in shorts.split()
    }


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ORDINARY = _table("""
    dr = doutor
    dra = doutora
    drs = doutores
    dras = doutoras
    sr = senhor
    sra = senhora
    srs = senhores
    sras = senhoras
    srta = senhorita
    prof = professor
    profa = professora
    profs = professores
    eng = engenheiro
    enga = engenheira
    arq = arquiteto
    adv = advogado
    exmo = excelentíssimo
    exma = excelentíssima
    exmos = excelentíssimos
    exmas = excelentíssimas
    ilmo = ilustríssimo
    ilma = ilustríssima
    revmo = reverendíssimo
    av = avenida
    trav = travessa
    pça pç = praça
    rod = rodovia
    estr = estrada
    lgo = largo
    jd = jardim
    apto apt = apartamento
    ltda = limitada
    cia = companhia
    etc = etcétera
    pág = página
    págs = páginas
    vol = volume
    fig = figura
    figs = figuras
    arts = artigos
    tel = telefone
    tels = telefones
    aprox = aproximadamente
    máx = máximo
    mín = mínimo
    séc = século
    sécs = séculos
    obs = observação
    vs = versus
    núm = número
    cód = código
    qtd qtde = quantidade
    depto dept = departamento
    univ = universidade
    hosp = hospital
    jr = júnior
    att = atenciosamente
    gov = governador
    pres = presidente
    sec = secretário
    sto = santo
    sta = santa
""")
"""With a point, wherever they stand."""

OF_SEVERAL_WORDS = {
    r"V\. ?Ex(?:a\.|\.ª|ª)": "Vossa Excelência",
    r"S\. ?Ex(?:a\.|\.ª|ª)": "Sua Excelência",
    r"V\. ?S(?:a\.|\.ª|ª)": "Vossa Senhoria",
    r"N\. ?S(?:ra\.|ra\.ª|\.ª|ª)": "Nossa Senhora",
    r"[Pp]\. ?ex\.|por ex\.|[Ee]\. ?g\.": "por exemplo",
    r"i\. ?e\.": "isto é",
    r"et al\.": "e outros",
    r"op\. ?cit\.": "obra citada",
    r"a\. ?C\.|A\.C\.": "antes de Cristo",
    r"d\. ?C\.|D\.C\.": "depois de Cristo",
    r"(?:Sr|sr)ª|(?:Sr|sr)\.ª": "senhora",
    r"(?:Dr|dr)ª|(?:Dr|dr)\.ª": "doutora",
    r"(?:Prof|prof)ª|(?:Prof|prof)\.ª": "professora",
    r"(?:Eng|eng)ª|(?:Eng|eng)\.ª": "engenheira",
    r"(?:Eng|eng)\.?º": "engenheiro",
    r"[Ss]r\(a\)\.?": "senhor ou senhora",
    r"[Dd]r\(a\)\.?": "doutor ou doutora",
}
"""Patterns, each ending where the abbreviation does."""

BEFORE_A_NUMBER = _table("""
    p = página
    pp = páginas
    pag = página
    pags = páginas
    fl fls = folhas
    art = artigo
    cap = capítulo
    caps = capítulos
    inc = inciso
    tít = título
    ap = apartamento
    apto = apartamento
    bl = bloco
    cj = conjunto
    qd = quadra
    lt = lote
    sl = sala
    ex = exemplo
    séc = século
    sécs = séculos
    fig = figura
    tab = tabela
    cel = celular
    tel = telefone
    vol = volume
""")
"""With or without a point, where a number follows."""

BEFORE_A_NAME = _table("""
    gen = general
    cel = coronel
    cap = capitão
    ten = tenente
    sgt = sargento
    maj = major
    alm = almirante
    brig = brigadeiro
    del = delegado
    des = desembargador
    dep = deputado
    sen = senador
    min = ministro
    ver = vereador
    pe = padre
    fr = frei
    ir = irmã
    mons = monsenhor
    pr = pastor
    al = alameda
    ed = edifício
    vl = vila
    pq = parque
    cj = conjunto
    st = setor
    col = colégio
    esc = escola
    faz = fazenda
    sto = santo
    sta = santa
    dr = doutor
    dra = doutora
    sr = senhor
    sra = senhora
    prof = professor
    profa = professora
""")
"""With a point, where a capital letter follows; "ver." and "dep." may else end a sentence."""

TITLES_WITHOUT_POINT = _table("""
    Dr = doutor
    Dra = doutora
    Sr = senhor
    Sra = senhora
    Srta = senhorita
    Prof = professor
    Profa = professora
    Av = avenida
    Sto = santo
    Sta = santa
    Exmo = excelentíssimo
    Exma = excelentíssima
""")
"""Where a capital letter follows."""

GLUED = _table("""
    p/ = para
    c/ = com
    s/ = sem
    a/c = aos cuidados
    s/a = SA
""")
"""Before a word, with a bar for a point."""

CHAT = _table("""
    vc = você
    vcs = vocês
    tb tbm = também
    pq = porque
    hj = hoje
    msg = mensagem
    msgs = mensagens
    blz = beleza
    qdo = quando
    qto = quanto
    mto = muito
    mta = muita
    dps = depois
    kd = cadê
""")
"""What is always short for the same word, and sounds like nothing as it is written."""

SAINTS = (
    "Paulo|João|José|Pedro|Francisco|Sebastião|Bernardo|Caetano|Jorge|Luís|Luiz|Vicente|Carlos|Miguel|Gonçalo|Bento|Mateus|Lourenço"
    "|Cristóvão|Leopoldo|Gabriel|Tiago|Lucas|Marcos|Domingos|Roque|Raimundo|Judas|Conrado|Januário"
)
MALE_D = _set("""
    Pedro João Manuel Afonso Sebastião Henrique Dinis Duarte Fernando José Luís Luiz Miguel Carlos Sancho Odilo Paulo Hélder
    Helder Evaristo Orani Quixote Juan Casmurro Bosco Eugênio Filipe Jaime Antônio Cláudio
""")
