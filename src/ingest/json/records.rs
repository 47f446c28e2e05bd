//! Walks to an array inside a JSON document and hands out its records one by one, so that no document is held whole.

use std::{cell::RefCell, fmt, io::Read};

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use crate::ingest::export::Ration;

/// More than any record of a portal: all of one is held at once, and takes many times its length.
const LONGEST: usize = 2 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    On,
    Enough,
}

#[derive(Debug, thiserror::Error)]
pub enum Stop {
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Write(#[from] csv::Error),
}

type Visit<'v> = &'v mut dyn FnMut(u64, &Value) -> Result<Flow, Stop>;

/// Visits the records of the array at a JSON pointer, counted from 1. Nothing there is no error.
pub fn each_record(input: impl Read, pointer: &str, visit: Visit) -> Result<(), Stop> {
    let keys: Vec<&str> = pointer.split('/').skip(1).collect();
    let ration = Ration::unlimited();
    let input = ration.of(input);
    let walk = Walk { visit, ration, count: 0, stopped: None };
    let walk = RefCell::new(walk);
    let mut deserializer = serde_json::Deserializer::from_reader(input);
    let result = Step { keys: &keys, walk: &walk }.deserialize(&mut deserializer);
    match (walk.into_inner().stopped, result) {
        (Some(Ended::Enough), _) => Ok(()),
        (Some(Ended::Failed(stop)), _) => Err(stop),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => Ok(deserializer.end()?),
    }
}

/// Visits documents that stand one after another, a record each.
pub fn each_document(input: impl Read, visit: Visit) -> Result<(), Stop> {
    let ration = Ration::unlimited();
    ration.renew(LONGEST);
    let documents = serde_json::Deserializer::from_reader(ration.of(input)).into_iter::<Value>();
    for (number, document) in (1..).zip(documents) {
        if visit(number, &document?)? == Flow::Enough {
            break;
        }
        ration.renew(LONGEST);
    }
    Ok(())
}

struct Walk<'v> {
    visit: Visit<'v>,
    /// What a record may take of the input; what stands outside of records is not held.
    ration: Ration,
    count: u64,
    stopped: Option<Ended>,
}

enum Ended {
    Enough,
    Failed(Stop),
}

#[derive(Clone, Copy)]
struct Step<'a, 'v> {
    keys: &'a [&'a str],
    walk: &'a RefCell<Walk<'v>>,
}

impl<'de> DeserializeSeed<'de> for Step<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Step<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON array or object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match self.keys.split_first() {
                Some((wanted, rest)) if *wanted == key => {
                    map.next_value_seed(Step { keys: rest, ..self })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        if !self.keys.is_empty() {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        loop {
            self.walk.borrow().ration.renew(LONGEST);
            let Some(record) = items.next_element::<Value>()? else {
                break;
            };
            let walk = &mut *self.walk.borrow_mut();
            walk.count += 1;
            let ended = match (walk.visit)(walk.count, &record) {
                Ok(Flow::On) => continue,
                Ok(Flow::Enough) => Ended::Enough,
                Err(stop) => Ended::Failed(stop),
            };
            walk.stopped = Some(ended);
            return Err(S::Error::custom("stopped"));
        }
        self.walk.borrow().ration.renew(usize::MAX);
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn records(text: &str, pointer: &str) -> Result<Vec<String>, Stop> {
        let mut seen = Vec::new();
        each_record(text.as_bytes(), pointer, &mut |number, record| {
            seen.push(format!("{number}:{record}"));
            Ok(Flow::On)
        })?;
        Ok(seen)
    }

    #[rstest]
    #[case::array("[1, 2]", "", &["1:1", "2:2"])]
    #[case::envelope(r#"{"code": 201, "data": [3], "message": null}"#, "/data", &["1:3"])]
    #[case::deeper(r#"{"data": {"items": [4]}}"#, "/data/items", &["1:4"])]
    #[case::not_there(r#"{"data": "none"}"#, "/data", &[])]
    #[case::elsewhere(r#"{"rows": [5]}"#, "/data", &[])]
    fn records_are_found_in_their_envelope(
        #[case] text: &str,
        #[case] pointer: &str,
        #[case] found: &[&str],
    ) {
        assert_eq!(records(text, pointer).expect("JSON"), found);
    }

    #[test]
    fn lines_of_json_are_a_record_each() {
        let mut seen = Vec::new();
        let visit: Visit = &mut |number, record| {
            seen.push(format!("{number}:{record}"));
            Ok(Flow::On)
        };
        each_document("{\"a\":1}\r\n\n{\"a\":2}\n".as_bytes(), visit).expect("JSON");
        assert_eq!(seen, [r#"1:{"a":1}"#, r#"2:{"a":2}"#]);
    }

    #[test]
    fn a_document_cut_short_is_an_error_with_its_place() {
        let error = records("[1, 2", "").expect_err("cut short");
        assert!(error.to_string().contains("line 1 column"), "{error}");
    }
}
