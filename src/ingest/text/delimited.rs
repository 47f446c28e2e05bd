//! CSV and its kin: which encoding, which delimiter, where the heading is.

use std::io::{Read, Seek, SeekFrom};

use super::{
    super::{
        ExportProblem, IngestError,
        connector_detection::{ConnectorMatch, choose_connector, not_ambiguous},
        decoded::{DecodeNotes, DecodedExport},
        export::Export,
        table::{
            HeaderCells,
            header::{HeadingSearch, NearMatch, SEARCHED_ROWS, TableHeading},
        },
    },
    encoding::candidate_encodings,
    entities::AmpersandUse,
    head::TextHead,
    misread::is_garbled,
    rewrite::{RewrittenExtract, TextTable, rewrite_extract},
    scan::TextScan,
    way::{MendedText, TextDialect, without_entities},
};
use crate::{
    catalog::connector::{Connector, layout::LayoutRules},
    domain::extract::{RowNumbers, TextExtract},
};

const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Enough for the title rows and the heading of any export seen.
const HEAD_BYTES: u64 = 256 * 1024;
/// Lines of a text that a spreadsheet cut at its last row.
const FULL: [u64; 2] = [65_536, 1_048_576];
/// Enough for what stands below a table.
const TAIL_BYTES: u64 = 16 * 1024;

/// The first rows of a text, as they read in one way and split at one delimiter.
struct TextReading {
    way: TextDialect,
    delimiter: u8,
    head: TextHead,
    searched: HeadingSearch,
}

/// Every way the text may have to be read, likeliest encoding first.
fn plain_readings(export: &Export) -> Result<Vec<TextReading>, IngestError> {
    let bytes = export.first_bytes(HEAD_BYTES)?;
    let ways = candidate_encodings(&bytes).into_iter().map(|encoding| {
        let (way, text) = TextDialect::read_head(encoding, None, &bytes);
        let mut ampersands = AmpersandUse::default();
        ampersands.count_ampersands(text.as_bytes());
        if ampersands.are_entities() {
            TextDialect::read_head(encoding, Some(MendedText::Entities), &bytes)
        } else {
            (way, text)
        }
    });
    Ok(ways.flat_map(|(way, text)| split_readings(way, &text)).collect())
}

/// The ways that are tried where no heading can be read in any other: what was written is no longer what was meant.
fn mended_readings(export: &Export) -> Result<Vec<TextReading>, IngestError> {
    let bytes = export.first_bytes(HEAD_BYTES)?;
    let encoding = candidate_encodings(&bytes)[0];
    let ways = MendedText::all_misread()
        .map(|mended| TextDialect::read_head(encoding, Some(mended), &bytes));
    Ok(ways.flat_map(|(way, text)| split_readings(way, &text)).collect())
}

/// A text split at each delimiter; where its heading has more cells than its rows, in each way it may be meant.
fn split_readings(way: TextDialect, text: &str) -> Vec<TextReading> {
    let mut readings = Vec::new();
    for delimiter in DELIMITERS {
        let head = TextHead::read_head(text.as_bytes(), delimiter);
        for head in head.join_variants(delimiter) {
            readings.push(TextReading {
                way,
                delimiter,
                searched: HeadingSearch::new(&head.rows),
                head,
            });
        }
    }
    readings
}

/// The headings that could stand in the first rows, in every reading.
pub fn search_headings(export: &Export) -> Result<Vec<HeadingSearch>, IngestError> {
    let readings = plain_readings(export)?.into_iter();
    Ok(readings.map(|reading| reading.searched).collect())
}

/// Decodes a delimited text with the connector that fits best, in the encoding and with the
/// delimiter in which its heading is found; fails when none fits or the text is prose.
pub fn decode_text<'a>(
    export: &Export,
    connectors: &[&'a Connector],
    layout: &LayoutRules,
    scratch: &std::path::Path,
) -> Result<DecodedExport<'a>, IngestError> {
    let (plain, mended);
    plain = plain_readings(export)?;
    let mut fitting = FittingConnectors::find_fitting(&plain, connectors, export);
    if fitting.found.is_empty() && fitting.ambiguous.is_none() {
        mended = mended_readings(export)?;
        fitting = FittingConnectors::find_fitting(&mended, connectors, export);
    }
    let FittingConnectors { found, ambiguous } = fitting;
    let is_strange = |connector: &&Connector| nearest_match(&plain, connector).found < 2;
    if found.is_empty() && is_prose(&plain) && connectors.iter().all(is_strange) {
        return Err(export.is_prose());
    }
    if found.is_empty() && plain.first().is_some_and(TextReading::is_garbled) {
        return Err(export.malformed_error(ExportProblem::Garbled));
    }
    not_ambiguous(&found, ambiguous)?;
    let near = |connector: &Connector| nearest_match(&plain, connector);
    let (connector, (heading, reading)) = choose_connector(export, found, &near, connectors)?;
    reading.refuse_surplus(export, &heading)?;
    let table = TextTable { connector, layout, heading: &heading };
    let (mut read, lines) = extract_table(export, table, reading, scratch)?;
    read.beside.note_last(&reading.last_rows(export)?);
    Ok(DecodedExport {
        connector,
        extract: read.extract,
        title: heading.title.clone(),
        ignored_headings: heading.ignored.clone(),
        unreadable: read.unreadable,
        ignored_sheets: Vec::new(),
        passed: read.beside.passed,
        lines: read.beside.lines,
        shortfall: None,
        heading: Some(heading),
        days_from_1904: false,
        full_sheets: if FULL.contains(&lines) { vec![String::new()] } else { Vec::new() },
        hidden_rows: 0,
        columns_beyond: 0,
    })
}

/// Whether a text is one to be read, not a table: it has sentences, and no rows of several cells below each other.
fn is_prose(readings: &[TextReading]) -> bool {
    let filled = |row: &HeaderCells| row.iter().flatten().count();
    let is_table = |reading: &TextReading| {
        let counts: Vec<usize> = reading.head.rows.iter().map(filled).collect();
        let mut pairs = counts.windows(2);
        // A sentence has commas, and nothing else that parts cells.
        pairs.any(|pair| pair[0] > 2 && pair[0] == pair[1])
            || (reading.delimiter != b',' && counts.iter().any(|count| *count > 2))
    };
    let is_sentence = |text: &String| text.split_whitespace().count() > 6;
    let has_sentence =
        |reading: &TextReading| reading.head.rows.iter().flatten().flatten().any(is_sentence);
    readings.iter().any(has_sentence) && !readings.iter().any(is_table)
}

/// The connectors that find their headings in some reading.
struct FittingConnectors<'a, 'r> {
    found: Vec<ConnectorMatch<'a, (TableHeading, &'r TextReading)>>,
    /// Why one that could fit does not.
    ambiguous: Option<IngestError>,
}

impl<'a, 'r> FittingConnectors<'a, 'r> {
    fn find_fitting(
        readings: &'r [TextReading],
        connectors: &[&'a Connector],
        export: &Export,
    ) -> Self {
        let mut found = Vec::<ConnectorMatch<(TableHeading, &TextReading)>>::new();
        let mut ambiguous = None;
        for reading in readings {
            let reads = |connector: &&&Connector| {
                connector.encoding.is_none_or(|named| named == reading.way.encoding)
            };
            for connector in connectors.iter().filter(reads) {
                let heading = match reading.searched.find_heading(connector, &export.shown) {
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
        }
        Self { found, ambiguous }
    }
}

/// How near a connector comes in the reading in which it finds most.
fn nearest_match(readings: &[TextReading], connector: &Connector) -> NearMatch {
    let nears = readings.iter().rev().map(|reading| reading.searched.nearest_match(connector));
    nears.max_by_key(|near| (near.found, near.unknown.len())).unwrap_or_default()
}

impl TextReading {
    fn is_garbled(&self) -> bool {
        let cells: Vec<&str> =
            self.head.rows.iter().flatten().flatten().map(String::as_str).collect();
        is_garbled(&cells.join(" "))
    }

    /// A heading with a comma in one of its names that nobody knows: which columns lie behind it, nobody can tell.
    fn refuse_surplus(&self, export: &Export, heading: &TableHeading) -> Result<(), IngestError> {
        let (surplus, columns) = (self.head.surplus, heading.width);
        if surplus == 0 || self.delimiter != b',' {
            return Ok(());
        }
        let held = columns.saturating_sub(surplus);
        Err(export.malformed_error(ExportProblem::SurplusHeading { columns, held }))
    }

    /// The last rows: what stands below a table is looked at even where the engine reads the rest.
    fn last_rows(&self, export: &Export) -> Result<Vec<HeaderCells>, IngestError> {
        let length = export.bytes_len()?;
        let mut bytes = Vec::new();
        let mut input = export.open_bytes()?;
        let from = length.saturating_sub(TAIL_BYTES) & !1;
        input
            .seek(SeekFrom::Start(from))
            .and_then(|_| input.read_to_end(&mut bytes))
            .map_err(export.unreadable_error())?;
        let TextDialect { encoding, mended, .. } = self.way;
        let (_, text) = TextDialect::read_head(encoding, mended, &bytes);
        let lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.skip(usize::from(from > 0)).collect();
        let delimiter = char::from(self.delimiter);
        let cells = |line: &&str| line.split(delimiter).map(cell_of).collect();
        Ok(lines.iter().rev().take(SEARCHED_ROWS).rev().map(cells).collect())
    }
}

fn cell_of(text: &str) -> Option<String> {
    let text = text.trim().trim_matches('"').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The table of an export, where it lies or read row by row into a file of its own; and how many lines the text has.
fn extract_table(
    export: &Export,
    table: TextTable,
    reading: &TextReading,
    scratch: &std::path::Path,
) -> Result<(RewrittenExtract, u64), IngestError> {
    let mut export = reading.way.convert_to_utf8(export)?;
    let scan = TextScan::scan_text(&export, reading.delimiter)?;
    if scan.ampersands.are_entities() && reading.way.mended != Some(MendedText::Entities) {
        export = without_entities(&export)?;
    }
    let heading = table.heading;
    let (line, first) = reading.head.places[heading.data_from];
    let extract = TextExtract {
        path: export.path().cloned().unwrap_or_default(),
        delimiter: char::from(reading.delimiter),
        skipped_lines: line - 1,
        width: heading.width,
        fields: heading.fields.clone(),
        is_trimmed: scan.is_trimmed,
        rows: RowNumbers::Lines { first, count: scan.lines.saturating_sub(line - 1) },
    };
    if scan.is_clean && export.path().is_some() {
        let whole = RewrittenExtract {
            extract,
            unreadable: Vec::new(),
            beside: DecodeNotes::default(),
            ignored: Vec::new(),
        };
        return Ok((whole, scan.lines));
    }
    Ok((rewrite_extract(&export, &extract, table, scratch)?, scan.lines))
}
