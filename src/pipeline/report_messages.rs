//! Reports as they are sent: the body of a mail, its pictures, the documents.

use super::error::tell_failure;
use crate::{
    catalog::{Catalog, settings::ProgramSettings},
    delivery::{ReportOrder, ReportSource},
    domain::sight::DataScope,
    period_lock::{LockFolder, LockedPeriod},
    report::{
        ReportContext, ReportError, ReportFormat, ReportRequest, mail, under_floor,
        working_day_from,
    },
    state::{
        outbox_message::{MessageFile, OutboxMessage},
        urging::urging_record::UrgingRecord,
    },
    view::AnswerWording,
    warehouse::query::Warehouse,
};

/// Makes reports as messages, from the published warehouse; each fails where there is none.
pub struct ReportMaker<'a> {
    pub catalog: &'a Catalog,
    pub settings: &'a ProgramSettings,
    pub warehouse: Option<&'a Warehouse>,
    /// When the office was last backed up, in a sentence.
    pub backups: Option<String>,
    /// Whom the office urged.
    pub urgings: Vec<UrgingRecord>,
    /// Says that exports of other machines may be missing; `None` where they are not.
    pub behind: Option<String>,
    /// Periods that were reported already.
    pub locks: LockFolder,
}

impl ReportMaker<'_> {
    fn made(&self, order: &ReportOrder) -> miette::Result<Option<OutboxMessage>> {
        let warehouse = self.warehouse.ok_or_else(|| miette::miette!("there is no warehouse"))?;
        let warehouse = warehouse.with_scope(&order.sight)?;
        let marks: Vec<&str> = order.mark.into_iter().chain(self.behind.as_deref()).collect();
        let mark = (!marks.is_empty()).then(|| marks.join(". "));
        let lock = self.locks.find_in_force(order.period)?;
        if let Some(lock) = &lock
            && let Some(message) = self.locked_message(lock, order)?
        {
            return Ok(Some(message));
        }
        let on = working_day_from(&warehouse, order.now.date())?;
        let context = ReportContext::new(self.catalog, &self.settings.office, &warehouse, on)
            .marked(mark)
            .with_lock(lock.as_ref())
            .with_backups(self.backups.clone())
            .with_urgings(self.urgings.clone())
            .with_public_url(self.settings.serve.public_url.clone())
            .of_scope(self.settings.scope.clone());
        let report = self.catalog.find_report(order.report_id)?;
        let asked = ReportRequest { report, period: order.period, agency: order.agency };
        let formats = order.formats.iter().map(|name| {
            name.parse::<ReportFormat>().map_err(|_| miette::miette!("there is no format `{name}`"))
        });
        let formats: Vec<ReportFormat> = formats.collect::<miette::Result<_>>()?;
        let Some((body, documents)) = mail(&context, asked, &formats)? else {
            return Ok(None);
        };
        let pictures = body.pictures.into_iter().map(|(id, png)| MessageFile {
            name: id,
            media_type: "image/png".to_owned(),
            is_inline: true,
            bytes: png.to_vec(),
        });
        let documents = documents.into_iter().map(|document| MessageFile {
            name: document.file_name,
            media_type: document.format.media_type().to_owned(),
            is_inline: false,
            bytes: document.bytes,
        });
        let files = pictures.chain(documents).collect();
        Ok(Some(OutboxMessage { subject: body.subject, text: body.text, html: body.html, files }))
    }

    /// The report of a locked period as it was locked, for who sees everything; `None` where not every format was.
    fn locked_message(
        &self,
        lock: &LockedPeriod,
        order: &ReportOrder,
    ) -> miette::Result<Option<OutboxMessage>> {
        if order.agency.is_some() || order.sight != DataScope::All {
            return Ok(None);
        }
        let papers = lock.papers_of(order.report_id);
        // What goes out as a mail alone is not kept as one: its documents go in its place.
        let of_mail = ["docx", "html"].map(str::to_owned);
        let formats = if order.formats.is_empty() { of_mail.as_slice() } else { order.formats };
        let is_locked = |format: &String| papers.iter().any(|paper| paper.format == *format);
        if papers.is_empty() || !formats.iter().all(is_locked) {
            return Ok(None);
        }
        let mut files = Vec::new();
        for paper in papers.iter().filter(|paper| formats.contains(&paper.format)) {
            let format = paper.format.parse::<ReportFormat>();
            let format =
                format.map_err(|_| miette::miette!("there is no format `{}`", paper.format))?;
            files.push(MessageFile {
                name: paper.file_name.clone(),
                media_type: format.media_type().to_owned(),
                is_inline: false,
                bytes: lock.read_paper(paper)?,
            });
        }
        let words = AnswerWording::new(self.catalog);
        let report = self.catalog.find_report(order.report_id)?;
        let said = [("report", &*report.name), ("period", &words.period_name(order.period))];
        Ok(Some(OutboxMessage {
            subject: words.fill_phrase("lock.mail.subject", &said),
            text: words.fill_phrase("lock.mail.text", &[("lock", &words.lock_heading(&lock.note))]),
            files,
            ..OutboxMessage::default()
        }))
    }

    fn below(&self, order: &ReportOrder) -> Result<Vec<String>, ReportError> {
        let Some(warehouse) = self.warehouse else {
            return Ok(Vec::new());
        };
        let context =
            ReportContext::new(self.catalog, &self.settings.office, warehouse, order.now.date());
        let report = self.catalog.find_report(order.report_id)?;
        under_floor(&context, ReportRequest { report, period: order.period, agency: None })
    }
}

impl ReportSource for ReportMaker<'_> {
    fn make(&self, order: &ReportOrder) -> Result<Option<OutboxMessage>, String> {
        self.made(order).map_err(|error| tell_failure(&self.catalog.phrases, &error))
    }

    fn under_floor(&self, order: &ReportOrder) -> Result<Vec<String>, String> {
        self.below(order).map_err(|error| self.catalog.phrases.tell_error(&error))
    }
}
