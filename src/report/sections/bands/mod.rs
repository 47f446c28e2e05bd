//! Agencies between limits of a metric, and what they have open: short enough for a chat.

mod counted;
mod fitted_lines;
mod rated;

use super::{
    super::{ReportError, document::ReportBlock},
    ReportBuilder,
};
use crate::{
    catalog::report::{SectionDefinition, SectionKind},
    warehouse::query::AgencyValue,
};
use fitted_lines::{FittedList, fit_lists};

/// The letters between two paragraphs of a message.
const GAP: usize = 2;

impl ReportBuilder<'_> {
    /// Fills in which agencies are under each limit of the section's first metric, lowest first, who is not judged and why, and of the other
    /// metrics how many dossiers each agency has, then their codes. A paragraph a line; what has no room beside what is `before` it is counted.
    pub fn bands_section(
        &self,
        section: &SectionDefinition,
        before: &[ReportBlock],
    ) -> Result<Vec<ReportBlock>, ReportError> {
        let units = |left: usize| self.say("report.bands.more_units", &count_of(left));
        let dossiers = |left: usize| self.say("report.bands.more_dossiers", &count_of(left));
        let (metric, open) = match self.metrics_of(section)?.split_first() {
            Some((metric, open)) => (*metric, open.to_vec()),
            None => return Ok(Vec::new()),
        };
        let list = |(heading, lines): (String, Vec<String>)| FittedList {
            heading,
            lines,
            more: &units,
            is_spare: false,
        };
        let mut lists: Vec<FittedList> =
            self.band_lists(section, metric)?.into_iter().map(list).collect();
        for metric in &open {
            lists.push(list(self.open_counts(metric)?));
        }
        // Who sees numbers alone is told of no dossier.
        for metric in open.iter().filter(|_| self.context.warehouse.scope().has_rows()) {
            let Some((heading, lines)) = self.open_codes(metric)? else { continue };
            let is_spare = !lines.is_empty();
            lists.push(FittedList { heading, lines, more: &dossiers, is_spare });
        }
        let room = match section.max_chars {
            Some(most) => usize::from(most).saturating_sub(self.letters_around(section, before)?),
            None => usize::MAX,
        };
        Ok(fit_lists(&lists, room).into_iter().map(ReportBlock::Paragraph).collect())
    }

    /// How many letters a message has besides the section's lists: subject, what stands before and over them, addresses, the line of the data's
    /// version.
    fn letters_around(
        &self,
        section: &SectionDefinition,
        before: &[ReportBlock],
    ) -> Result<usize, ReportError> {
        let is_link = |it: &&SectionDefinition| it.kind == SectionKind::Link;
        let links = self.report.sections.iter().filter(is_link).filter_map(|_| self.page_url());
        let mut around = vec![self.mail_subject(&self.title()?)?, self.provenance()];
        around.extend(links.chain(section.title.clone()));
        around.extend(self.all_filled(&section.text)?);
        let spoken = before.iter().filter_map(|block| match block {
            ReportBlock::Heading(_, text)
            | ReportBlock::Paragraph(text)
            | ReportBlock::Note(text) => Some(text),
            _ => None,
        });
        Ok(around.iter().chain(spoken).map(|text| text.chars().count() + GAP).sum())
    }

    /// "- Xã An Sơn: 80,63% (387/480)"
    fn band_line(&self, value: &AgencyValue, shown: String) -> String {
        let said = [("agency", value.agency_name.clone()), ("value", shown)];
        self.say("report.bands.line", &said)
    }
}

fn count_of(count: usize) -> [(&'static str, String); 1] {
    [("count", count.to_string())]
}
