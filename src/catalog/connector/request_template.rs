//! What the templates of a connector's requests may ask for: `year={period.year}`.

use crate::catalog::{
    content::text_template::{TemplateError, TextTemplate},
    phrases::wording::ErrorWording,
};

/// What a placeholder may ask for besides an office's own parameters.
pub const KNOWN: [&str; 11] = [
    "page",
    "page_size",
    "period.type",
    "period.year",
    "period.half",
    "period.quarter",
    "period.month",
    "period.start",
    "period.end",
    "period.start_dmy",
    "period.end_dmy",
];

/// Says what is wrong with a template: a placeholder is one of the known names, or an office's parameter in small letters.
pub fn problem_of(template: &str) -> Option<ErrorWording> {
    let is_plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let is_known =
        |name: &str| KNOWN.contains(&name) || (!name.is_empty() && name.chars().all(is_plain));
    match TextTemplate::parse(template).check(is_known) {
        Ok(()) => None,
        Err(TemplateError::Unfilled { name }) => Some(
            ErrorWording::naming("content.no_parameter_hole", &format!("{{{name}}}"))
                .with("known", &KNOWN.join(", ")),
        ),
        Err(TemplateError::Open { text }) => {
            Some(ErrorWording::naming("content.open_brace", &text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::open("{page")]
    #[case::nothing("{}")]
    #[case::misspelt("{period.yaer}")]
    fn what_cannot_be_filled_is_an_error(#[case] text: &str) {
        assert!(problem_of(text).is_some());
    }

    #[test]
    fn known_names_and_parameters_can_be_filled() {
        assert_eq!(problem_of("y={period.year}{unit_id};"), None);
    }
}
