//! Where records stand in a JSON document nobody has described: every object, and every list of objects, with its names.

use std::{cell::RefCell, fmt, io::Read};

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::{
    key::escape_pointer,
    node::JsonNode,
    records::{LONGEST, LONGEST_OUTSIDE, RecordStop, each_text, holds_json},
    remainder::{EnvelopeCount, is_count},
};
use crate::ingest::export::ReadBudget;

/// Records whose values are looked into for records inside of them.
const SAMPLED: u64 = 20;
/// A document with more places than this is no list of records.
const MOST_PLACES: usize = 2000;
const MOST_NAMES: usize = 2000;
/// How deep records inside of records are looked for.
const DEEPEST: usize = 3;

/// An object of a document, or the objects of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordPlace {
    /// The names that lead there; `*` stands for each item of a list on the way.
    pub pointer: String,
    pub is_list: bool,
    pub records: u64,
    /// All names of all records, in the order they appear.
    pub names: Vec<String>,
}

/// Lists the places of a document where records stand, and what it says of its length.
#[derive(Debug, Default)]
pub struct DocumentSurvey {
    pub places: Vec<RecordPlace>,
    /// What is said of how many rows or pages there are.
    pub counts: Vec<EnvelopeCount>,
    /// Where rows stand first as lists of values without names, and how many.
    pub nameless: Option<(String, u64)>,
    pub documents: u64,
}

impl DocumentSurvey {
    /// Reads every document of an input once.
    pub fn survey_documents(input: impl Read) -> Result<Self, RecordStop> {
        let survey = RefCell::new(Self::default());
        let budget = ReadBudget::new_unlimited();
        let mut deserializer = serde_json::Deserializer::from_reader(budget.limit_reader(input));
        loop {
            budget.renew_budget(LONGEST_OUTSIDE);
            survey.borrow_mut().documents += 1;
            let step = SurveyStep { pointer: "", name: "", budget: &budget, survey: &survey };
            step.deserialize(&mut deserializer)
                .map_err(|error| RecordStop::from_json_error(error, &budget))?;
            match deserializer.end() {
                Ok(()) => return Ok(survey.into_inner()),
                Err(error) if error.is_io() => {
                    return Err(RecordStop::from_json_error(error, &budget));
                }
                // Another document follows.
                Err(_) => {}
            }
        }
    }

    fn place_at(&mut self, pointer: &str, is_list: bool) -> Option<&mut RecordPlace> {
        if let Some(known) = self.places.iter().position(|place| place.pointer == pointer) {
            return self.places.get_mut(known);
        }
        let new = RecordPlace { pointer: pointer.to_owned(), is_list, ..RecordPlace::default() };
        self.places.push(new);
        self.places.last_mut()
    }

    fn note_record(&mut self, pointer: &str, is_list: bool) -> u64 {
        let place = self.place_at(pointer, is_list);
        place.map_or(0, |place| {
            place.records += 1;
            place.is_list |= is_list;
            place.records
        })
    }

    fn note_nameless(&mut self, pointer: &str) {
        let (at, rows) = self.nameless.get_or_insert_with(|| (pointer.to_owned(), 0));
        *rows += u64::from(at == pointer);
    }

    fn note_name(&mut self, pointer: &str, name: &str) {
        if let Some(place) = self.place_at(pointer, false)
            && place.names.len() < MOST_NAMES
            && !place.names.iter().any(|known| known == name)
        {
            place.names.push(name.to_owned());
        }
    }

    /// Notes the records inside of a record.
    fn look_into(&mut self, pointer: &str, node: &JsonNode, depth: usize) {
        match node {
            JsonNode::Object(members) => self.note_inner(pointer, members, false, depth),
            JsonNode::List(items) => {
                for item in items {
                    if let JsonNode::Object(members) = item {
                        self.note_inner(pointer, members, true, depth);
                    }
                }
            }
            JsonNode::Text(text) => {
                if let Some(node) = JsonNode::inside_text(text) {
                    self.look_into(pointer, &node, depth);
                }
            }
            _ => {}
        }
    }

    fn note_inner(
        &mut self,
        pointer: &str,
        members: &[(String, JsonNode)],
        is_item: bool,
        depth: usize,
    ) {
        self.note_record(pointer, is_item);
        let star = if is_item { "/*" } else { "" };
        for (name, value) in members {
            self.note_name(pointer, name);
            if depth < DEEPEST {
                self.look_into(
                    &format!("{pointer}{star}/{}", escape_pointer(name)),
                    value,
                    depth + 1,
                );
            }
        }
    }
}

/// What stands at a pointer, outside of records.
#[derive(Clone, Copy)]
struct SurveyStep<'a> {
    pointer: &'a str,
    /// The last name of the pointer.
    name: &'a str,
    budget: &'a ReadBudget,
    survey: &'a RefCell<DocumentSurvey>,
}

/// An item of the list at a pointer.
struct ListItem<'a>(SurveyStep<'a>);

impl SurveyStep<'_> {
    fn note_count(&self, said: &str) {
        if is_count(self.name) {
            let under = self.pointer.rsplit_once('/').map_or("", |(under, _)| under);
            let count = EnvelopeCount {
                under: under.to_owned(),
                name: self.name.to_owned(),
                said: said.to_owned(),
            };
            self.survey.borrow_mut().counts.push(count);
        }
    }
}

impl<'de> DeserializeSeed<'de> for SurveyStep<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for SurveyStep<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        self.survey.borrow_mut().note_record(self.pointer, false);
        while let Some(name) = map.next_key::<String>()? {
            self.survey.borrow_mut().note_name(self.pointer, &name);
            if self.survey.borrow().places.len() > MOST_PLACES {
                return Err(M::Error::custom("too many places"));
            }
            let pointer = format!("{}/{}", self.pointer, escape_pointer(&name));
            self.budget.renew_budget(LONGEST_OUTSIDE);
            map.next_value_seed(SurveyStep { pointer: &pointer, name: &name, ..self })?;
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        loop {
            self.budget.renew_budget(LONGEST);
            if items.next_element_seed(ListItem(self))?.is_none() {
                break;
            }
        }
        self.budget.renew_budget(LONGEST_OUTSIDE);
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.note_count(text);
        if holds_json(text) {
            each_text(text, |deserializer| self.deserialize(deserializer)).map_err(E::custom)?;
        }
        Ok(())
    }
    fn visit_bool<E>(self, yes: bool) -> Result<(), E> {
        self.note_count(&yes.to_string());
        Ok(())
    }
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.note_count(&number.to_string());
        Ok(())
    }
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.note_count(&number.to_string());
        Ok(())
    }
    pass_over!(visit_f64: f64);
}

impl<'de> DeserializeSeed<'de> for ListItem<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ListItem<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let SurveyStep { pointer, survey, .. } = self.0;
        let number = survey.borrow_mut().note_record(pointer, true);
        while let Some(name) = map.next_key::<String>()? {
            survey.borrow_mut().note_name(pointer, &name);
            if number > SAMPLED {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: JsonNode = map.next_value()?;
            let inner = format!("{pointer}/*/{}", escape_pointer(&name));
            survey.borrow_mut().look_into(&inner, &value, 1);
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        let mut values = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            values += 1;
        }
        if values > 1 {
            self.0.survey.borrow_mut().note_nameless(self.0.pointer);
        }
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
