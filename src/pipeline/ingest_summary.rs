//! What is said of an export that was handed in.

use std::path::Path;

use super::{error::PipelineError, outcome::IngestOutcome};
use crate::{
    catalog::Catalog,
    domain::{source::SnapshotFrom, vietnamese_date::format_day},
    view::{blank_columns, told_again},
    warehouse::WarehouseBuild,
};

/// Names who is told what to do: whoever looks at a page, or whoever works at the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintReader {
    Page,
    Machine,
}

/// What became of an export, in the words of whoever handed it in.
pub fn ingest_summary(
    catalog: &Catalog,
    shown: &str,
    taken: &Result<IngestOutcome, PipelineError>,
    build: Option<&WarehouseBuild>,
    reader: HintReader,
) -> Result<String, PipelineError> {
    let phrases = &catalog.phrases;
    let file = Path::new(shown).file_name().unwrap_or_default().to_string_lossy();
    Ok(match taken {
        Ok(IngestOutcome::Known(source)) => {
            let day = format_day(source.ingested_at.date());
            phrases.format_phrase("inbox.known", &[("file", &file), ("day", &day)]) + "\n"
        }
        Ok(
            outcome @ (IngestOutcome::New(source)
            | IngestOutcome::Amended(source)
            | IngestOutcome::Restored(source)),
        ) => {
            let summaries = build.map(|build| build.sources.as_slice()).unwrap_or_default();
            let summary = summaries.iter().find(|one| one.id == source.id);
            let staged = summary.map(|one| one.staged).unwrap_or_default();
            let counts = [
                summary.map_or(0, |one| one.rows_read),
                staged.kept,
                staged.layout,
                staged.rejected,
            ];
            let [read, kept, layout, rejected] = counts.map(|count| count.to_string());
            let day = format_day(source.snapshot_on);
            let connector = &catalog.find_connector(&source.connector)?.name;
            let values = [
                ("file", &*file),
                ("connector", connector),
                ("day", &day),
                ("read", &read),
                ("kept", &kept),
                ("layout", &layout),
                ("rejected", &rejected),
            ];
            let mut line = phrases.format_phrase("inbox.new", &values) + "\n";
            if matches!(outcome, IngestOutcome::Restored(_)) {
                line += &(phrases.format_phrase("inbox.restored", &[]) + "\n");
            }
            if staged.kept == 0 {
                line += &(phrases.format_phrase("inbox.nothing", &[]) + "\n");
            }
            if source.snapshot_from == SnapshotFrom::IngestDay {
                line += &(phrases.format_phrase("inbox.undated", &[]) + "\n");
            }
            if staged.unreadable > 0 {
                let values = staged.unreadable.to_string();
                line += &(phrases.format_phrase("inbox.unreadable", &[("values", &values)]) + "\n");
            }
            let blank = summary.map_or(&[][..], |one| &one.blank_columns);
            let connector = catalog.find_connector(&source.connector).ok();
            for sentence in blank_columns::blank_sentences(phrases, connector, blank) {
                line += &(sentence + "\n");
            }
            if !source.ignored_sheets.is_empty() {
                let sheets = source.ignored_sheets.join(", ");
                line += &(phrases.format_phrase("inbox.sheets", &[("sheets", &sheets)]) + "\n");
            }
            for (phrase, [(name, value)]) in source.workbook_remarks() {
                line += &(phrases.format_phrase(phrase, &[(name, &value)]) + "\n");
            }
            let again = summary.map(|one| told_again::repeat_sentences(phrases, &one.told_again));
            for sentence in again.into_iter().flatten() {
                line += &(sentence + "\n");
            }
            if let Some(short) = &source.shortfall {
                let (phrase, values) = short.phrase_with_params();
                line += &(phrases.format_phrase(phrase, &values) + "\n");
            }
            line
        }
        Err(error) => {
            let problem = phrases.tell_error(error);
            let mut line = phrases
                .format_phrase("inbox.failed", &[("file", &file), ("problem", &problem)])
                + "\n";
            let hint = match reader {
                HintReader::Page => phrases.tell_page_hint(error),
                HintReader::Machine => phrases.tell_hint(error),
            };
            if let Some(hint) = hint {
                line += &(phrases.format_phrase("inbox.hint", &[("hint", &hint)]) + "\n");
            }
            if error.is_of_rights() {
                line += &(phrases.format_phrase("inbox.forbidden", &[]) + "\n");
            }
            line
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{FileProblem, IngestError};

    #[test]
    fn an_export_that_may_not_be_read_is_to_be_copied_into_the_inbox() {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let told = |problem| {
            let path = "hop-thu/so.csv".to_owned();
            let refused = Err(IngestError::Unreadable { path, problem }.into());
            ingest_summary(&catalog, "hop-thu/so.csv", &refused, None, HintReader::Page)
                .expect("told")
        };
        let forbidden = told(FileProblem::Forbidden);
        assert!(forbidden.contains("chép (copy) tệp vào hộp thư đến"), "{forbidden}");
        let damaged = told(FileProblem::Damaged);
        assert!(!damaged.contains("chép (copy)"), "{damaged}");
    }
}
