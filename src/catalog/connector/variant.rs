//! One table that comes in several formats, under an id and a name for each.

use serde::Deserialize;

use super::format::SourceFormat;
use crate::catalog::phrases::wording::ErrorWording;

/// Names a connector's table in some of its formats: archives and lists of sources tell them apart by this id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectorVariant {
    pub id: String,
    /// In Vietnamese.
    pub name: String,
    pub formats: Vec<SourceFormat>,
}

/// Finds the first text at fault and what is wrong with it: each format of a connector is that of one variant.
pub fn problem_of<'v>(
    variants: &'v [ConnectorVariant],
    formats: &[SourceFormat],
) -> Option<(&'v str, ErrorWording)> {
    let first = variants.first()?;
    let count = |format: &SourceFormat| {
        variants.iter().filter(|variant| variant.formats.contains(format)).count()
    };
    if formats.iter().any(|format| count(format) != 1) {
        return Some((&first.id, ErrorWording::new("content.format_of_variants")));
    }
    let is_strange = |variant: &&ConnectorVariant| {
        variant.formats.is_empty() || variant.formats.iter().any(|one| !formats.contains(one))
    };
    let strange = variants.iter().find(is_strange)?;
    Some((&strange.id, ErrorWording::naming("content.strange_variant", &strange.id)))
}
