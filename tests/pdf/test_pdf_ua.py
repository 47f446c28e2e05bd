"""PDF/UA-1 (ISO 14289-1), asked of papers of the samples by readers others wrote: the package pdfua, and what a machine can see by pikepdf.

veraPDF needs Java and is in no registry that CI may ask. What it holds a file against by machine is asked here as far as it concerns
what we write: marks and artifacts, the structure tree, languages, alternative texts, tables, headings, links, fonts, metadata.
"""

import os
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

SHOWING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI", "INLINE IMAGE"}
ASKED = [("weekly", "2023-W52"), ("reminder", "2023"), ("bieu_06b", "2023"), ("cchc", "2023")]


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    (folder / "motcua.toml").write_text('[serve]\npublic_url = "https://thongke.example.vn"\n', encoding="utf-8")
    subprocess.run([os.environ["MOTCUA"], "demo"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session", params=ASKED, ids=lambda asked: "-".join(asked))
def paper(request, office):
    report, period = request.param
    out = office / f"{report}-{period}"
    command = [os.environ["MOTCUA"], "report", report, "--period", period, "--format", "pdf", "--out", str(out)]
    subprocess.run(command, cwd=office, check=True, capture_output=True)
    # Of several papers the last holds them all.
    return sorted(out.glob("*.pdf"), key=lambda path: path.stat().st_size)[-1]


@pytest.fixture
def pdf(paper):
    with pikepdf.open(paper) as opened:
        yield opened


def elements(pdf):
    """Every structure element with the one above it, in reading order."""
    def walk(node, above):
        if isinstance(node, Array):
            for kid in node:
                yield from walk(kid, above)
        elif isinstance(node, Dictionary) and Name.S in node:
            yield node, above
            yield from walk(node.get(Name.K, Array()), node)
    yield from walk(pdf.Root.StructTreeRoot.K, None)


def attribute(element, name, usual=None):
    held = element.get(Name.A, Array())
    held = held if isinstance(held, Array) else [held]
    return next((entry[name] for entry in held if name in entry), usual)


def test_pdfua_finds_nothing(paper):
    program = Path(os.environ["PYTHON_BIN"]) / "pdfua"
    run = subprocess.run([program, "check", paper], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_it_says_what_it_is(pdf):
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
        assert "Phiên bản dữ liệu" in str(metadata["dc:description"])
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang).startswith("vi")
    assert pdf.Root.MarkInfo.Marked and not pdf.Root.MarkInfo.get(Name.Suspects, False)


def test_all_that_is_drawn_is_read_or_an_artifact(pdf):
    told = set()
    for element, _ in elements(pdf):
        kids = element.get(Name.K, Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                told.add((element.Pg.objgen, kid))
            elif isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.MCR:
                told.add((kid.get(Name.Pg, element.get(Name.Pg)).objgen, int(kid.MCID)))
    for page in pdf.pages:
        marks, seen = [], set()
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BMC", "BDC"):
                tag = operands[0]
                held = operands[1] if name == "BDC" else None
                number = held.get(Name.MCID) if isinstance(held, Dictionary) else None
                if number is not None:
                    seen.add((page.obj.objgen, int(number)))
                marks.append(tag == Name.Artifact or number is not None)
            elif name == "EMC":
                marks.pop()
            elif name in SHOWING:
                assert any(marks), f"{name} on page {page.index + 1} is neither read nor an artifact"
        assert seen <= told, "marked, and in no structure"


def test_pictures_are_told_in_words(pdf):
    figures = [element for element, _ in elements(pdf) if element.S == Name.Figure]
    for figure in figures:
        assert str(figure.get(Name.Alt, "")).strip()


def test_headings_begin_at_one_and_skip_none(pdf):
    levels = [int(str(element.S)[2:]) for element, _ in elements(pdf) if str(element.S)[1:2] == "H" and str(element.S)[2:].isdigit()]
    for before, level in zip([0] + levels, levels):
        assert level <= before + 1, levels


def test_tables_have_headings_and_as_many_columns_in_every_row(pdf):
    for table, _ in elements(pdf):
        if table.S != Name.Table:
            continue
        rows = [row for part in table.K if isinstance(part, Dictionary)
                for row in ([part] if part.S == Name.TR else part.get(Name.K, [])) if isinstance(row, Dictionary) and row.S == Name.TR]
        heads, reaching, widths = 0, {}, set()
        for at, row in enumerate(rows):
            width = sum(columns for last, columns in reaching.values() if last > at)
            for number, cell in enumerate(row.K):
                columns, deep = int(attribute(cell, Name.ColSpan, 1)), int(attribute(cell, Name.RowSpan, 1))
                width += columns
                if deep > 1:
                    reaching[at, number] = (at + deep, columns)
                if cell.S == Name.TH:
                    heads += 1
                    assert attribute(cell, Name.Scope) is not None
            widths.add(width)
        assert heads and len(widths) == 1, (heads, widths)


def test_links_say_where_they_lead(pdf):
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, []):
            if note.Subtype == Name.Link:
                assert str(note.get(Name.Contents, "")).strip() and Name.StructParent in note
                assert page.obj.Tabs == Name.S


def test_every_letter_is_of_a_font_inside_and_has_a_meaning(pdf):
    for page in pdf.pages:
        for font in page.obj.Resources.get(Name.Font, {}).values():
            held = font.DescendantFonts[0] if Name.DescendantFonts in font else font
            if font.get(Name.Subtype) == Name.Type3:
                continue
            described = held.FontDescriptor
            assert any(name in described for name in (Name.FontFile, Name.FontFile2, Name.FontFile3))
            assert Name.ToUnicode in font
