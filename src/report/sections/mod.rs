//! A paper filled in: one file for each kind of section.

mod agencies;
mod bands;
mod briefing;
mod causes;
mod dossier;
mod form;
mod handling;
mod letterhead;
mod live_link;
mod metrics;
mod pictures;
mod placeholders;
mod published;
mod report_builder;
mod scorecard;
mod sources;
mod summary;
mod under_floor;
mod urgings;

pub(super) use report_builder::ReportBuilder;

use super::{
    ReportError,
    document::{ReportBlock, ReportDocument},
};
use crate::{
    catalog::report::{NewPage, RowFilter, SectionDefinition, SectionKind},
    domain::basis::MetricBasis,
    domain::name::lower_first,
};

impl ReportBuilder<'_> {
    /// The whole paper.
    pub fn build_document(&self) -> Result<ReportDocument, ReportError> {
        let agency = self.agency.as_ref().map(|it| &*it.code);
        let lock_note = self.context.lock_note_of(self.period, agency)?;
        // A form fills its page: where a paper begins with one, the last line alone says so.
        let first = self.report.sections.first();
        let is_form = first.is_some_and(|section| section.kind == SectionKind::Form);
        let invented = self.words().invented_notice(self.context.warehouse).filter(|_| !is_form);
        let marks = invented.iter().chain(&self.context.mark).chain(lock_note.as_deref());
        let mut blocks: Vec<ReportBlock> =
            marks.map(|mark| ReportBlock::Paragraph(mark.clone())).collect();
        let (mut number, mut annexes, mut is_annex) = (0, 0, false);
        for section in &self.report.sections {
            let is_wanted = match section.only {
                None => true,
                Some(RowFilter::Several) => self.is_of_several()?,
                Some(RowFilter::One) => !self.is_of_several()?,
            };
            if !is_wanted || !section.holds_on(self.period.end()) {
                continue;
            }
            let Some(filled) = self.build_section(section, &blocks)? else {
                continue;
            };
            if let Some(page) = section.page {
                blocks.push(ReportBlock::NewPage { landscape: page == NewPage::Landscape });
            }
            if let Some(title) = &section.title {
                let title = self.filled(title)?;
                let count = if is_annex { &mut annexes } else { &mut number };
                *count += 1;
                let said = [("number", count.to_string()), ("title", title)];
                let id = if is_annex { "report.annex" } else { "report.section" };
                blocks.push(ReportBlock::Heading(1, self.say(id, &said)));
            }
            blocks.extend(self.all_filled(&section.text)?.into_iter().map(ReportBlock::Paragraph));
            blocks.extend(filled);
            is_annex |= section.kind == SectionKind::Signature;
        }
        self.number_captions(&mut blocks);
        // What begins with a page turned round is turned round with its head.
        let landscape = matches!(blocks.first(), Some(ReportBlock::NewPage { landscape: true }));
        if matches!(blocks.first(), Some(ReportBlock::NewPage { .. })) {
            blocks.remove(0);
        }
        let title = self.title()?;
        Ok(ReportDocument {
            mail_subject: self.mail_subject(&title)?,
            title,
            letterhead: self.letterhead()?,
            landscape,
            blocks,
            provenance: self.provenance(),
            on: self.context.today,
        })
    }

    /// Its name and its period.
    fn title(&self) -> Result<String, ReportError> {
        Ok(format!("{} – {}", self.filled(&self.report.name)?, self.period_name()))
    }

    /// Tables and pictures count by themselves, each from 1.
    fn number_captions(&self, blocks: &mut [ReportBlock]) {
        let (mut tables, mut pictures) = (0, 0);
        for block in blocks {
            let (caption, count, label) = match block {
                ReportBlock::Table(table) => (&mut table.caption, &mut tables, "report.table"),
                ReportBlock::Picture(picture) => {
                    (&mut picture.caption, &mut pictures, "report.picture")
                }
                _ => continue,
            };
            *count += 1;
            caption.number = *count;
            caption.label = self.words().fill_phrase(label, &[]);
        }
    }

    /// What a section says; `None` where it is left out.
    fn build_section(
        &self,
        section: &SectionDefinition,
        before: &[ReportBlock],
    ) -> Result<Option<Vec<ReportBlock>>, ReportError> {
        let blocks = match section.kind {
            SectionKind::Text => return Ok(Some(Vec::new())),
            SectionKind::Signature => return Ok(Some(vec![ReportBlock::Closing(self.closing()?)])),
            SectionKind::Summary => self.summary_section(section)?,
            SectionKind::Briefing => self.briefing_section()?,
            SectionKind::Metrics => self.metric_table(section)?,
            SectionKind::Agencies => self.agency_table(section)?,
            SectionKind::Bands => self.bands_section(section, before)?,
            SectionKind::Below => self.below(section)?,
            SectionKind::Causes => self.causes_section(section)?,
            SectionKind::Dossiers => self.dossiers(section)?,
            SectionKind::DueDays => self.due_days(section)?,
            SectionKind::Letters => self.letters(section)?,
            SectionKind::Link => self.live_link(section)?,
            SectionKind::Named => self.named(section)?,
            SectionKind::Published => self.published_section(section)?,
            SectionKind::Sources => self.source_table(section)?,
            SectionKind::Picture => self.pictures(section)?,
            SectionKind::Form => self.form_section(section)?,
            SectionKind::Scorecard => self.scorecard_section(section)?,
            SectionKind::Urgings => self.urgings(section)?,
            SectionKind::Services => self.services_section(section)?,
            SectionKind::AgencyTimes => self.agency_times_section(section)?,
            SectionKind::Steps => self.steps_section(section)?,
            SectionKind::Automation => self.automation_section(section)?,
            SectionKind::Proactive => self.proactive_section(section)?,
        };
        if !blocks.is_empty() {
            return Ok(Some(blocks));
        }
        let Some(empty) = &section.empty else {
            return Ok(None);
        };
        let said = match self.unknown_note(section)? {
            Some(unknown) => unknown,
            None => self.filled(empty)?,
        };
        Ok(Some(vec![ReportBlock::Paragraph(said)]))
    }

    /// What is said instead where nothing to list is nothing known: nobody is overdue in a time nothing was taken in of.
    fn unknown_note(&self, section: &SectionDefinition) -> Result<Option<String>, ReportError> {
        let metric = match section.kind {
            SectionKind::Form | SectionKind::Letters => None,
            // Where the period is known, nothing was done in it.
            SectionKind::Proactive => return Ok(self.gap(self.metric_of(section)?)),
            SectionKind::Below
            | SectionKind::Causes
            | SectionKind::Dossiers
            | SectionKind::DueDays
            | SectionKind::Named
            | SectionKind::Services
            | SectionKind::AgencyTimes => Some(self.metric_of(section)?),
            _ => return Ok(None),
        };
        let dossiers = self.context.catalog.find_metric(&self.context.catalog.headline.ranking)?;
        if let Some(gap) = self.gap(metric.unwrap_or(dossiers)) {
            return Ok(Some(gap));
        }
        let Some(metric) = metric else {
            return Ok(None);
        };
        let period = ("period", self.period_name());
        let whole = self.whole(metric, self.period, MetricBasis::Computed)?;
        let is_valued = whole.is_some_and(|whole| whole.value(metric.unit).is_some());
        let said = [("metric", lower_first(&metric.name)), period];
        Ok((!is_valued).then(|| self.say("report.no_value", &said)))
    }
}
