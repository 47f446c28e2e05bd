//! In which order metrics and reports are listed: `dashboards/groups.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::{ContentSet, toml_text::parse_toml};
use crate::catalog::{CatalogError, phrases::wording::ErrorWording};

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
pub type ListedGroup<'a, T> = (String, Vec<&'a T>);

impl ListingGroups {
    /// Reads the content's file. Fails where a metric or a report is listed twice.
    pub fn load(content: &ContentSet) -> Result<Self, CatalogError> {
        let text = content.file_text(PATH)?;
        let groups: Self = parse_toml(PATH, text, text, |place| place)?;
        for list in [&groups.metrics, &groups.reports] {
            let mut seen = BTreeSet::new();
            for id in list.iter().flat_map(|group| &group.ids) {
                if !seen.insert(id.get_ref()) {
                    let told = ErrorWording::new("content.listed_twice").with("name", id.get_ref());
                    let hint = ErrorWording::new("content.listed_twice_hint");
                    let error = CatalogError::worded_at(PATH, text, Some(id.span()), told);
                    return Err(error.with_hint(hint));
                }
            }
        }
        Ok(groups)
    }
}

/// Lists all by their groups; what no group names comes last, under the heading `others`.
pub fn list_by_group<'a, T>(
    groups: &[ListingGroup],
    all: &'a [T],
    id: impl Fn(&T) -> &String,
    others_heading: String,
) -> Vec<ListedGroup<'a, T>> {
    let find = |name: &Spanned<String>| all.iter().find(|one| id(one) == name.get_ref());
    let mut listed: Vec<ListedGroup<T>> = (groups.iter())
        .map(|group| (group.name.clone(), group.ids.iter().filter_map(find).collect()))
        .collect();
    let is_named = |one: &&T| {
        let mut named = groups.iter().flat_map(|group| &group.ids);
        named.any(|name| name.get_ref() == id(one))
    };
    let others = all.iter().filter(|one| !is_named(one)).collect();
    listed.push((others_heading, others));
    listed.retain(|(_, members)| !members.is_empty());
    listed
}
