//! A JSON value as it was written: names in their order, one that stands twice included.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::key::is_same;

/// Is a JSON value; an object keeps the order of its names and those that stand twice.
#[derive(Debug, Clone, PartialEq)]
pub enum JsonNode {
    Empty,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<JsonNode>),
    Object(Vec<(String, JsonNode)>),
}

/// What an object holds under a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FoundNode<'n> {
    Nothing,
    One(&'n JsonNode),
    /// Two values that are not the same.
    Several,
}

impl JsonNode {
    /// The value under a name: written just so, or the only one that differs in case and punctuation.
    pub fn get_similar(&self, name: &str) -> FoundNode<'_> {
        match self.get_exact(name) {
            FoundNode::Nothing => self.find_value(|key| is_same(key, name)),
            found => found,
        }
    }

    /// The value under a name that is written just so.
    pub fn get_exact(&self, name: &str) -> FoundNode<'_> {
        self.find_value(|key| key == name)
    }

    fn find_value(&self, is_name: impl Fn(&str) -> bool) -> FoundNode<'_> {
        let Self::Object(members) = self else {
            return FoundNode::Nothing;
        };
        let mut values = members.iter().filter(|(key, _)| is_name(key)).map(|(_, value)| value);
        match values.next() {
            None => FoundNode::Nothing,
            Some(first) if values.all(|other| other == first) => FoundNode::One(first),
            Some(_) => FoundNode::Several,
        }
    }

    /// Tells whether the value is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Tells whether the value is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Whether nothing is said here: null, a text of blanks, a list or an object without members.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::Bool(_) | Self::Number(_) => false,
        }
    }

    /// The list or the object that a text holds as JSON, for systems that encode twice.
    pub fn inside_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_framed = |open, close| text.starts_with(open) && text.ends_with(close);
        if !(is_framed('[', ']') || is_framed('{', '}') || is_framed('"', '"')) {
            return None;
        }
        match serde_json::from_str(text).ok()? {
            Self::Text(inner) => Self::inside_text(&inner),
            node => Some(node).filter(|node| node.is_list() || node.is_object()),
        }
    }
}

impl<'de> Deserialize<'de> for JsonNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = JsonNode;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<JsonNode, M::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(JsonNode::Object(members))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<JsonNode, S::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(JsonNode::List(items))
    }

    fn visit_str<E>(self, text: &str) -> Result<JsonNode, E> {
        Ok(JsonNode::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<JsonNode, E> {
        Ok(JsonNode::Text(text))
    }
    fn visit_bool<E>(self, yes: bool) -> Result<JsonNode, E> {
        Ok(JsonNode::Bool(yes))
    }
    fn visit_i64<E>(self, number: i64) -> Result<JsonNode, E> {
        Ok(JsonNode::Number(number.into()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<JsonNode, E> {
        Ok(JsonNode::Number(number.into()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<JsonNode, E> {
        Ok(Number::from_f64(number).map_or(JsonNode::Empty, JsonNode::Number))
    }
    fn visit_unit<E>(self) -> Result<JsonNode, E> {
        Ok(JsonNode::Empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn node(text: &str) -> JsonNode {
        serde_json::from_str(text).expect("JSON")
    }

    #[rstest]
    #[case::just_so(r#"{"MaHoSo": 1, "maHoSo": 2}"#, FoundNode::One(&JsonNode::Bool(true)))]
    #[case::other_case(r#"{"ma_ho_so": 1}"#, FoundNode::One(&JsonNode::Bool(true)))]
    #[case::twice_the_same(r#"{"MaHoSo": 1, "MaHoSo": 1}"#, FoundNode::One(&JsonNode::Bool(true)))]
    #[case::twice(r#"{"MaHoSo": 1, "MaHoSo": 2}"#, FoundNode::Several)]
    #[case::two_that_differ_in_case(r#"{"mahoso": 1, "maHoSo": 2}"#, FoundNode::Several)]
    #[case::not_there(r#"{"So": 1}"#, FoundNode::Nothing)]
    fn a_name_is_found_in_any_case_unless_two_claim_it(
        #[case] text: &str,
        #[case] found: FoundNode,
    ) {
        let (object, one) = (node(text), node("1"));
        // `true` stands in for the number 1, which no constant can hold.
        let expected =
            if matches!(found, FoundNode::One(_)) { FoundNode::One(&one) } else { found };
        assert_eq!(object.get_similar("MaHoSo"), expected);
    }

    #[rstest]
    #[case::list(r#"[{"Gia": 8000}]"#, true)]
    #[case::twice_encoded(r#""[1]""#, true)]
    #[case::no_json("[BTP] Đăng ký khai sinh", false)]
    #[case::a_word(r#""khai sinh""#, false)]
    #[case::a_number("8000", false)]
    fn only_a_list_or_an_object_stands_inside_a_text(#[case] text: &str, #[case] is: bool) {
        assert_eq!(JsonNode::inside_text(text).is_some(), is);
    }
}
