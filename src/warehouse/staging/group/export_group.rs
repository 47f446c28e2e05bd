//! Which exports may be looked at together.

use std::{collections::BTreeMap, path::Path};

use crate::{
    catalog::connector::{Connector, extra::extra_name},
    domain::source::Source,
    warehouse::{agency::registry::AgencyDirectory, build_plan::BuildPlan},
};

/// Of so many rows an export's own cost, not that of its rows, is what gathering spares.
const ROWS_OF_ONE: u64 = 10_000;
/// So many rows are held in memory at once.
const ROWS_OF_ALL: u64 = 100_000;

/// Exports of one connector that are told apart by their rows alone.
pub struct ExportGroup<'a> {
    pub connector: &'a Connector,
    pub exports: Vec<(&'a Source, &'a Path)>,
}

/// What exports must have in common: whatever of their notes staging asks for, but for what is of each.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct CommonNote<'a> {
    connector: &'a str,
    columns: Vec<&'a str>,
    scope: Option<&'a str>,
    title_scope: Option<&'a str>,
    period: Option<&'a str>,
    year: i16,
    /// Whether there were agencies yet on the day they show, and how often those had changed by then.
    has_agencies: bool,
    turns: usize,
    /// Whether each row carries its sheet and number.
    is_numbered: bool,
}

/// Finds groups of two exports or more among some; those in none are staged one by one.
pub fn group_exports<'a>(
    plan: &'a BuildPlan,
    agencies: &AgencyDirectory,
    exports: impl Iterator<Item = (&'a Source, &'a Path)>,
) -> Vec<ExportGroup<'a>> {
    // Which rows are erased is told export by export.
    if !plan.erasures.is_empty() {
        return Vec::new();
    }
    let positions = 0..agencies.timeline.version_count();
    let first_on = positions.map(|at| agencies.record(at).first_on).min();
    let mut alike: BTreeMap<CommonNote, Vec<(&Source, &Path)>> = BTreeMap::new();
    for (source, parquet) in exports {
        let connector = plan.catalog.find_connector(&source.connector).ok();
        let is_small = source.row_count <= ROWS_OF_ONE;
        if is_small && !source.days_from_1904 && connector.is_some_and(is_row_by_row) {
            let turns = agencies.timeline.turns();
            let mut columns: Vec<&str> = source.columns.iter().map(String::as_str).collect();
            columns.sort_unstable();
            let common = CommonNote {
                connector: &source.connector,
                columns,
                scope: source.scope.as_deref(),
                title_scope: source.title_scope.as_deref(),
                period: source.period.as_deref(),
                year: source.snapshot_on.year(),
                has_agencies: first_on.is_some_and(|first| first <= source.snapshot_on),
                turns: turns.iter().filter(|day| **day <= source.snapshot_on).count(),
                is_numbered: source.first_row.is_none(),
            };
            alike.entry(common).or_default().push((source, parquet));
        }
    }
    let mut groups = Vec::new();
    for (common, exports) in alike {
        let Ok(connector) = plan.catalog.find_connector(common.connector) else { continue };
        groups.extend(
            split_by_rows(exports).into_iter().map(|exports| ExportGroup { connector, exports }),
        );
    }
    groups.retain(|group| group.exports.len() > 1);
    groups
}

/// Whether a row of an export says all by itself: staging.sql may look at the rows around it, and whether a column of the office's own
/// names people is told by all its texts.
fn is_row_by_row(connector: &Connector) -> bool {
    let mut kept = connector.columns.iter().filter_map(|column| column.is.as_ref());
    connector.staging.is_none() && !connector.one_to_many && kept.all(|is| extra_name(is).is_none())
}

fn split_by_rows<'a>(exports: Vec<(&'a Source, &'a Path)>) -> Vec<Vec<(&'a Source, &'a Path)>> {
    let mut parts = Vec::new();
    let (mut part, mut rows) = (Vec::new(), 0);
    for export in exports {
        if rows + export.0.row_count > ROWS_OF_ALL {
            parts.push(std::mem::take(&mut part));
            rows = 0;
        }
        rows += export.0.row_count;
        part.push(export);
    }
    parts.push(part);
    parts
}
