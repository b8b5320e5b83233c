"""A Word file: A4, headings that Word knows as such, links; the same bytes whenever the same is said."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from fastapi.responses import Response

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
WIDTH, HEIGHT, MARGIN = 210, 297, 18  # mm
BLACK, GREY, BLUE = RGBColor(0, 0, 0), RGBColor(0x33, 0x33, 0x33), RGBColor(0x1F, 0x38, 0x64)
MAX_ADDRESS, MAX_PROPERTY = 2000, 255  # characters; Word calls a file damaged that holds more
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a ZIP file can say
# What XML 1.0 cannot hold, and marks that turn the direction of all that follows.
_ILLEGAL = re.compile("[^\\t\\n\\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
_KEPT = "%/:=&?~+!$,;'@()*"


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """In points."""

    text: float
    headings: tuple[float, float, float]
    small: float  # credits and hints
    table: float
    after: float  # a paragraph
    before: float  # a heading


SHEET = Sizes(text=11, headings=(18, 13, 10.5), small=9, table=10, after=3, before=5)
LARGE = Sizes(text=20, headings=(28, 22, 20), small=14, table=16, after=8, before=16)


def download(name: str, made: bytes) -> Response:
    """As a file of this name, such as "bao-cao-2026-10"."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.docx"'}
    return Response(made, media_type=MEDIA_TYPE, headers=headers)


def legal(text: str) -> str:
    """What a Word file can hold of it, NFC."""
    return unicodedata.normalize("NFC", _ILLEGAL.sub("", text))


def new_document(sizes: Sizes, language: str) -> Document:
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(MARGIN / 2)
    _set_language(made, LANGUAGES.get(language, LANGUAGES["vi"]))
    _set_styles(made, sizes)
    _number_pages(section.footer.paragraphs[0])
    return made


def _set_language(made: Document, language: str) -> None:
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def _set_styles(made: Document, sizes: Sizes) -> None:
    _style(made, "Normal", sizes.text, sizes.after)
    for level, size in enumerate(sizes.headings, 1):
        style = _style(made, f"Heading {level}", size, 1)
        style.font.bold, style.paragraph_format.keep_with_next = True, True
        style.paragraph_format.space_before = Pt(sizes.before)
    for name, size, after in (("Small", sizes.small, 1), ("Cell", sizes.table, 0), ("Said", sizes.table, 1)):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
        _style(made, name, size, after)
    _style(made, "List Bullet", sizes.table, 0)
    _style(made, "Footer", sizes.small, 0)
    for name in ("Small", "Footer"):
        _any(made.styles[name]).font.color.rgb = GREY
    link = _any(made.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER))
    link.font.color.rgb, link.font.underline = BLUE, True


def _any(style: Any) -> Any:
    """python-docx types what it looks up by its widest class."""
    return style


def _style(made: Document, name: str, size: float, after: float) -> Any:
    style = _any(made.styles[name])
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), False, BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for mark in list(fonts.attrib):
        del fonts.attrib[mark]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    spacing = style.paragraph_format
    spacing.space_after, spacing.space_before, spacing.line_spacing = Pt(after), Pt(0), 1.0
    return style


def _number_pages(footer: Paragraph) -> None:
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for at, name in enumerate(("PAGE", "NUMPAGES")):
        if at:
            footer.add_run(" / ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        footer._p.append(field)
        field.append(footer.add_run("1")._r)  # until Word counts


def add_link(paragraph: Paragraph, address: str) -> Any:
    """An empty hyperlink, for runs; None where Word could not follow the address."""
    safe = link_address(address)
    if not safe:
        return None
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(safe, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


def link_address(address: str) -> str:
    """As a Word file may hold it, which is called damaged over an address that is none; "" for that."""
    try:
        whole = urlsplit(legal(address).strip())
        host = f"[{name}]" if ":" in (name := whole.hostname or "") else name.encode("idna").decode()
        port = f":{whole.port}" if whole.port else ""
    except ValueError:
        return ""
    path, query, fragment = (quote(part, safe=_KEPT) for part in whole[2:])
    safe = urlunsplit((whole.scheme, f"{host}{port}", path, query, fragment))
    named = re.fullmatch(r"[\w.-]+|\[[0-9a-f:.]+\]", host, re.ASCII)
    return safe if whole.scheme in ("http", "https") and named and len(safe) <= MAX_ADDRESS else ""


def add_run(paragraph: Paragraph, text: str, *, link: Any = None, bold: bool = False, language: str = "") -> None:
    run = paragraph.add_run(legal(text))
    run.bold = bold or None
    if link is not None:
        link.append(run._r)
        Run(run._r, paragraph).style = "Hyperlink"
    if language in LANGUAGES:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), LANGUAGES[language])
        run._r.get_or_add_rPr().append(mark)


def written(made: Document, *, title: str, author: str, at: datetime) -> bytes:
    """The file. `at`: when what it says was so; nothing in it comes from the clock."""
    about, moment = made.core_properties, at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author = legal(title)[:MAX_PROPERTY], legal(author)[:MAX_PROPERTY]
    about.last_modified_by, about.comments, about.revision = about.author, "", 1
    about.created = about.modified = moment
    about.language = LANGUAGES["vi"]
    _drop_picture(made)
    out = BytesIO()
    made.save(out)
    return _steady(out.getvalue(), max(moment.timetuple()[:6], EARLIEST))


def _drop_picture(made: Document) -> None:
    """The empty template's, which file managers would show."""
    package = made.part.package
    for key, one in list(package.rels.items()) if package else ():
        if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


def _steady(package: bytes, when: tuple[int, ...]) -> bytes:
    """The same parts, each dated `when`."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as parts, ZipFile(out, "w") as steady:
        for name in parts.namelist():
            about = ZipInfo(name, (when[0], when[1], when[2], when[3], when[4], when[5]))
            steady.writestr(about, parts.read(name), ZIP_DEFLATED)
    return out.getvalue()
