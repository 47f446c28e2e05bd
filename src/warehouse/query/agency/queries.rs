//! Questions about agencies: what they are called, what they stand under, what they were made of.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    super::scope::ScopedReader,
    names::{AgencyLineage, AgencyName, CalledAgencies},
};
use crate::{domain::period::Period, warehouse::WarehouseError};

/// Answers questions about agencies in scope.
#[derive(Clone)]
pub struct AgencyQueries {
    reader: Arc<ScopedReader>,
}

impl AgencyQueries {
    /// Makes the wing over a scoped reader.
    pub(in crate::warehouse::query) fn new(reader: &Arc<ScopedReader>) -> Self {
        Self { reader: Arc::clone(reader) }
    }

    /// Finds the agency of a code (its own, or its area's) as it was at the end of a period, if it is in scope.
    pub fn at(&self, code: &str, period: Period) -> Option<AgencyName> {
        self.reader.memory.find_agency(code, period)
    }

    /// Lists agencies in scope that are called as a text says at the end of a period, the likest alone; none for a blank text.
    pub fn list_called(&self, text: &str, period: Period) -> CalledAgencies {
        self.reader.memory.list_called(text, period)
    }

    /// Lists code and name of every agency that has events or figures, or has such below it, by name.
    pub fn list_with_numbers(&self, period: Period) -> Vec<(String, String)> {
        self.reader.memory.list_named(period)
    }

    /// Finds what the agency of a code was called in a period, if it has numbers and is in scope.
    pub fn find_name(&self, code: &str, period: Period) -> Option<&str> {
        self.reader.memory.find_name(code, period)
    }

    /// Tells whether an agency in scope is another one or stands below it in a period.
    pub fn is_under(&self, code: &str, agency: &str, period: Period) -> bool {
        self.reader.memory.is_under(code, agency, period)
    }

    /// Tells the code under which what an agency did is told in a period: of what it went into, where that is in scope.
    pub fn code_told_in(&self, code: &str, period: Period) -> String {
        self.reader.memory.code_told_in(code, period)
    }

    /// Finds what went into the agency that has a code at the end of a span; nothing if it was itself all along.
    pub fn find_lineage(&self, code: &str, until: Date) -> Option<AgencyLineage> {
        self.reader.memory.find_lineage(code, until)
    }

    /// Tells whether anything an agency itself did counts in any metric.
    pub fn has_events(&self, code: &str) -> Result<bool, WarehouseError> {
        self.reader.with_connection("cannot read the metrics", |connection| {
            let sql = "select count(*) > 0 from (select 1 from metric_day \
                where agency_code = $1 or agency_code like $1 || '@%' limit 1)";
            connection.query_row(sql, [code], |row| row.get(0))
        })
    }

    /// Tells whether anything an agency itself did counts in one of these metrics.
    pub fn has_events_of(&self, code: &str, metrics: &[&str]) -> Result<bool, WarehouseError> {
        self.reader.with_connection("cannot read the metrics", |connection| {
            let sql = "select count(*) > 0 from (select 1 from metric_day \
                where (agency_code = $1 or agency_code like $1 || '@%') \
                and list_contains(string_split($2, ','), metric_id) limit 1)";
            connection.query_row(sql, [code, &metrics.join(",")], |row| row.get(0))
        })
    }
}
