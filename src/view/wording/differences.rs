//! Why our number is another than the portal's, as it is said.

use super::AnswerWording;
use crate::{domain::decimal::format_unsigned, warehouse::query::SystemDifference};

impl AnswerWording<'_> {
    /// Names the lists of the systems that tell of some dossiers.
    pub fn difference_lists(self, reason: &SystemDifference) -> String {
        let name = |id: &String| {
            let found = self.catalog.find_connector(id);
            found.map_or_else(|_| id.clone(), |connector| connector.name.clone())
        };
        reason.connectors.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// "14 hồ sơ có trong danh sách của nhiều hệ thống (…), ở đây đếm một lần; …"
    pub fn describe_difference(self, reason: &SystemDifference) -> String {
        let (count, lists) = (format_unsigned(reason.dossiers), self.difference_lists(reason));
        let first = reason.codes.first().map_or("", String::as_str);
        let said = [("count", &*count), ("where", &*lists), ("first", first)];
        self.fill_phrase(&format!("difference.{}", reason.kind), &said)
    }
}
