//! What a file to take away says of the build it is of.

use crate::{domain::source::INVENTED_VERSION, view::AnswerWording, warehouse::query::Warehouse};

/// Holds the data's version, and that the dossiers are invented, where they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportMark {
    pub version: String,
    pub invented: Option<String>,
}

impl ExportMark {
    /// Makes the mark of a build.
    pub fn of_build(words: AnswerWording, warehouse: &Warehouse) -> Self {
        let invented = words.invented_notice(warehouse);
        Self { version: warehouse.data_version.clone(), invented }
    }

    /// Names a file, so that its name alone says that it is invented.
    pub fn name_file(&self, stem: &str) -> String {
        let mark = if self.invented.is_some() { INVENTED_VERSION } else { "" };
        format!("{mark}{stem}")
    }

    /// Both as one line.
    pub(super) fn line(&self) -> String {
        let said = self.invented.iter().chain([&self.version]).map(String::as_str);
        said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}
