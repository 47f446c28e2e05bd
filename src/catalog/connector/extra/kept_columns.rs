//! The columns of an office's own that all connectors keep together.

use super::{super::ConnectorColumn, ExtraColumn, PREFIX, name_of_heading};
use crate::{
    catalog::{Catalog, CatalogError, phrases::wording::ErrorWording},
    domain::name::{bare_key, text_key},
};

impl Catalog {
    /// Lists the columns that any connector keeps beside dossiers, by what they are called.
    pub fn extra_columns(&self) -> Vec<ExtraColumn> {
        let columns = self.connectors.iter().flat_map(|connector| &connector.columns);
        let extra = |column: &ConnectorColumn| {
            let (name, label) = (column.extra_name()?, column.label.as_ref()?);
            Some(ExtraColumn { name: name.to_owned(), label: label.clone() })
        };
        let mut extras: Vec<ExtraColumn> = columns.filter_map(extra).collect();
        extras.sort_by_cached_key(|it| (bare_key(&it.label), it.name.clone()));
        extras.dedup_by(|one, other| one.name == other.name);
        extras
    }

    /// Makes the column of the office's own that a heading is: one that connectors keep already, where it is called so.
    pub fn extra_of_heading(&self, heading: &str) -> ExtraColumn {
        let name = name_of_heading(heading);
        let key = text_key(heading);
        let is_meant = |it: &ExtraColumn| it.name == name || text_key(&it.label) == key;
        let label = heading.split_whitespace().collect::<Vec<_>>().join(" ");
        self.extra_columns().into_iter().find(is_meant).unwrap_or(ExtraColumn { name, label })
    }

    /// Refuses two connectors that call one column differently: it would be shown under one name.
    pub(in crate::catalog) fn check_extra_labels(&self) -> Result<(), CatalogError> {
        let known = self.extra_columns();
        for connector in &self.connectors {
            for column in &connector.columns {
                let (Some(name), Some(label)) = (column.extra_name(), &column.label) else {
                    continue;
                };
                let Some(other) = known.iter().find(|it| it.name == name && it.label != *label)
                else {
                    continue;
                };
                let text = self.content.file_text(&connector.path)?;
                let at = text.find(label.as_str()).map(|at| at..at + label.len());
                let told =
                    ErrorWording::naming("content.extra_label_differs", &format!("{PREFIX}{name}"))
                        .with("one", label)
                        .with("other", &other.label);
                return Err(CatalogError::hinted_at(&connector.path, text, at, told));
            }
        }
        Ok(())
    }
}
