//! How the values of a coded column are written, and which writings are near one that nobody knows.

use std::collections::HashMap;

use crate::{
    catalog::{connector::Connector, vocabulary::Vocabulary},
    domain::name::text_key,
};

/// Writings offered for one that is not known.
const OFFERED: usize = 6;

/// The known writings of a column.
pub struct Writings {
    /// Key of a text → value.
    values: HashMap<String, String>,
    /// As people write them.
    texts: Vec<String>,
}

impl Writings {
    /// What the connector maps, else the vocabulary's own names and values.
    pub fn of(connector: &Connector, column: &str, vocabulary: &Vocabulary) -> Self {
        let mut known = Self { values: HashMap::new(), texts: Vec::new() };
        for value in vocabulary.values(column) {
            known.values.insert(text_key(value), value.to_owned());
            known.add(vocabulary.name(column, value), value);
        }
        for (text, value) in connector.values.get(column).into_iter().flatten() {
            known.add(text, value);
        }
        known
    }

    fn add(&mut self, text: &str, value: &str) {
        let is_new = self.texts.iter().all(|known| text_key(known) != text_key(text));
        self.values.insert(text_key(text), value.to_owned());
        if is_new {
            self.texts.push(text.to_owned());
        }
    }

    pub fn value(&self, text: &str) -> Option<&str> {
        self.values.get(&text_key(text)).map(String::as_str)
    }

    /// The writings nearest to one that is not known, nearest first.
    pub fn nearest(&self, text: &str) -> String {
        let wanted = text_key(text);
        let mut scored: Vec<(f64, &str)> = (self.texts.iter())
            .map(|known| (strsim::jaro_winkler(&text_key(known), &wanted), known.as_str()))
            .collect();
        scored.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(a.cmp(b)));
        let nearest = scored.into_iter().take(OFFERED).map(|(_, known)| format!("“{known}”"));
        nearest.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_writings_are_offered_first_and_six_at_most() {
        let mut known = Writings { values: HashMap::new(), texts: Vec::new() };
        for text in [
            "Đã trả kết quả",
            "Đang xử lý",
            "Đã xử lý xong",
            "đang  xử lý",
            "Từ chối",
            "Rút hồ sơ",
            "Chờ bổ sung",
            "Mới nhận",
        ] {
            known.add(text, "x");
        }
        let offered = known.nearest("Đang sử lý");
        assert!(offered.starts_with("“Đang xử lý”, "), "{offered}");
        assert_eq!(offered.matches('“').count(), 6);
        assert_eq!((known.value("ĐANG XỬ LÝ"), known.value("Đang sử lý")), (Some("x"), None));
    }
}
