//! CSV and its kin: which encoding, which delimiter, where the heading is.

use super::{
    super::{
        IngestError,
        choose::{Found, choose, not_ambiguous},
        decode::Decoded,
        export::Export,
        table::header::{Heading, Searched},
    },
    encoding::candidates,
    entities::Ampersands,
    head::Head,
    misread::is_garbled,
    rewrite::rewrite,
    scan::Scan,
    way::{Mended, Way, without_entities},
};
use crate::{
    catalog::connector::Connector,
    domain::extract::{Extract, RowNumbers},
};

const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Enough for the title rows and the heading of any export seen.
const HEAD_BYTES: u64 = 256 * 1024;

/// The first rows of a text, as they read in one way and split at one delimiter.
struct Reading {
    way: Way,
    delimiter: u8,
    head: Head,
    searched: Searched,
}

/// Every way the text may have to be read, likeliest encoding first.
fn readings(export: &Export) -> Result<Vec<Reading>, IngestError> {
    let bytes = export.head(HEAD_BYTES)?;
    let ways = candidates(&bytes).into_iter().map(|encoding| {
        let (way, text) = Way::read(encoding, None, &bytes);
        let mut ampersands = Ampersands::default();
        ampersands.count(text.as_bytes());
        match ampersands.are_entities() {
            true => Way::read(encoding, Some(Mended::Entities), &bytes),
            false => (way, text),
        }
    });
    Ok(ways.flat_map(|(way, text)| split(way, &text)).collect())
}

/// The ways that are tried where no heading can be read in any other: what was written is no longer what was meant.
fn mended_readings(export: &Export) -> Result<Vec<Reading>, IngestError> {
    let bytes = export.head(HEAD_BYTES)?;
    let encoding = candidates(&bytes)[0];
    let ways = Mended::misread().map(|mended| Way::read(encoding, Some(mended), &bytes));
    Ok(ways.flat_map(|(way, text)| split(way, &text)).collect())
}

/// A text split at each delimiter; where its heading has more cells than its rows, in each way it may be meant.
fn split(way: Way, text: &str) -> Vec<Reading> {
    let mut readings = Vec::new();
    for delimiter in DELIMITERS {
        let head = Head::read(text.as_bytes(), delimiter);
        for head in head.joined(delimiter) {
            readings.push(Reading { way, delimiter, searched: Searched::new(&head.rows), head });
        }
    }
    readings
}

/// The headings that could stand in the first rows, in every reading.
pub fn heads(export: &Export) -> Result<Vec<Searched>, IngestError> {
    let readings = readings(export)?.into_iter();
    Ok(readings.map(|reading| reading.searched).collect())
}

pub fn decode<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    scratch: &std::path::Path,
) -> Result<Decoded<'a>, IngestError> {
    let (plain, mended);
    plain = readings(export)?;
    let mut fitting = Fitting::among(&plain, connectors, export);
    if fitting.found.is_empty() && fitting.ambiguous.is_none() {
        let widest = fitting.widest;
        mended = mended_readings(export)?;
        fitting = Fitting { widest, ..Fitting::among(&mended, connectors, export) };
    }
    let Fitting { found, ambiguous, widest } = fitting;
    if found.is_empty() && is_garbled(&widest.join(" ")) {
        return Err(export.malformed(
            "chữ trong tệp đã bị lưu sai bảng mã nên không đọc được dòng tiêu đề",
            "xuất lại từ hệ thống và lưu ở dạng CSV UTF-8, không mở rồi lưu lại bằng chương trình khác",
        ));
    }
    not_ambiguous(&found, ambiguous)?;
    let (connector, (heading, reading)) = choose(export, found, &widest, connectors)?;
    let (surplus, columns) = (reading.head.surplus, heading.width);
    if surplus > 0 && reading.delimiter == b',' {
        return Err(export.malformed(
            format!("dòng tiêu đề có {columns} cột mà các dòng dữ liệu chỉ có {}: một tiêu đề có dấu phẩy bên trong", columns - surplus),
            "đặt tiêu đề đó trong dấu ngoặc kép, như \"Phí, lệ phí (đồng)\", hoặc xuất với dấu chấm phẩy giữa các cột",
        ));
    }
    let (extract, unreadable) = extracted(export, &heading, reading, scratch)?;
    Ok(Decoded {
        connector,
        extract,
        title: heading.title,
        ignored_headings: heading.ignored,
        unreadable,
        ignored_sheets: Vec::new(),
        passed: Vec::new(),
        shortfall: None,
        days_from_1904: false,
    })
}

/// The connectors that find their headings in some reading.
struct Fitting<'a, 'r> {
    found: Vec<Found<'a, (Heading, &'r Reading)>>,
    /// Why one that could fit does not.
    ambiguous: Option<IngestError>,
    /// The cells of the widest row: what stands in for a heading where none is found.
    widest: Vec<String>,
}

impl<'a, 'r> Fitting<'a, 'r> {
    fn among(readings: &'r [Reading], connectors: &[&'a Connector], export: &Export) -> Self {
        let (mut found, mut widest) =
            (Vec::<Found<(Heading, &Reading)>>::new(), Vec::<String>::new());
        let mut ambiguous = None;
        for reading in readings {
            let reads = |connector: &&&Connector| {
                connector.encoding.is_none_or(|named| named == reading.way.encoding)
            };
            for connector in connectors.iter().filter(reads) {
                let heading = match reading.searched.find(connector, &export.shown) {
                    Ok(Some(heading)) => heading,
                    Ok(None) => continue,
                    Err(error) => {
                        ambiguous.get_or_insert(error);
                        continue;
                    }
                };
                // A name put together of two cells is one that the connector knows, or a guess.
                let is_known = |place| heading.fields.iter().any(|field| field.position == place);
                if reading.head.joined_at.is_some_and(|place| !is_known(place)) {
                    continue;
                }
                let columns = heading.fields.len();
                let fits = (*connector, columns, (heading, reading));
                // Where the heading reads alike in several encodings, the likeliest holds.
                match found.iter_mut().find(|(known, ..)| known.id == connector.id) {
                    Some(known) if known.1 < columns => *known = fits,
                    Some(_) => {}
                    None => found.push(fits),
                }
            }
            let row = reading.head.widest();
            if let Some(row) = row.filter(|row| row.len() > widest.len()) {
                widest = row.iter().flatten().cloned().collect();
            }
        }
        Self { found, ambiguous, widest }
    }
}

/// The table of an export: where it lies, or read row by row into a file of its own.
fn extracted(
    export: &Export,
    heading: &Heading,
    reading: &Reading,
    scratch: &std::path::Path,
) -> Result<super::rewrite::Rewritten, IngestError> {
    let mut export = reading.way.rewritten(export)?;
    let scan = Scan::of(&export, reading.delimiter)?;
    if scan.ampersands.are_entities() && reading.way.mended != Some(Mended::Entities) {
        export = without_entities(&export)?;
    }
    let (line, first) = reading.head.places[heading.data_from];
    let extract = Extract {
        path: export.path().cloned().unwrap_or_default(),
        delimiter: char::from(reading.delimiter),
        skipped_lines: line - 1,
        width: heading.width,
        fields: heading.fields.clone(),
        rows: RowNumbers::Lines { first, count: scan.lines.saturating_sub(line - 1) },
    };
    if scan.is_clean && export.path().is_some() {
        return Ok((extract, Vec::new()));
    }
    rewrite(&export, &extract, scratch)
}
