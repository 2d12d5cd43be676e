"""EPUB books: what is read of them, in which order, and what a damaged or wicked one ends with."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import TextFileError
from assistant.tts.files import epub
from assistant.tts.files.epub import Chapter, chapters
from tests.tts.files.books import CONTAINER, document, package, write_book


def archive(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(name.replace("__", "/").replace("_dot_", ".").replace("META_INF", "META-INF"), content)
    return path


def prose(tmp_path, body):
    return chapters(write_book(tmp_path / "livro.epub", {"um": body}))[0].text


def test_chapters_come_in_the_order_of_the_spine_with_their_titles(tmp_path):
    book = write_book(tmp_path / "livro.epub", {"b": "<h1>Primeiro</h1><p>Era uma vez.</p>", "a": "<p>Fim.</p>"})
    assert chapters(book) == [Chapter("Primeiro", "Primeiro\n\nEra uma vez."), Chapter("", "Fim.")]


@pytest.mark.parametrize("prefix", ["", "opf:"])
def test_the_table_of_contents_and_what_stands_apart_are_left_out(tmp_path, prefix):
    book = archive(
        tmp_path / "livro.epub",
        META_INF__container_dot_xml=CONTAINER,
        OEBPS__livro_dot_opf=package(
            {"nav": 'properties="nav"', "nota": "", "um": ""}, ['idref="nav"', 'idref="nota" linear="no"', 'idref="um"'], prefix
        ),
        OEBPS__textos__um_dot_xhtml=document("<p>Texto.</p>"),
    )
    assert [chapter.text for chapter in chapters(book)] == ["Texto."]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Uma <b>só</b>\n  frase.</p>", "Uma só frase."),
        ("<p>Um.</p><p>Dois.</p>", "Um.\n\nDois."),
        ("<p>Verso um,<br/>verso dois;<br>verso três.</p>", "Verso um,\nverso dois;\nverso três."),
        ("<script>x = '<p>não</p>'</script><style>p {}</style><p>Sim.</p>", "Sim."),
        ('<script src="a.js"/><title/><a id="x"/><p>Sim.</p>', "Sim."),
        ("<nav><p>Índice</p><nav>mais</nav></nav><p>Sim.</p>", "Sim."),
        (
            '<p>A nota<a epub:type="noteref" href="#n">1</a> e a página<span role="doc-pagebreak">12</span>.</p>',
            "A nota e a página.",
        ),
        ("<p hidden>não</p><p>Sim.</p>", "Sim."),
        ("<p>Pão&nbsp;de queijo &amp; caf&eacute; &#8212; s&#xED;m.</p>", "Pão de queijo & café — sím."),
        ("<p>a&xxe;b</p>", "a&xxe;b"),
        ("<p><![CDATA[Um & dois.]]></p>", "Um & dois."),
        ("<table><tr><th>Nome</th><th>Idade</th></tr><tr><td>Ana</td><td>7</td></tr></table>", "Nome, Idade\n\nAna, 7"),
        ("<ul><li>pão</li><li>leite</li></ul>", "pão\n\nleite"),
        ("<p>com\xadpu\xadtador</p>", "computador"),
        ("<p>sem fim", "sem fim"),
        ("<div><div/><p>Sim.</p>", "Sim."),
        ('<img src="x" alt="foto"/><p>Sim.</p>', "Sim."),
    ],
)
def test_what_is_read_of_a_document(tmp_path, body, text):
    assert prose(tmp_path, body) == text


def test_a_head_that_is_never_closed_swallows_nothing(tmp_path):
    book = write_book(tmp_path / "livro.epub", {"um": "</body><head><title>x<body><p>Sim.</p>"})
    assert chapters(book)[0].text == "Sim."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_the_encoding_is_the_declared_one(tmp_path, encoding):
    text = document("<p>Coração.</p>")
    raw = text.replace("utf-8", "iso-8859-1").encode("latin-1") if encoding == "latin-1" else text.encode(encoding)
    book = write_book(tmp_path / "livro.epub", {"um": ""}, OEBPS__textos__dois_dot_xhtml=raw)
    names = package({"dois": ""}, ['idref="dois"'])
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(book, "a") as more:
        more.writestr("OEBPS/livro.opf", names)
    assert chapters(book)[0].text == "Coração."


def bomb(path):
    return write_book(path, {"um": "a" * (epub.LARGEST_DOCUMENT + 1)})


def encrypted(path):
    reference = '<enc:CipherReference URI="OEBPS/textos/um.xhtml"/>'
    write_book(path, {"um": "<p>x</p>"})
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("META-INF/encryption.xml", f"<encryption>{reference}</encryption>")
    return path


def cut_off(path):
    path.write_bytes(write_book(path, {"um": "<p>Olá.</p>"}).read_bytes()[:-40])
    return path


def flipped(path):
    raw = bytearray(write_book(path, {"um": f"<p>{'Olá. ' * 99}</p>"}).read_bytes())
    at = raw.index(b"um.xhtml") + 20
    raw[at : at + 8] = bytes(8)
    path.write_bytes(raw)
    return path


def marked(path, offset, value):
    """With another value in the central directory's entry of the chapter."""
    raw = bytearray(write_book(path, {"um": "<p>Olá.</p>"}).read_bytes())
    entry = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"um.xhtml"))
    raw[entry + offset] = value
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path, "no such file"),
        (lambda path: marked(path, 8, 1), "password"),
        (lambda path: marked(path, 10, 97), "damaged.*compression"),
        (lambda path: path.write_text("nada") and path, "damaged"),
        (cut_off, "damaged"),
        (flipped, "damaged"),
        (lambda path: archive(path, mimetype="application/epub+zip"), "container.xml is missing"),
        (lambda path: archive(path, META_INF__container_dot_xml="<x/>"), "names no package"),
        (lambda path: archive(path, META_INF__container_dot_xml=CONTAINER), "livro.opf is missing"),
        (
            lambda path: archive(
                path, META_INF__container_dot_xml=CONTAINER, OEBPS__livro_dot_opf=package({"um": ""}, ['idref="um"'])
            ),
            "um.xhtml is missing",
        ),
        (lambda path: write_book(path, {"um": "<img/>"}), "without text"),
        (lambda path: write_book(path, {}), "without text"),
        (encrypted, "DRM"),
        (bomb, "more than 16 MiB"),
    ],
)
def test_a_book_that_cannot_be_read_says_why(tmp_path, make, reason):
    with pytest.raises(TextFileError, match=reason) as error:
        chapters(make(tmp_path / "livro.epub"))
    assert "livro.epub" in str(error.value)


def test_all_documents_together_have_a_limit_too(tmp_path, monkeypatch):
    monkeypatch.setattr(epub, "LARGEST_BOOK", 3 << 20)
    book = write_book(tmp_path / "livro.epub", dict.fromkeys("abc", f"<p>{'a' * (1 << 20)}</p>"))
    with pytest.raises(TextFileError, match="unpacks to more"):
        chapters(book)


def test_entities_of_a_document_are_not_taken(tmp_path):
    dtd = '<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    book = write_book(tmp_path / "livro.epub", {"um": f"{dtd}<p>&a;&f; fim.</p>"})
    assert "fim." in chapters(book)[0].text
    assert "root:" not in chapters(book)[0].text
    assert "aaaaaaaa" not in chapters(book)[0].text.split("]>")[-1]


SOUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<nav>", "</nav>", "<br/>", "<!--", "-->", "&", "<![CDATA[", "]]>", "<td>", "a\x1f"])
)


@given(SOUP)
def test_any_soup_is_read_without_a_fault(pieces):
    chapter = epub._chapter("".join(pieces))
    assert "\x1f" not in chapter.text
