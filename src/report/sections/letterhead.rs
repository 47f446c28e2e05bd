//! The head of a paper and its end: what the office says of itself, dots where it says nothing.

use super::{
    super::{
        ReportError,
        document::{ReportClosing, ReportLetterhead},
    },
    ReportBuilder,
};
use crate::domain::vietnamese_date::format_day;

impl ReportBuilder<'_> {
    /// Fills in the letterhead from the office's settings, with dots where the settings say nothing.
    /// Fails where a placeholder cannot be filled.
    pub fn letterhead(&self) -> Result<ReportLetterhead, ReportError> {
        let (office, report) = (self.context.office, self.report);
        let or_dots = |text: &Option<String>| text.clone().unwrap_or_else(|| self.dots());
        let say = |id: &str| self.words().fill_phrase(id, &[]);
        // An agency that signs for itself has a number and a place of its own.
        let own = report.issuer.is_none();
        // A letter's says who wrote it; no kind of paper stands before that.
        let of_letters = office.letter_symbol.as_ref().filter(|_| report.kind.is_none());
        let of_office = of_letters.or(office.symbol.as_ref()).filter(|_| own);
        let symbols = [report.symbol.as_ref(), of_office];
        let symbol = match symbols.into_iter().flatten().cloned().collect::<Vec<_>>() {
            symbols if symbols.is_empty() => self.dots(),
            symbols => symbols.join("-"),
        };
        let (agency, superior) = match &report.issuer {
            Some(issuer) => (self.filled(issuer)?, None),
            None => (or_dots(&office.agency), Some(or_dots(&office.superior))),
        };
        let number = office.number.as_ref().filter(|_| own && self.is_numbered).cloned();
        Ok(ReportLetterhead {
            superior: superior.map(|name| name.to_uppercase()),
            agency: agency.to_uppercase(),
            nation: say("report.nation"),
            motto: say("report.motto"),
            number: self.words().fill_phrase(
                "report.number",
                &[("number", &number.unwrap_or_else(|| self.dots())), ("symbol", &symbol)],
            ),
            place_and_day: self.place_and_day(own),
            kind: report.kind.clone(),
            subject: self.filled(&report.subject)?,
            to: self.all_filled(&report.to)?,
        })
    }

    /// A day below ten and a month below three have a nought before them, so that nothing can be written there.
    fn place_and_day(&self, own: bool) -> String {
        let today = self.context.today;
        let place = self.context.office.place.as_ref().filter(|_| own).cloned();
        let place = place.unwrap_or_else(|| self.dots());
        let month = if today.month() < 3 {
            format!("0{}", today.month())
        } else {
            today.month().to_string()
        };
        let said = [
            ("place", place),
            ("day", format!("{:02}", today.day())),
            ("month", month),
            ("year", today.year().to_string()),
        ];
        self.say("report.place_and_day", &said)
    }

    /// Fills in recipients and signature from the settings and the report's definition. Fails where a
    /// placeholder cannot be filled.
    pub fn closing(&self) -> Result<ReportClosing, ReportError> {
        let (office, report) = (self.context.office, self.report);
        let own = report.issuer.is_none();
        let mut recipients = self.all_filled(&report.recipients)?;
        recipients.extend(office.recipients.iter().filter(|_| own).cloned());
        if recipients.is_empty() {
            recipients.push(self.dots());
        }
        recipients.push(self.words().fill_phrase("report.kept", &[]));
        let title = if own { office.title.clone() } else { Vec::new() };
        Ok(ReportClosing {
            heading: self.words().fill_phrase("report.recipients", &[]),
            recipients,
            title: if title.is_empty() { vec![self.dots()] } else { title },
            signer: office.signer.clone().filter(|_| own).unwrap_or_else(|| self.dots()),
        })
    }

    /// Which data, which rule, how fresh.
    pub fn provenance(&self) -> String {
        let warehouse = self.context.warehouse;
        let ranking = self.context.catalog.find_metric(&self.context.catalog.headline.ranking);
        let rule = ranking.map_or(String::new(), |metric| metric.rule_name.clone());
        let known = warehouse.known_until.map_or_else(|| self.dots(), format_day);
        let said =
            [("version", warehouse.data_version.as_str()), ("rule", &rule), ("known", &known)];
        self.words().mark_invented(warehouse, self.words().fill_phrase("report.provenance", &said))
    }
}
