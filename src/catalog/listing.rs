//! In which order metrics and reports are listed: `dashboards/groups.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Catalog, CatalogError, content::ContentSet, error::parse_toml, metric::Metric,
    phrases::PhraseBook, report::ReportDefinition,
};

/// The content's file of the groups.
const PATH: &str = "dashboards/groups.toml";

/// Says in which order metrics and reports are listed, and under which headings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingGroups {
    #[serde(default)]
    pub metrics: Vec<ListingGroup>,
    #[serde(default)]
    pub reports: Vec<ListingGroup>,
}

/// Names what is listed under one heading, in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingGroup {
    pub name: String,
    pub ids: Vec<Spanned<String>>,
}

/// Holds a heading and what stands under it.
pub type Listed<'a, T> = (String, Vec<&'a T>);

impl ListingGroups {
    /// Reads the content's file. Fails where a metric or a report is listed twice.
    pub fn load(content: &ContentSet) -> Result<Self, CatalogError> {
        let text = content.file_text(PATH)?;
        let groups: Self = parse_toml(PATH, text, text, |place| place)?;
        for list in [&groups.metrics, &groups.reports] {
            let mut seen = BTreeSet::new();
            for id in list.iter().flat_map(|group| &group.ids) {
                if !seen.insert(id.get_ref()) {
                    let said = [("path", PATH), ("id", id.get_ref())];
                    let phrases = PhraseBook::built_in();
                    let message = phrases.format_phrase("content.listed_twice", &said);
                    let error = CatalogError::at_place(PATH, text, Some(id.span()), message);
                    return Err(
                        error.with_hint(phrases.format_phrase("content.listed_twice.hint", &[]))
                    );
                }
            }
        }
        Ok(groups)
    }
}

impl Catalog {
    /// Lists all metrics by use, under their headings.
    pub fn listed_metrics(&self) -> Vec<Listed<'_, Metric>> {
        self.list_all(&self.listing.metrics, &self.metrics, |metric| &metric.id)
    }

    /// Lists all reports by use, under their headings.
    pub fn listed_reports(&self) -> Vec<Listed<'_, ReportDefinition>> {
        self.list_all(&self.listing.reports, &self.reports, |report| &report.id)
    }

    /// Lists all metrics by use.
    pub fn metrics_by_use(&self) -> impl Iterator<Item = &Metric> {
        self.listed_metrics().into_iter().flat_map(|(_, metrics)| metrics)
    }

    /// Checks that what is listed is there.
    pub(super) fn check_listing(&self) -> Result<(), CatalogError> {
        for id in self.listing.metrics.iter().flat_map(|group| &group.ids) {
            self.find_metric(id.get_ref())?;
        }
        for id in self.listing.reports.iter().flat_map(|group| &group.ids) {
            self.find_report(id.get_ref())?;
        }
        Ok(())
    }

    /// What no group names comes last, under a heading of its own.
    fn list_all<'a, T>(
        &self,
        groups: &[ListingGroup],
        all: &'a [T],
        id: impl Fn(&T) -> &String,
    ) -> Vec<Listed<'a, T>> {
        let find = |name: &Spanned<String>| all.iter().find(|one| id(one) == name.get_ref());
        let mut listed: Vec<Listed<T>> = (groups.iter())
            .map(|group| (group.name.clone(), group.ids.iter().filter_map(find).collect()))
            .collect();
        let is_named = |one: &&T| {
            let mut named = groups.iter().flat_map(|group| &group.ids);
            named.any(|name| name.get_ref() == id(one))
        };
        let others = all.iter().filter(|one| !is_named(one)).collect();
        listed.push((self.phrases.format_phrase("listing.others", &[]), others));
        listed.retain(|(_, members)| !members.is_empty());
        listed
    }
}
