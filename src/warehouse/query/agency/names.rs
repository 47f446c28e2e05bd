//! How agencies are named to whoever asks, and what they were made of.

use jiff::civil::Date;

use crate::domain::{
    agency::AgencyRecord,
    name::{agency_key, bare_key, without_type},
};

/// Names an agency as it was on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyName {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent_code: Option<String>,
}

impl AgencyName {
    /// Names an agency as a record of the registry does.
    pub(super) fn of_record(record: &AgencyRecord) -> Self {
        Self {
            code: record.code.clone(),
            name: record.name.clone(),
            level: record.level.clone(),
            parent_code: record.parent_code.clone(),
        }
    }
}

/// Lists the agencies that are called as somebody typed, the likest alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalledAgencies {
    /// Whether they are called so letter for letter, with or without their type; else they are only like it.
    pub is_exact: bool,
    pub agencies: Vec<AgencyName>,
}

/// Holds the name somebody looks for, in the ways it is compared.
pub(super) struct SoughtName {
    key: String,
    bare: String,
}

impl SoughtName {
    /// Reads the text somebody typed.
    pub fn of(text: &str) -> Self {
        let key = agency_key(text);
        Self { bare: bare_key(&key), key }
    }

    /// Whether a grade is that of a name letter for letter, with or without its type.
    pub fn is_exact(grade: u8) -> bool {
        grade <= 1
    }

    /// Says how well a name is the one looked for: 0 is letter for letter. `None` where it is another, or nothing was typed.
    pub fn grade(&self, name: &str) -> Option<u8> {
        // Digits are of a code, and a wrong code is nobody's name.
        if !self.bare.chars().any(char::is_alphabetic) {
            return None;
        }
        let key = agency_key(name);
        if key == self.key {
            return Some(0);
        }
        if without_type(&key).is_some_and(|own| own == self.key) {
            return Some(1);
        }
        let bare = bare_key(&key);
        let is_own = || without_type(&key).is_some_and(|own| bare_key(&own) == self.bare);
        if bare == self.bare || is_own() {
            return Some(2);
        }
        bare.contains(&self.bare).then_some(3)
    }
}

/// Says what an agency was made of. What was split over several successors is named, never shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyLineage {
    /// The day from which the agency is what it is.
    pub on: Date,
    pub whole: Vec<AgencyPredecessor>,
    pub split: Vec<AgencyPredecessor>,
}

/// Names an agency that went into another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyPredecessor {
    pub code: String,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::letter_for_letter("Xã An Sơn", Some(0))]
    #[case::of_its_office("UBND xã An Sơn", Some(0))]
    #[case::without_the_type("an sơn", Some(1))]
    #[case::without_marks("an son", Some(2))]
    #[case::without_marks_with_the_type("xa an son", Some(2))]
    #[case::a_part_of_it("sơn", Some(3))]
    #[case::another_with_other_marks("ân sơn", Some(2))]
    #[case::another("Bình Phúc", None)]
    #[case::nothing("  ", None)]
    #[case::a_number_is_no_name("1", None)]
    fn a_name_is_found_the_way_it_is_typed(#[case] text: &str, #[case] grade: Option<u8>) {
        assert_eq!(SoughtName::of(text).grade("Xã An Sơn"), grade);
    }
}
