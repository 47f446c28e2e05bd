//! A report: what papers it makes, and of which sections, `reports/<id>.toml`.

mod section;

use serde::Deserialize;

pub use section::{NewPage, RowFilter, SectionDefinition, SectionKind};

use super::{
    CatalogError,
    content::toml_text::parse_toml,
    content::{ContentFile, ContentSet, header::check_id, text_template::TextTemplate},
    metric::Metric,
    phrases::{self, wording::ErrorWording},
};
use crate::domain::{
    measure::{BetterDirection, MeasureUnit},
    threshold::Threshold,
};

/// What stands before other files, written as a report is.
const COVERS: &str = "reports/covers/";
const EVIDENCE_COVER: &str = "reports/covers/evidence.toml";

/// Holes every report's texts may have.
const KNOWN: [&str; 13] = [
    "period",
    "period_dates",
    "before",
    "next",
    "from",
    "to",
    "as_of",
    "day",
    "known",
    "level",
    "office",
    "unit",
    "agency",
];
/// Those of a paper about an agency under the floor.
const OF_AGENCY: [&str; 4] = ["metric", "value", "floor", "needed"];
/// Those of a paper about a dossier.
const OF_DOSSIER: [&str; 5] = ["dossier", "procedure", "received", "due", "ended"];

/// Describes a report: what it is about, whom it is for, and its sections.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportDefinition {
    pub id: String,
    /// In Vietnamese, as all texts of a report. Texts have holes: `{period}`, `{agency}`, …
    pub name: String,
    #[serde(default)]
    pub about: ReportSubject,
    /// Of agencies: the metric whose floor they are under. Of dossiers: the metrics they pull down.
    #[serde(default)]
    pub metrics: Vec<String>,
    /// The kind of paper, in capitals; a letter has none.
    #[serde(default)]
    pub kind: Option<String>,
    /// What stands in its number: `BC`.
    #[serde(default)]
    pub symbol: Option<String>,
    pub subject: String,
    /// Who signs it, where that is not the office.
    #[serde(default)]
    pub issuer: Option<String>,
    /// Whom it is addressed to.
    #[serde(default)]
    pub to: Vec<String>,
    /// Who gets it, besides those the office always names.
    #[serde(default)]
    pub recipients: Vec<String>,
    #[serde(rename = "section")]
    pub sections: Vec<SectionDefinition>,
}

/// How many papers a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportSubject {
    /// One, of everything the office answers for or of one agency.
    #[default]
    Whole,
    /// One for each agency under the floor.
    Agency,
    /// One for each dossier that is overdue.
    Dossier,
}

impl ReportDefinition {
    /// Loads every report: the files that lie in `reports/` itself.
    pub fn load_reports(content: &ContentSet) -> Result<Vec<Self>, CatalogError> {
        let files = content.list_files("reports/", ".toml");
        let files = files.filter(|file| !file.path.starts_with(COVERS));
        files.filter(|file| file.file_stem() != phrases::STEM).map(Self::parse_file).collect()
    }

    /// Loads the cover of a giải trình; fails where there is none.
    pub fn load_evidence_cover(content: &ContentSet) -> Result<Self, CatalogError> {
        Self::parse_file(content.require_file(EVIDENCE_COVER)?)
    }

    /// Parses the TOML file of a report; fails when a section lacks what it needs or a hole is unknown.
    pub fn parse_file(file: &ContentFile) -> Result<Self, CatalogError> {
        let text = file.to_text()?;
        let report: Self = parse_toml(&file.path, text, text, |place| place)?;
        check_id(file, &report.id)?;
        report.check_sections(file, text)?;
        Ok(report)
    }

    /// Every metric it names.
    pub fn named_metrics(&self) -> impl Iterator<Item = &String> {
        self.metrics.iter().chain(self.sections.iter().flat_map(|section| &section.metrics))
    }

    /// What a section cannot be made without.
    fn check_sections(&self, file: &ContentFile, text: &str) -> Result<(), CatalogError> {
        let missing =
            |told: ErrorWording| Err(CatalogError::worded_at(&file.path, text, None, told));
        if self.about != ReportSubject::Whole && self.metrics.is_empty() {
            return missing(ErrorWording::new("content.report_of_metrics"));
        }
        for section in &self.sections {
            let needs_metric = matches!(
                section.kind,
                SectionKind::Agencies
                    | SectionKind::AgencyTimes
                    | SectionKind::Automation
                    | SectionKind::Bands
                    | SectionKind::Below
                    | SectionKind::Causes
                    | SectionKind::Dossiers
                    | SectionKind::DueDays
                    | SectionKind::Letters
                    | SectionKind::Metrics
                    | SectionKind::Named
                    | SectionKind::Picture
                    | SectionKind::Proactive
                    | SectionKind::Published
                    | SectionKind::Services
                    | SectionKind::Steps
                    | SectionKind::Summary
                    | SectionKind::Urgings
            );
            if needs_metric && section.metrics.is_empty() {
                return missing(ErrorWording::new("content.section_of_metrics"));
            }
            if section.kind == SectionKind::Form && section.form.is_none() {
                return missing(ErrorWording::new("content.section_of_form"));
            }
            let is_less =
                |a: &Threshold, b: &Threshold| a.as_share().compare_exactly(b.as_share()).is_lt();
            let is_ascending = section.limits.is_sorted_by(is_less);
            if section.kind == SectionKind::Bands && (section.limits.is_empty() || !is_ascending) {
                return missing(ErrorWording::new("content.section_of_limits"));
            }
            if section.kind == SectionKind::Scorecard && section.card.is_none() {
                return missing(ErrorWording::new("content.section_of_card"));
            }
        }
        self.check_holes(file, text)
    }

    /// What stands under a limit is a share of which more is better.
    pub(super) fn check_bands(
        &self,
        content: &ContentSet,
        metrics: &[Metric],
    ) -> Result<(), CatalogError> {
        let is_share = |metric: &&Metric| {
            metric.unit == MeasureUnit::Percent && metric.better == BetterDirection::Higher
        };
        let bands = self.sections.iter().filter(|it| it.kind == SectionKind::Bands);
        let of_other = bands
            .filter_map(|section| section.metrics.first())
            .find(|id| !metrics.iter().filter(is_share).any(|metric| metric.id == **id));
        let Some(id) = of_other else { return Ok(()) };
        let path = format!("reports/{}.toml", self.id);
        let text = content.file_text(&path)?;
        let quoted = format!("\"{id}\"");
        let at = text.find(&quoted).map(|at| at..at + quoted.len());
        let told = ErrorWording::new("content.bands_of_share").with("metric", id);
        let hint = ErrorWording::new("content.bands_of_share_hint");
        Err(CatalogError::worded_at(&path, text, at, told).with_hint(hint))
    }

    /// A hole that nothing fills would stand open in a letter.
    fn check_holes(&self, file: &ContentFile, text: &str) -> Result<(), CatalogError> {
        let more: &[&str] = match self.about {
            ReportSubject::Whole => &[],
            ReportSubject::Agency => &OF_AGENCY,
            ReportSubject::Dossier => &OF_DOSSIER,
        };
        let known: Vec<&str> = KNOWN.iter().chain(more).copied().collect();
        let of_sections = self.sections.iter().flat_map(|section| {
            let named = section.title.iter().chain(&section.caption);
            named.chain(&section.text).chain(&section.empty)
        });
        let texts = [&self.name, &self.subject].into_iter().chain(&self.issuer);
        let texts = texts.chain(&self.to).chain(&self.recipients).chain(of_sections);
        for template in texts {
            TextTemplate::parse(template).check_in(&file.path, text, &known)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::borrow::Cow;

    #[rstest]
    #[case::about_whom(
        "about = \"agency\"\n[[section]]\nkind = \"text\"",
        "báo cáo về đơn vị, hồ sơ"
    )]
    #[case::of_what("[[section]]\nkind = \"below\"", "phần này cần `metrics`")]
    #[case::no_limits(
        "[[section]]\nkind = \"bands\"\nmetrics = [\"x\"]",
        "`limits`, từ thấp đến cao"
    )]
    #[case::limits_out_of_order(
        "[[section]]\nkind = \"bands\"\nmetrics = [\"x\"]\nlimits = [90, 80]",
        "`limits`, từ thấp đến cao"
    )]
    #[case::a_limit_that_is_no_number(
        "[[section]]\nkind = \"bands\"\nmetrics = [\"x\"]\nlimits = [\"tám mươi\"]",
        "giá trị không đúng loại"
    )]
    #[case::which_form("[[section]]\nkind = \"form\"", "`form`")]
    #[case::which_card("[[section]]\nkind = \"scorecard\"", "cần `card`")]
    #[case::misspelt("[[section]]\nkind = \"sumary\"", "`sumary` không phải giá trị")]
    #[case::hole("[[section]]\nkind = \"text\"\ntext = [\"{perod}\"]", "chỗ trống `{perod}`")]
    #[case::of_a_letter(
        "[[section]]\nkind = \"text\"\ntext = [\"{floor}\"]",
        "chỗ trống `{floor}`"
    )]
    fn what_a_report_cannot_be_made_of_is_said(#[case] rest: &str, #[case] told: &str) {
        let text = format!("id = \"x\"\nname = \"X\"\nsubject = \"X\"\n{rest}\n");
        let file = ContentFile {
            path: "reports/x.toml".into(),
            bytes: Cow::Owned(text.into_bytes()),
            is_own: true,
        };
        let error = ReportDefinition::parse_file(&file).expect_err("not a report").to_string();
        assert!(error.contains(told), "{error}");
    }
}
