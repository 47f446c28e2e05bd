//! An XLSX as a workbook: which parts its sheets are.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::{
    super::{
        limits,
        merged::{MergedCells, MergedRegion},
        reader::{RowHints, RowVisitor, WorkbookReader, WorkbookSheet, make_names_unique},
        refusal::workbook_error,
        xml::{XmlReader, XmlStop, is_set, read_attribute},
    },
    package::XlsxPackage,
    rows,
    shown::XlsxParts,
    styles,
    texts::SharedStrings,
};
use crate::ingest::{Export, IngestError, WorkbookProblem};

/// Reads the sheets of an XLSX workbook.
pub struct XlsxWorkbook<'e> {
    export: &'e Export,
    package: XlsxPackage<'e>,
    book: XlsxParts,
    sheets: Vec<XlsxSheetEntry>,
    seen: HashMap<String, RowHints>,
    /// Whether any of its sheets has merged cells, as far as it was looked for.
    has_merged: bool,
    /// Whether its sheets are measured while they are read.
    is_unmeasured: bool,
    /// Of a sheet: the row in which the last of the merged cells begins that reach over several, where they were not carried.
    uncarried: HashMap<String, u64>,
    is_carried_lost: bool,
}

struct XlsxSheetEntry {
    name: String,
    is_hidden: bool,
    id: String,
    part: String,
    has_cells: bool,
}

/// Kinds of sheets that hold no cells: charts, dialogues, macros.
const WITHOUT_CELLS: [&str; 4] = ["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"];

impl<'e> XlsxWorkbook<'e> {
    /// Opens a workbook with its styles and shared texts and lists its sheets; fails when a part
    /// is missing, damaged or out of bounds.
    pub fn open_workbook(export: &'e Export) -> Result<Self, IngestError> {
        let has_merged = limits::measure_xlsx(export)?;
        Self::list_parts(export, XlsxPackage::open_package(export)?, has_merged, false)
    }

    /// Opens a workbook that is measured while its sheets are read, which spares inflating it twice. Whatever comes of it holds only
    /// if nothing of it fails and `is_sound` says so at the end; else the workbook must be opened anew, and is measured first.
    pub fn open_unmeasured(export: &'e Export) -> Result<Self, IngestError> {
        let (package, has_merged) = XlsxPackage::open_unmeasured(export)?;
        Self::list_parts(export, package, has_merged, true)
    }

    /// Measures what of an unmeasured workbook was not read, and says whether all that was read is what it is.
    pub fn is_sound(&mut self) -> bool {
        !self.is_carried_lost && self.package.measure_rest().is_ok_and(|matters| !matters)
    }

    fn list_parts(
        export: &'e Export,
        mut package: XlsxPackage<'e>,
        has_merged: bool,
        is_unmeasured: bool,
    ) -> Result<Self, IngestError> {
        let main =
            package.related_parts("")?.into_iter().find(|part| part.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |main| main.part);
        let mut book = XlsxParts::default();
        let listed = package.read_part(&main, |reader| read_workbook(reader, &mut book))?;
        let mut sheets =
            listed.ok_or_else(|| workbook_error(export, WorkbookProblem::NoWorkbookPart))?;
        let related = package.related_parts(&main)?;
        let of_kind = |kind: &str| related.iter().find(|part| part.kind == kind);
        if let Some(styles) = of_kind("styles") {
            book.styles = package.read_part(&styles.part, styles::read_styles)?.unwrap_or_default();
        }
        if let Some(texts) = of_kind("sharedStrings") {
            book.texts =
                package.read_part(&texts.part, SharedStrings::read_strings)?.unwrap_or_default();
        }
        for sheet in &mut sheets {
            let own = related.iter().find(|part| part.id == sheet.id);
            let missing = || {
                workbook_error(export, WorkbookProblem::NoSheetPart { sheet: sheet.name.clone() })
            };
            let own = own.ok_or_else(missing)?;
            sheet.has_cells = !WITHOUT_CELLS.contains(&own.kind.as_str());
            sheet.part.clone_from(&own.part);
        }
        sheets.retain(|sheet| sheet.has_cells);
        make_names_unique(sheets.iter_mut().map(|sheet| &mut sheet.name));
        let (seen, uncarried) = (HashMap::new(), HashMap::new());
        Ok(Self {
            export,
            package,
            book,
            sheets,
            seen,
            has_merged,
            is_unmeasured,
            uncarried,
            is_carried_lost: false,
        })
    }
}

fn read_workbook(reader: XmlReader, book: &mut XlsxParts) -> Result<Vec<XlsxSheetEntry>, XmlStop> {
    let (mut buffer, mut sheets) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(start) => match start.local_name().as_ref() {
                "sheet" => sheets.push(XlsxSheetEntry {
                    name: read_attribute(&start, "name")?.unwrap_or_default(),
                    is_hidden: read_attribute(&start, "state")?
                        .is_some_and(|state| state.to_lowercase().ends_with("hidden")),
                    id: read_attribute(&start, "id")?.unwrap_or_default(),
                    part: String::new(),
                    has_cells: true,
                }),
                // Extensions have an element of the same name.
                "workbookPr" => book.is_1904 |= is_set(&start, "date1904")?,
                "calcPr" => book.is_uncalculated |= is_set(&start, "fullCalcOnLoad")?,
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

impl WorkbookReader for XlsxWorkbook<'_> {
    fn list_sheets(&self) -> Vec<WorkbookSheet> {
        let sheet = |sheet: &XlsxSheetEntry| WorkbookSheet {
            name: sheet.name.clone(),
            is_hidden: sheet.is_hidden,
        };
        self.sheets.iter().map(sheet).collect()
    }

    fn days_from_1904(&self) -> bool {
        self.book.is_1904
    }

    fn row_hints(&self, sheet: &str) -> RowHints {
        self.seen.get(sheet).copied().unwrap_or_default()
    }

    fn each_row(&mut self, sheet: &str, visit: RowVisitor) -> Result<(), IngestError> {
        let Some(listed) = self.sheets.iter().find(|listed| listed.name == sheet) else {
            return Ok(());
        };
        let mut regions = Vec::new();
        if self.has_merged {
            regions = self.package.read_part(&listed.part, rows::read_merged)?.unwrap_or_default();
        }
        let (book, merged) = (&self.book, MergedCells::from_regions(regions));
        let looks_behind = self.is_unmeasured && !self.has_merged;
        let mut goes_on = true;
        let read = self.package.read_part(&listed.part, |reader| {
            let seen = rows::visit_rows(reader, book, merged, &mut |row, cells, carried| {
                goes_on = visit(row, cells, carried)?;
                Ok(goes_on)
            })?;
            let behind =
                if goes_on && looks_behind { rows::read_merged(reader)? } else { Vec::new() };
            Ok((seen, behind))
        })?;
        let missing = || {
            workbook_error(self.export, WorkbookProblem::NoSheetPart { sheet: sheet.to_owned() })
        };
        let (seen, behind) = read.ok_or_else(missing)?;
        self.seen.insert(sheet.to_owned(), seen);
        if let Some(last) = behind.iter().map(MergedRegion::first_row).max() {
            self.uncarried.insert(sheet.to_owned(), last);
        }
        Ok(())
    }

    fn note_heading(&mut self, sheet: &str, data_from: Option<usize>) {
        // What begins above the first row of data is carried into none.
        let is_lost =
            |last: &u64| data_from.is_none_or(|above| *last > u64::try_from(above).unwrap_or(0));
        self.is_carried_lost |= self.uncarried.get(sheet).is_some_and(is_lost);
    }
}
