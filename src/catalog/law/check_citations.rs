//! That no text cites a document of law of a day on which it was not in force.

use super::{
    citation::{CitationPattern, LawCitation, list_citations},
    law_register::{LawDocument, LawRegister},
};
use crate::{
    catalog::{Catalog, CatalogError, phrases::wording::ErrorWording},
    domain::vietnamese_date::format_day,
};

/// The places of content that cite what they should not.
#[derive(Debug, Default)]
pub struct CitationProblems {
    /// They cite a document in a text that is shown of days on which it was not in force, or are metrics of whose days no basis is written.
    pub outdated: Vec<CatalogError>,
    /// They cite a document that nobody registered, as an office's own decisions: nothing is known of its days.
    pub unregistered: Vec<CatalogError>,
}

/// Lists the places of the content, handed out or an office's own, that cite a document of days on which it was not in force or nobody knows
/// that it was.
pub fn check_citations(catalog: &Catalog) -> Result<CitationProblems, CatalogError> {
    let register = LawRegister::load_tables(&catalog.content)?;
    let pattern = CitationPattern::with_kinds(
        &catalog.phrases.format_phrase("law.kinds", &[]),
        &catalog.phrases.format_phrase("law.marks", &[]),
    );
    let mut problems = CitationProblems::default();
    for folder in ["connectors/", "queries/", "dashboards/", "reports/"] {
        for file in catalog.content.list_files(folder, "") {
            for citation in list_citations(file, &pattern)? {
                let number = &citation.number;
                let (found, told) = match register.find_document(number) {
                    None => {
                        let told = ErrorWording::new("law.unknown").with("number", number);
                        (&mut problems.unregistered, Some(told))
                    }
                    Some(document) => (&mut problems.outdated, find_outdated(document, &citation)),
                };
                if let Some(told) = told {
                    let (path, text) = (&file.path, file.to_text()?);
                    found.push(CatalogError::hinted_at(path, text, Some(citation.at), told));
                }
            }
        }
    }
    for metric in &catalog.metrics {
        let days = (metric.since, metric.until);
        let Some(day) = catalog.legal_sources.find_gap(&metric.source, days) else { continue };
        let told = ErrorWording::new("law.gap").with("source", &metric.source);
        let told = told.with("day", &format_day(day));
        let file = catalog.content.file_text(&metric.path)?;
        problems.outdated.push(CatalogError::hinted_at(&metric.path, file, None, told));
    }
    Ok(problems)
}

fn find_outdated(document: &LawDocument, citation: &LawCitation) -> Option<ErrorWording> {
    let told = |id| ErrorWording::new(id).with("number", &citation.number);
    let (first, last) = citation.days?;
    if let Some(from) = document.first_day()
        && first.is_none_or(|first| first < from)
    {
        return Some(told("law.before").with("day", &format_day(from)));
    }
    let to = document.in_force_to?;
    last.is_none_or(|last| to < last).then(|| {
        let by = document.replaced_by.clone().unwrap_or_else(|| "?".to_owned());
        told("law.after").with("day", &format_day(to)).with("by", &by)
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use rstest::rstest;

    /// What is said of the content with a file of an office laid over it.
    fn told_with(path: &str, text: &str) -> Vec<String> {
        let own = tempfile::tempdir().expect("a folder");
        let file = own.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, text).expect("written");
        let catalog = Catalog::load_content(Some(own.path())).expect("the content is well");
        let found = check_citations(&catalog).expect("checked");
        let all = found.outdated.iter().chain(&found.unregistered);
        all.map(|problem| catalog.phrases.tell_content(problem)).collect()
    }

    #[test]
    fn nothing_handed_out_cites_what_was_not_in_force() {
        let catalog = Catalog::load_content(None).expect("the content is well");
        let found = check_citations(&catalog).expect("checked");
        let all = found.outdated.iter().chain(&found.unregistered);
        let told: Vec<_> = all.map(|it| catalog.phrases.tell_content(it)).collect();
        assert!(told.is_empty(), "{told:#?}");
    }

    fn report(dates: &str, text: &str) -> String {
        format!(
            "id = \"mine\"\nname = \"Báo cáo\"\nsymbol = \"BC\"\nkind = \"BÁO CÁO\"\nsubject = \"Thử\"\n\n[[section]]\nkind = \"text\"\n{dates}\ntext = [\"{text}\"]\n"
        )
    }

    #[rstest]
    #[case::since("since = 2026-07-01", "Theo Nghị định số 224/2026/NĐ-CP.")]
    #[case::until("since = 2022-08-15\nuntil = 2026-06-30", "Theo Nghị định 42/2022/NĐ-CP.")]
    #[case::short("since = 2022-06-23", "Theo Quyết định 766.")]
    #[case::no_number_of_letters("since = 2026-07-01", "Theo NĐ 224/2026.")]
    #[case::later("since = 2022-06-23", "Theo QĐ  766.")]
    #[case::number_behind_a_colon("since = 2025-07-01", "Theo nghị định số: 118/2025.")]
    #[case::nothing("", "Theo kế hoạch của cơ quan.")]
    fn a_text_of_days_in_force_may_cite(#[case] dates: &str, #[case] text: &str) {
        assert_eq!(told_with("reports/mine.toml", &report(dates, text)), Vec::<String>::new());
    }

    #[rstest]
    #[case::undated("", "Theo Nghị định số 224/2026/NĐ-CP.", "những ngày trước 01/07/2026")]
    #[case::early("since = 2023-01-01", "Theo 118/2025/NĐ-CP.", "những ngày trước 01/07/2025")]
    #[case::replaced("since = 2022-08-15", "Theo 42/2022/NĐ-CP.", "thay bằng: 224/2026/NĐ-CP")]
    #[case::short("", "Theo NĐ 224/2026.", "những ngày trước 01/07/2026")]
    #[case::decision("", "Theo QĐ 766.", "những ngày trước 23/06/2022")]
    #[case::small("", "Theo nghị định 118/2025.", "những ngày trước 01/07/2025")]
    #[case::numbered("", "Theo NĐ số 42/2022.", "những ngày trước 15/08/2022")]
    #[case::two_blanks("", "Theo Nghị định  số  224/2026/NĐ-CP.", "những ngày trước 01/07/2026")]
    #[case::colon("", "Theo Nghị định số: 224/2026.", "những ngày trước 01/07/2026")]
    #[case::unknown(
        "",
        "Theo Thông tư 99/2031/TT-BKHCN.",
        "`99/2031/TT-BKHCN` chưa có trong danh mục"
    )]
    #[case::unknown_short("", "Theo Nghị định 12.", "`12` chưa có trong danh mục")]
    fn a_text_of_other_days_is_pointed_at(
        #[case] dates: &str,
        #[case] text: &str,
        #[case] said: &str,
    ) {
        let told = told_with("reports/mine.toml", &report(dates, text));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains(said) && told[0].contains("reports/mine.toml"), "{told:?}");
    }

    #[test]
    fn the_basis_of_a_metric_is_of_its_days() {
        let table = "id,text,valid_from,valid_to\none_stop,theo Nghị định 118/2025/NĐ-CP,2025-07-01,\n\
                     online_services,theo Nghị định 42/2022/NĐ-CP,,\n";
        let told = told_with("queries/reference/legal_source.csv", table);
        let of = |said: &str| told.iter().filter(|it| it.contains(said)).count();
        assert_eq!(of("những ngày trước 15/08/2022"), 1, "{told:#?}");
        // Each metric with that basis begins on the day of the decree of 2018.
        assert!(of("căn cứ `one_stop` không có dòng nào cho ngày 21/06/2018") > 1, "{told:#?}");
    }

    #[test]
    fn a_decision_of_the_office_is_but_told() {
        let own = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(own.path().join("reports")).expect("made");
        let text = report("", "Theo Quyết định số 123/QĐ-UBND.");
        fs::write(own.path().join("reports/mine.toml"), text).expect("written");
        let catalog = Catalog::load_content(Some(own.path())).expect("the content is well");
        let found = check_citations(&catalog).expect("checked");
        assert_eq!((found.outdated.len(), found.unregistered.len()), (0, 1), "{found:?}");
    }

    #[rstest]
    #[case::twice(
        "766/QĐ-TTg,Quyết định,2022-06-23,,\n",
        "`766/QĐ-TTg` đã có trong queries/law/documents.csv"
    )]
    #[case::day("12/2026/QĐ-UBND,Quy chế,01/03/2026,,\n", "không đọc được ngày `01/03/2026`")]
    #[case::short("12/2026/QĐ-UBND,Quy chế\n", "number,name,in_force_from,in_force_to,replaced_by")]
    #[case::no_number(",Quy chế,2026-03-01,,\n", "cột `number` trống")]
    fn a_line_of_the_register_that_cannot_hold_is_refused(#[case] line: &str, #[case] said: &str) {
        let own = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(own.path().join("queries/law")).expect("made");
        let text = format!("number,name,in_force_from,in_force_to,replaced_by\n{line}");
        fs::write(own.path().join("queries/law/xa.csv"), text).expect("written");
        let catalog = Catalog::load_content(Some(own.path())).expect("the content is well");
        let refused = check_citations(&catalog).expect_err("refused");
        let told = catalog.phrases.tell_content(&refused);
        assert!(told.contains(said) && told.contains("queries/law/xa.csv"), "{told}");
    }

    #[test]
    fn an_office_adds_documents_in_a_file_of_its_own() {
        let own = tempfile::tempdir().expect("a folder");
        for (path, text) in [
            (
                "queries/law/xa.csv",
                "number,name,in_force_from,in_force_to,replaced_by\n12/2026/QĐ-UBND,Quy chế,2026-03-01,,\n",
            ),
            (
                "reports/mine.toml",
                &report("since = 2026-03-01", "Theo Quyết định 12/2026/QĐ-UBND."),
            ),
        ] {
            let file = own.path().join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, text).expect("written");
        }
        let catalog = Catalog::load_content(Some(own.path())).expect("the content is well");
        let found = check_citations(&catalog).expect("checked");
        assert!(found.outdated.is_empty() && found.unregistered.is_empty(), "{found:?}");
    }
}
