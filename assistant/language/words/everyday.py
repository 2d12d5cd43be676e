"""Words of every day that no command needs: one of these was said, and not another word wrongly heard."""

from __future__ import annotations

_TEXT = """
    pai mãe filho filha irmão irmã avó avô tio tia primo prima sogra sogro genro nora neto neta marido esposa mulher homem
    menino menina criança bebê moço moça senhor senhora vizinho vizinha amigo amiga gente pessoa povo chefe patrão médico
    professor professora dentista doutor doutora cachorro gato peixe passarinho cavalo vaca galinha
    rua ruas esquina bairro cidade praça ponte estrada caminho prédio casa apartamento loja mercado padaria farmácia escola
    igreja hospital banco posto praia campo fazenda sítio parque shopping restaurante bar ônibus trem metrô avião barco carro
    moto bicicleta táxi uber passagem viagem trabalho serviço emprego empresa fábrica
    mesa cadeira sofá cama guarda armário gaveta prateleira espelho tapete travesseiro lençol cobertor toalha panela prato
    copo garfo faca colher xícara garrafa tigela forno fogão geladeira pia torneira chuveiro balde vassoura rodo pano lixo
    chave bolsa mala mochila sacola caixa caderno livro caneta lápis papel jornal revista foto carta dinheiro conta cartão
    roupa casaco camisa blusa calça saia vestido sapato tênis meia chinelo chapéu óculos anel brinco relógio brinquedo boneca
    bola comida almoço jantar lanche sopa salada sobremesa doce sal açúcar tempero pimenta molho carne frango peixe arroz
    feijão batata pão bolo queijo leite café suco água cerveja vinho fruta verdura massa coxinha presunto
    cabeça olho orelha nariz boca dente cabelo braço mão mãos dedo perna pé pés costas barriga coração dor febre gripe remédio
    comprimido sono fome sede medo raiva saudade pressa preguiça vergonha sorte azar culpa vontade problema assunto coisa
    jogo time gol futebol novela filme notícia notícias governo presidente ministro polícia guerra crise preço salário imposto
    festa casamento aniversário enterro reunião consulta prova aula curso férias viagem presente convite
    sol lua estrela céu mar rio mato flor árvore pedra terra areia fogo fumaça vento neve
    bonito bonita feio feia lindo linda gordo magra velho velha novo nova caro cara barato pobre rico rica triste alegre feliz
    cansado cansada doente bravo brava chato chata engraçado esperto burro louco louca limpo sujo molhado seco cheio vazio
    ruim bom boa ótimo péssimo melhor pior grande pequeno gostoso gostosa
    foi era estava estavam tinha tinham fez fizeram disse disseram falou falaram veio vieram viu viram deu deram quis pôde
    ficou ficaram chegou chegaram saiu saíram entrou entraram voltou voltaram comprou compraram vendeu pagou perdeu achou
    ganhou quebrou caiu morreu nasceu casou dormiu acordou comeu bebeu abriu abriram abri fechou fecharam fechei apagou
    apagaram apaguei acendeu acendi ligou ligaram liguei desligou desliguei tocou subiu desceu parou pararam começou acabou
    esqueceu lembrou pediu perguntou respondeu ouviu escutou gritou chorou riu brigou sumiu queimou choveu estragou quebraram
    sair sai saio saindo vou vamos vai vão vem vêm vinha chega chego chegam espero esperando acho achei sei sabia gosto gosta
    gostei adoro amo odeio quero queria posso podia devo moro mora morava nasci trabalho trabalha estudo estuda compro comprei
    vendo vi ouvi disse dei fiz fui era sou somos tenho tinha temos tive pego peguei perdi ganhei caí dormi acordei comi bebi
"""
EVERYDAY: frozenset[str] = frozenset(_TEXT.split())
