//! A file damaged at any place gives the rows it had, or a refusal, or rows that are named: never fewer or others without a word.
//!
//! What is packed (XLSX, ODS, ZIP, GZ) carries checksums: any byte that is changed is found. XLS says in several places which rows
//! it has; in a text only its structure tells. So a letter that is another one in an XLS or a text is beyond what can be seen, and
//! so is a stretch of a text that was taken out or put in: these have no redundancy, and their cases cut and blank alone.

use std::{
    fs::{self, File},
    io::{BufReader, Write as _},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use jiff::civil::date;
use motcua::{
    catalog::{Catalog, connector::Connector},
    disk::RowReader,
    ingest::{DecodedExport, Export, decode_export, unpack_export},
    pipeline::{IngestOutcome, IngestOverrides},
};
use rstest::rstest;

use crate::{
    ingest::bombs::zipped,
    support::{
        grid::{Format, Sheet, sheet},
        intake::kept,
        office::Office,
    },
};

/// What a file says: its rows as they are archived, and whether anything is said of what is not among them.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    rows: Vec<String>,
    is_remarked: bool,
}

/// Reads a file as `motcua ingest` does, up to the archive.
fn read(folder: &Path, catalog: &Catalog, name: &str, bytes: &[u8]) -> Result<Reading, String> {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    let connectors: Vec<&Connector> = catalog.connectors.iter().collect();
    let mut reading = Reading { rows: Vec::new(), is_remarked: false };
    for export in unpack_export(Export::from_path(&path)) {
        let (export, kind) = export.map_err(|error| error.to_string())?;
        let scratch = tempfile::tempdir_in(folder).expect("a folder");
        let decoded = decode_export(&export, kind, &connectors, &catalog.layout, scratch.path());
        let decoded = decoded.map_err(|error| error.to_string())?;
        reading.rows.extend(rows_of(&decoded));
        reading.is_remarked |= is_remarked(&decoded);
    }
    Ok(reading)
}

/// The rows a decoder hands on, each as one text.
fn rows_of(decoded: &DecodedExport) -> Vec<String> {
    let path = &decoded.extract.path;
    if !decoded.extract.is_decoded() {
        let table = fs::read_to_string(path).expect("a table");
        return table.lines().map(str::to_owned).collect();
    }
    let mut reader = RowReader::new(BufReader::new(File::open(path).expect("there")));
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().expect("whole") {
        let cells: Vec<&str> = row.map(|cell| str::from_utf8(cell).expect("text")).collect();
        rows.push(format!("{cells:?}"));
    }
    rows
}

/// Whether whoever hands it in is told of rows or columns that are not among those read.
fn is_remarked(decoded: &DecodedExport) -> bool {
    !decoded.unreadable.is_empty()
        || !decoded.ignored_headings.is_empty()
        || !decoded.ignored_sheets.is_empty()
        || decoded.passed.iter().any(motcua::domain::source::PassedRows::is_lost)
        || decoded.shortfall.is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damage {
    /// It ends here.
    Cut,
    /// One byte is another.
    Flipped,
    /// 64 bytes are zeros.
    Blank,
    /// A block of a disk is gone, or holds what the one before it holds.
    Lost,
    Repeated,
}

use Damage::{Blank, Cut, Flipped, Lost, Repeated};

const BLOCK: usize = 512;

impl Damage {
    fn of(self, whole: &[u8], at: usize) -> Vec<u8> {
        let mut bytes = whole.to_vec();
        let start = at / BLOCK * BLOCK;
        let block = start..(start + BLOCK).min(bytes.len());
        match self {
            Cut => bytes.truncate(at),
            Flipped => bytes[at] ^= 0xFF,
            Blank => {
                let end = (at + 64).min(bytes.len());
                bytes[at..end].fill(0);
            }
            Lost => drop(bytes.drain(block)),
            Repeated if start == 0 => {}
            Repeated => bytes.copy_within(start - BLOCK..start - BLOCK + block.len(), start),
        }
        bytes
    }
}

const ROWS: usize = 40;

/// A table of dossiers whose rows all differ.
fn table() -> Vec<Sheet> {
    let mut lines =
        vec!["Mã hồ sơ|Đơn vị giải quyết|Ngày tiếp nhận|Ngày hẹn trả|Trạng thái".to_owned()];
    lines.extend((0..ROWS).map(|row| {
        format!("H{row:04}|06283|{:02}/12/2023|20/12/2023|Đang giải quyết", row % 9 + 1)
    }));
    vec![sheet("Hồ sơ", &lines.iter().map(String::as_str).collect::<Vec<_>>())]
}

/// The XML that Excel of 2003 writes.
fn spreadsheet_xml() -> Vec<u8> {
    let row = |cells: &Vec<String>| {
        let cell = |cell: &String| format!("<Cell><Data ss:Type=\"String\">{cell}</Data></Cell>");
        format!("<Row>{}</Row>\n", cells.iter().map(cell).collect::<String>())
    };
    let rows: String = table()[0].rows.iter().map(row).collect();
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"Hồ sơ\"><Table>{rows}</Table>\
         </Worksheet></Workbook>"
    )
    .into_bytes()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("written");
    gzip.finish().expect("finished")
}

fn file(name: &str) -> Vec<u8> {
    match name {
        "bang.xlsx" => Format::Xlsx.bytes(&table()),
        "bang.ods" => Format::Ods.bytes(&table()),
        "bang.html.xls" => Format::Html.bytes(&table()),
        "bang.xml" => spreadsheet_xml(),
        "bang.xls.gz" => gzipped(&Format::Html.bytes(&table())),
        "bang.zip" => zipped(&[("bang.xls", &Format::Html.bytes(&table()), b"", 0, b"")]),
        "dong-bo.json" => fs::read("connectors/dvcqg_sync_json/sample.json").expect("a sample"),
        name => fs::read(kept(name)).expect("a file"),
    }
}

/// Places all over a file; a prime apart, so that they fall on all kinds of bytes.
const PLACES: usize = 24;

#[rstest]
#[case::xls("ho-so-2023-12-31-merged.xls", &[Cut, Blank, Lost, Repeated])]
#[case::xls_of_several_sheets("trang-tinh-2023-12-31.xls", &[Cut, Blank, Lost, Repeated])]
#[case::xls_of_equal_widths("cao-dong-2023-12-31.xls", &[Cut, Blank, Lost, Repeated])]
#[case::xls_of_a_script("cao-dong-xlwt-2023-12-31.xls", &[Cut, Blank, Lost, Repeated])]
#[case::xlsx("bang.xlsx", &[Cut, Flipped, Blank, Lost, Repeated])]
#[case::ods("bang.ods", &[Cut, Flipped, Blank, Lost, Repeated])]
#[case::gzip("bang.xls.gz", &[Cut, Flipped, Blank, Lost])]
#[case::zip("bang.zip", &[Cut, Flipped, Blank, Lost])]
#[case::html("bang.html.xls", &[Cut, Blank])]
#[case::xml_of_2003("bang.xml", &[Cut, Blank])]
#[case::json("dong-bo.json", &[Cut, Blank])]
fn a_damaged_file_gives_its_rows_or_says_that_it_does_not(
    #[case] name: &str,
    #[case] damages: &[Damage],
) {
    let catalog = Catalog::load_content(Some(Path::new("tests/content"))).expect("well");
    let folder = tempfile::tempdir().expect("a folder");
    let whole = file(name);
    let right = read(folder.path(), &catalog, name, &whole).expect("it is read whole");
    let mut refused = 0;
    for damage in damages {
        for place in 0..PLACES {
            let at = (place * whole.len() / PLACES + place) % whole.len();
            let bytes = damage.of(&whole, at);
            match read(folder.path(), &catalog, name, &bytes) {
                Err(_) => refused += 1,
                Ok(reading) => assert!(
                    reading.rows == right.rows || (reading.is_remarked && !right.is_remarked),
                    "{name} {damage:?} at {at}: {} of {} rows without a word",
                    reading.rows.len(),
                    right.rows.len()
                ),
            }
        }
    }
    assert!(refused > PLACES / 2, "{refused} refused: these damages do damage");
}

/// One byte of an XLS can be another letter, and nothing tells: but no row goes with it.
#[rstest]
#[case("ho-so-2023-12-31-merged.xls")]
#[case("ngay-2023-12-31.xls")]
#[case("cao-dong-2023-12-31.xls")]
fn no_row_of_an_xls_is_lost_by_a_byte(#[case] name: &str) {
    let catalog = Catalog::load_content(Some(Path::new("tests/content"))).expect("well");
    let folder = tempfile::tempdir().expect("a folder");
    let whole = file(name);
    let right = read(folder.path(), &catalog, name, &whole).expect("it is read whole").rows.len();
    for at in (0..whole.len()).step_by(101) {
        if let Ok(reading) = read(folder.path(), &catalog, name, &Flipped.of(&whole, at)) {
            assert!(reading.rows.len() >= right || reading.is_remarked, "{name} at {at}");
        }
    }
}

/// A text is read by the engine: damaged ones are taken in together, and each is looked at in the build. Where the cut falls on the
/// end of a row, or only shortens the last cell of the last row, a text is as whole as any other that ends without a line end.
#[test]
fn a_text_that_is_cut_loses_no_row_without_a_word() {
    let whole = String::from_utf8(Format::Csv.bytes(&table())).expect("text");
    let start = whole.find('\n').expect("a heading") + 1;
    let places = (0..whole.len() - start).step_by((whole.len() - start) / 12 + 1);
    let office = Office::new();
    let mut cases = Vec::new();
    for (at, more) in places.zip([2, 9, 16, 30].into_iter().cycle()) {
        let row = start
            + whole.as_bytes()[start..start + at]
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |end| end + 1);
        let path = office.file(&format!("cat-{at}.csv"), &whole[..row + more]);
        cases.push((path, whole[start..row].lines().count() as u64));
    }
    let paths: Vec<_> = cases.iter().map(|(path, _)| path.clone()).collect();
    let now = date(2024, 1, 2).at(8, 0, 0, 0);
    let (taken, build) = office.ingest_all(&paths, &IngestOverrides::default(), now);
    let build = build.expect("built");
    for (taken, (path, rows)) in taken.into_iter().zip(cases) {
        let Ok(IngestOutcome::New(source)) = taken else { panic!("{}: {taken:?}", path.display()) };
        let summary = build.sources.iter().find(|summary| summary.id == source.id);
        let staged = summary.expect("its summary").staged;
        assert_eq!((staged.kept, staged.rejected), (rows, 1), "{}", path.display());
    }
}

#[test]
fn a_text_with_a_hole_is_refused() {
    let mut long = Format::Csv.bytes(&table());
    let rows = long.split_off(long.iter().position(|byte| *byte == b'\n').expect("a line") + 1);
    while long.len() < 80 << 10 {
        long.extend(&rows);
    }
    let office = Office::new();
    let holed = Blank.of(&long, 70 << 10);
    let (taken, _) = office.ingest(&office.file("lo.csv", holed), &IngestOverrides::default());
    let told = taken[0].as_ref().expect_err("it has a hole").to_string();
    assert!(told.contains("đoạn bị mất"), "{told}");
}

/// What a disk or a copy pads a file with takes nothing from it.
#[rstest]
#[case("bang.html.xls")]
#[case("bang.xml")]
#[case("dong-bo.json")]
#[case("cao-dong-2023-12-31.xls")]
fn zeros_behind_a_whole_file_are_no_damage(#[case] name: &str) {
    let catalog = Catalog::load_content(Some(Path::new("tests/content"))).expect("well");
    let folder = tempfile::tempdir().expect("a folder");
    let whole = file(name);
    let right = read(folder.path(), &catalog, name, &whole).expect("it is read whole");
    let padded = [&whole[..], &[0; 700]].concat();
    assert_eq!(read(folder.path(), &catalog, name, &padded), Ok(right));
}

/// A table that nothing ends may be whole, where its page ends nothing else; then it is said.
#[test]
fn a_table_without_an_end_is_told() {
    let catalog = Catalog::load_content(Some(Path::new("tests/content"))).expect("well");
    let folder = tempfile::tempdir().expect("a folder");
    let page = String::from_utf8(file("bang.html.xls")).expect("text");
    let read = |text: &str| read(folder.path(), &catalog, "bang.xls", text.as_bytes());
    let ended = page.find("</table>").expect("its end");
    assert!(read(&page[..ended]).is_err(), "the page was begun and is not ended");
    let bare = &page[page.find("<table").expect("a table")..ended];
    let reading = read(bare).expect("a table and no page");
    assert_eq!((reading.rows.len(), reading.is_remarked), (ROWS, true));
    assert!(!read(&format!("{bare}</table>")).expect("whole").is_remarked);
}
