//! How the values of a coded column are written, and which writings are near one that nobody knows.

use std::collections::HashMap;

use crate::{
    catalog::{connector::Connector, content::vocabulary::Vocabulary},
    domain::name::{bare_key, text_key},
};

/// Writings offered for one that is not known.
const OFFERED: usize = 6;

/// The known writings of a column.
#[derive(Default)]
pub struct KnownWritings {
    /// Key of a text → value.
    values: HashMap<String, String>,
    /// The same without any mark; none where marks tell two values apart.
    bare_values: HashMap<String, Option<String>>,
    /// As people write them.
    texts: Vec<String>,
}

impl KnownWritings {
    /// What the connector maps, else the vocabulary's own names, values and writings.
    pub fn of(connector: &Connector, column: &str, vocabulary: &Vocabulary) -> Self {
        let mut known = Self::default();
        for (writing, value) in vocabulary.value_aliases(column) {
            known.values.insert(text_key(writing), value.to_owned());
        }
        for value in vocabulary.coded_values(column) {
            known.values.insert(text_key(value), value.to_owned());
            known.add(vocabulary.display_name(column, value), value);
        }
        for (text, value) in connector.values.get(column).into_iter().flatten() {
            known.add(text, value);
        }
        known.drop_marks();
        known
    }

    fn drop_marks(&mut self) {
        for (key, value) in &self.values {
            let meant =
                (self.bare_values.entry(bare_key(key))).or_insert_with(|| Some(value.clone()));
            if meant.as_ref() != Some(value) {
                *meant = None;
            }
        }
    }

    fn add(&mut self, text: &str, value: &str) {
        let is_new = self.texts.iter().all(|known| text_key(known) != text_key(text));
        self.values.insert(text_key(text), value.to_owned());
        if is_new {
            self.texts.push(text.to_owned());
        }
    }

    /// A text that has no mark at all was written where there are none: it means what its letters can.
    pub fn value(&self, text: &str) -> Option<&str> {
        let key = text_key(text);
        let bare = || self.bare_values.get(&key)?.as_ref();
        self.values.get(&key).or_else(bare).map(String::as_str)
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
        let mut known = KnownWritings::default();
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
