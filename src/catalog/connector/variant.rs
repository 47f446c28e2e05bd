//! One table that comes in several formats, under an id and a name for each.

use serde::Deserialize;

use super::format::SourceFormat;

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
) -> Option<(&'v str, String)> {
    let first = variants.first()?;
    let count = |format: &SourceFormat| {
        variants.iter().filter(|variant| variant.formats.contains(format)).count()
    };
    if formats.iter().any(|format| count(format) != 1) {
        return Some((&first.id, "each of its `formats` is that of one `variant`".to_owned()));
    }
    let is_strange = |variant: &&ConnectorVariant| {
        variant.formats.is_empty() || variant.formats.iter().any(|one| !formats.contains(one))
    };
    let strange = variants.iter().find(is_strange)?;
    let message = format!("the variant `{}` has none or others of its `formats`", strange.id);
    Some((&strange.id, message))
}
