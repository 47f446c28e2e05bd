//! An XLSX as a workbook: which parts its sheets are.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::{
    super::{
        limits,
        merged::MergedCells,
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
    /// Whether any of its sheets has merged cells.
    has_merged: bool,
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
        let mut package = XlsxPackage::open_package(export)?;
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
        Ok(Self { export, package, book, sheets, seen: HashMap::new(), has_merged })
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
        let seen = self
            .package
            .read_part(&listed.part, |reader| rows::visit_rows(reader, book, merged, visit))?;
        let missing = || {
            workbook_error(self.export, WorkbookProblem::NoSheetPart { sheet: sheet.to_owned() })
        };
        self.seen.insert(sheet.to_owned(), seen.ok_or_else(missing)?);
        Ok(())
    }
}
