//! The last build: that it is whole, and of the exports and the content there are.

use jiff::civil::DateTime;

use super::super::{
    examination::HealthExamination,
    finding::{
        HealthCheck::Published,
        HealthFinding,
        HealthState::{Attention, Broken, Sound},
    },
    staleness::expect_version,
};
use crate::{
    domain::vietnamese_date::{format_day, format_moment},
    version_store::FollowStatus,
    warehouse::{WarehouseError, query::Warehouse},
};

/// Looks whether what is published can be read to its last block, and whether it is of today's archive and content.
pub fn check_published(examined: &HealthExamination) -> Vec<HealthFinding> {
    let sources = examined.archive_contents().map(|(_, contents)| contents.sources);
    let sources = sources.unwrap_or_default();
    let warehouse = match examined.warehouse() {
        Ok(warehouse) => warehouse,
        Err(WarehouseError::NotBuilt { .. }) if sources.is_empty() => {
            return vec![HealthFinding::new(Published, Attention, "nothing")];
        }
        Err(error) => return vec![broken(error)],
    };
    if let Err(error) = warehouse.verify() {
        return vec![broken(&error)];
    }
    let published = match FollowStatus::read(examined.data) {
        Ok(None) => Warehouse::published_at(examined.data),
        // The office's machine knows what it is to be of; a node's file is of when it was taken.
        node => {
            let held = node.ok().flatten().and_then(|status| status.held);
            let finding = HealthFinding::new(Published, Sound, "whole");
            return vec![describe(finding, warehouse, held.map(|held| held.published_at))];
        }
    };
    let expected = expect_version(examined.catalog, examined.data, sources).ok();
    let is_stale = expected.is_none_or(|version| version != warehouse.data_version);
    let (state, case) = if is_stale { (Attention, "stale") } else { (Sound, "whole") };
    vec![describe(HealthFinding::new(Published, state, case), warehouse, published)]
}

fn broken(error: &WarehouseError) -> HealthFinding {
    HealthFinding::new(Published, Broken, "broken").with_value("problem", error)
}

fn describe(
    finding: HealthFinding,
    warehouse: &Warehouse,
    published: Option<DateTime>,
) -> HealthFinding {
    let built = published.map(format_moment).unwrap_or_default();
    let known = warehouse.known_until.map(format_day);
    finding
        .with_value("version", &warehouse.data_version)
        .with_value("built", built)
        .with_value("known", known.unwrap_or_else(|| "–".to_owned()))
}
