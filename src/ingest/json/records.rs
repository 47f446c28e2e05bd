//! Walks to a place inside JSON documents and hands out its records one by one, so that no document is held whole.

use std::{
    cell::RefCell,
    fmt,
    io::{self, Read},
};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;

use super::{key::escape_pointer, node::JsonNode};
use crate::ingest::export::ReadBudget;

/// More than any record of a portal: all of one is held at once, and takes many times its length.
pub const LONGEST: usize = 2 << 20;
/// A document that is one record holds lists of its own.
const LONGEST_ALONE: usize = 4 * LONGEST;
/// A text that holds the list of records.
pub const LONGEST_OUTSIDE: usize = 64 << 20;

/// Why a walk ended early. A library's text stays the source: `source::refused` says it to people.
#[derive(Debug, thiserror::Error)]
pub enum RecordStop {
    #[error("the document is no whole JSON")]
    Json(#[source] serde_json::Error),
    #[error("a record is too long to be one")]
    TooLong,
    #[error("the records cannot be written down")]
    Write(#[from] io::Error),
}

impl RecordStop {
    /// Makes the reason of a parser's error: a spent budget means that a record is too long.
    pub fn from_json_error(error: serde_json::Error, budget: &ReadBudget) -> Self {
        if error.is_io() && budget.is_spent() { Self::TooLong } else { Self::Json(error) }
    }
}

type RecordVisit<'v> = &'v mut dyn FnMut(u64, &JsonNode) -> Result<(), RecordStop>;

/// Visits the records at a pointer, counted from 1, in every document of the input: an object, or each item of a list.
pub fn each_record(input: impl Read, pointer: &str, visit: RecordVisit) -> Result<(), RecordStop> {
    let keys: Vec<&str> = pointer.split('/').skip(1).collect();
    let budget = ReadBudget::new_unlimited();
    let walk = RefCell::new(RecordWalker { visit, count: 0, stopped: None });
    let mut deserializer = serde_json::Deserializer::from_reader(budget.limit_reader(input));
    loop {
        budget.renew_budget(LONGEST_OUTSIDE);
        let step = RecordStep { keys: &keys, budget: &budget, walk: &walk };
        let result = step.deserialize(&mut deserializer);
        if let Some(stop) = walk.borrow_mut().stopped.take() {
            return Err(stop);
        }
        result.map_err(|error| RecordStop::from_json_error(error, &budget))?;
        match deserializer.end() {
            Ok(()) => return Ok(()),
            Err(error) if error.is_io() => return Err(RecordStop::from_json_error(error, &budget)),
            // Another document follows.
            Err(_) => {}
        }
    }
}

/// Whether a text holds a JSON list or object, and nothing else: some systems encode what they send twice.
pub fn holds_json(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{', '"'])
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Reads the JSON that a text holds.
pub fn each_text<T>(
    text: &str,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead>) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    read(&mut serde_json::Deserializer::from_str(text))
}

struct RecordWalker<'v> {
    visit: RecordVisit<'v>,
    count: u64,
    stopped: Option<RecordStop>,
}

impl RecordWalker<'_> {
    fn visit_record<E: serde::de::Error>(&mut self, record: &JsonNode) -> Result<(), E> {
        self.count += 1;
        (self.visit)(self.count, record).map_err(|stop| {
            self.stopped = Some(stop);
            E::custom("stopped")
        })
    }
}

#[derive(Clone, Copy)]
struct RecordStep<'a, 'v> {
    keys: &'a [&'a str],
    /// What a record may take of the input; what stands outside of records is not held.
    budget: &'a ReadBudget,
    walk: &'a RefCell<RecordWalker<'v>>,
}

impl<'de> DeserializeSeed<'de> for RecordStep<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordStep<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON array or object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let Some((wanted, keys)) = self.keys.split_first() else {
            let mut members = Vec::new();
            self.budget.renew_budget(LONGEST_ALONE);
            while let Some(member) = map.next_entry::<String, JsonNode>()? {
                members.push(member);
            }
            return self.walk.borrow_mut().visit_record(&JsonNode::Object(members));
        };
        while let Some(key) = map.next_key::<String>()? {
            if *wanted == escape_pointer(&key) {
                self.budget.renew_budget(LONGEST_OUTSIDE);
                map.next_value_seed(RecordStep { keys, ..self })?;
            } else {
                // What is passed over is not held.
                self.budget.renew_budget(usize::MAX);
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        match self.keys.split_first() {
            Some((&"*", keys)) => {
                while items.next_element_seed(RecordStep { keys, ..self })?.is_some() {
                    self.budget.renew_budget(LONGEST);
                }
            }
            Some(_) => {
                self.budget.renew_budget(usize::MAX);
                while items.next_element::<IgnoredAny>()?.is_some() {}
            }
            None => loop {
                self.budget.renew_budget(LONGEST);
                let Some(record) = items.next_element::<JsonNode>()? else {
                    break;
                };
                self.walk.borrow_mut().visit_record(&record)?;
            },
        }
        self.budget.renew_budget(LONGEST_OUTSIDE);
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if holds_json(text) {
            each_text(text, |deserializer| self.deserialize(deserializer)).map_err(E::custom)?;
        }
        Ok(())
    }
    pass_over!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn records(text: &str, pointer: &str) -> Result<Vec<String>, RecordStop> {
        let mut seen = Vec::new();
        each_record(text.as_bytes(), pointer, &mut |number, record| {
            seen.push(match record {
                JsonNode::Object(members) => format!("{number}:{}", members[0].0),
                other => format!("{number}:{other:?}"),
            });
            Ok(())
        })?;
        Ok(seen)
    }

    #[rstest]
    #[case::array(r#"[{"a": 1}, {"b": 2}]"#, "", &["1:a", "2:b"])]
    #[case::envelope(r#"{"code": 201, "data": [{"a": 3}], "message": null}"#, "/data", &["1:a"])]
    #[case::deeper(r#"{"data": {"items": [{"a": 4}]}}"#, "/data/items", &["1:a"])]
    #[case::not_there(r#"{"data": "none"}"#, "/data", &[])]
    #[case::elsewhere(r#"{"rows": [{"a": 5}]}"#, "/data", &[])]
    #[case::one_object(r#"{"data": {"a": 6}}"#, "/data", &["1:a"])]
    #[case::inside_each_item(r#"{"hits": [{"_source": {"a": 7}}, {"_source": {"b": 8}}]}"#, "/hits/*/_source", &["1:a", "2:b"])]
    #[case::lists_inside_items(r#"[{"ds": [{"a": 1}]}, {"ds": [{"b": 2}]}]"#, "/*/ds", &["1:a", "2:b"])]
    #[case::inside_a_text(r#"{"data": "[{\"a\": 9}]"}"#, "/data", &["1:a"])]
    #[case::documents_behind_each_other("{\"a\":1}\r\n\n{\"b\":2}\n", "", &["1:a", "2:b"])]
    #[case::pages_behind_each_other(r#"{"data":[{"a":1}]} {"data":[{"b":2}]}"#, "/data", &["1:a", "2:b"])]
    #[case::no_object("[null, {\"a\": 1}]", "", &["1:Empty", "2:a"])]
    fn records_are_found_wherever_they_stand(
        #[case] text: &str,
        #[case] pointer: &str,
        #[case] found: &[&str],
    ) {
        assert_eq!(records(text, pointer).expect("JSON"), found);
    }

    #[test]
    fn a_document_cut_short_is_an_error_with_its_place() {
        let error = records("[1, 2", "").expect_err("cut short");
        let RecordStop::Json(error) = error else { panic!("{error}") };
        assert!(error.is_eof() && (error.line(), error.column()) == (1, 5), "{error}");
    }
}
