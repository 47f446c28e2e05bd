//! How an address says which dossiers of a number are listed, and in which order.

use super::{error::WebError, query::RequestQuery};
use crate::{
    catalog::{Catalog, connector::extra},
    domain::measure::MetricSubject,
    warehouse::query::{ExtraFilter, RowOrder, RowsAsked},
};

impl RequestQuery {
    /// Narrows what is asked for to what the address says: procedure, code, lateness (`lateness`), due days and order (`sort`).
    /// Fails where one of them cannot be read.
    pub fn narrow_rows<'a>(&'a self, asked: RowsAsked<'a>) -> Result<RowsAsked<'a>, WebError> {
        Ok(RowsAsked {
            procedure: self.get_option("procedure"),
            code: self.get_option("code"),
            lateness: self.parse_option("lateness")?,
            due_from: self.parse_option("due_from")?,
            due_to: self.parse_option("due_to")?,
            order: self.row_order(asked.metric.subject)?,
            ..asked
        })
    }

    /// Reads what is looked for in the columns of the office's own: `extra.so_vao_so=12`. Fails where no connector keeps one of that name.
    pub fn parse_extras(&self, catalog: &Catalog) -> Result<Vec<ExtraFilter>, WebError> {
        let known = catalog.extra_columns();
        let filter = |(name, text): (&str, &str)| {
            let is_known = known.iter().any(|column| column.name == name);
            let problem = format!("{}{name}={text}", extra::PREFIX);
            is_known.then(|| ExtraFilter::new(name, text)).ok_or(WebError::BadRequest { problem })
        };
        self.options_below(extra::PREFIX).into_iter().map(filter).collect()
    }

    /// Reads the order; without one dossiers come worst first, and what else is counted by agency.
    pub fn row_order(&self, subject: MetricSubject) -> Result<RowOrder, WebError> {
        let usual = match subject {
            MetricSubject::Dossier => RowOrder::WORST_FIRST,
            _ => RowOrder::default(),
        };
        Ok(self.parse_option("sort")?.unwrap_or(usual))
    }
}
