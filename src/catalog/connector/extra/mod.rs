//! Columns of an office's own, kept beside a dossier: `is = "extra.so_vao_so"`, with what people call it.
//!
//! Invariant: none is of a person. Its heading says nothing of one, and what stands in it is looked through when it is staged.

mod kept_columns;

use super::{Connector, ConnectorColumn, personal_look::is_personal_heading};
use crate::{catalog::phrases::wording::ErrorWording, domain::name::bare_key};

/// What `is` begins with.
pub const PREFIX: &str = "extra.";

/// Of what kind of rows columns are kept.
pub const OF_KIND: &str = "dossier";

/// Longer names are cut, or refused.
const LONGEST_NAME: usize = 40;

/// A column that connectors keep beside dossiers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExtraColumn {
    /// `so_vao_so`: small letters, digits and `_`.
    pub name: String,
    /// In Vietnamese.
    pub label: String,
}

/// Returns the name of a column of an office's own that `is` says; `None` where it says another.
pub fn extra_name(is: &str) -> Option<&str> {
    is.strip_prefix(PREFIX)
}

/// Makes a name of a heading: `so_vao_so` of "Số vào sổ".
pub fn name_of_heading(heading: &str) -> String {
    let key = bare_key(heading);
    let words = key.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut name = words.join("_");
    name.truncate(LONGEST_NAME - 3);
    if name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
        name
    } else {
        format!("c_{name}")
    }
}

/// Whether a heading, or what a column is to be called, may be of a person.
pub fn may_be_personal(text: &str) -> bool {
    is_personal_heading(text) || is_personal_heading(&text.replace('_', " "))
}

impl ConnectorColumn {
    /// Returns the name of the column of an office's own that it is; `None` where it is another.
    pub fn extra_name(&self) -> Option<&str> {
        self.is.as_deref().and_then(extra_name)
    }
}

impl Connector {
    /// Finds the first text at fault among the columns of the office's own, and what is wrong with it.
    pub(super) fn problem_of_extras(&self) -> Option<(String, ErrorWording)> {
        let mut names: Vec<&str> = Vec::new();
        for column in &self.columns {
            if let Some(told) = problem_of_step(column) {
                return Some(told);
            }
            let Some(name) = column.extra_name() else {
                if let Some(label) = &column.label {
                    let told = ErrorWording::naming("content.label_of_no_extra", &column.heading);
                    return Some((label.clone(), told));
                }
                continue;
            };
            let is = format!("{PREFIX}{name}");
            let problem = |id| Some((is.clone(), ErrorWording::naming(id, &is)));
            if self.yields != OF_KIND {
                return problem("content.extra_of_kind");
            }
            if !is_name(name) {
                return problem("content.extra_name");
            }
            if names.contains(&name) {
                return problem("content.extra_twice");
            }
            names.push(name);
            let Some(label) = column.label.as_deref().filter(|label| !label.trim().is_empty())
            else {
                return problem("content.extra_label");
            };
            let mut texts = column.heading_names().map(String::as_str).chain([name, label]);
            if let Some(text) = texts.find(|text| may_be_personal(text)) {
                let told = ErrorWording::naming("content.extra_personal", text);
                return Some((text.to_owned(), told));
            }
            let is_staged = |sql: &str| sql.contains(&format!("\"{is}\""));
            if self.staging.as_ref().is_some_and(|staging| !is_staged(&staging.sql)) {
                return problem("content.extra_not_staged");
            }
        }
        None
    }
}

/// Texts of a system's process that are kept as they stand.
const STEP_TEXTS: [&str; 2] = ["current_step", "step_office"];
/// Words of headings under which an officer stands: "Người đang xử lý", `assignee.fullname`.
const OFFICER_WORDS: [&str; 7] =
    ["nguoi", "can bo", "chuyen vien", "ho ten", "ho va ten", "assignee", "fullname"];

fn problem_of_step(column: &ConnectorColumn) -> Option<(String, ErrorWording)> {
    let is = column.is.as_deref().filter(|is| STEP_TEXTS.contains(is))?;
    let is_officers = |name: &&String| {
        let key = bare_key(name);
        OFFICER_WORDS.iter().any(|word| key.contains(word))
    };
    let names = column.heading_names().chain(&column.path);
    let text = names.into_iter().find(is_officers)?;
    let told = ErrorWording::naming("content.step_personal", text).with("column", &is.to_owned());
    Some((text.clone(), told))
}

/// Small letters, digits and `_`, a letter first.
fn is_name(name: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.len() <= LONGEST_NAME
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.bytes().all(is_of_name)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Số vào sổ", "so_vao_so")]
    #[case("Ký hiệu (kho)", "ky_hieu_kho")]
    #[case("2. Đợt", "c_2_dot")]
    #[case("…", "c_")]
    fn a_name_is_made_of_a_heading(#[case] heading: &str, #[case] name: &str) {
        assert_eq!(name_of_heading(heading), name);
        assert!(is_name(&name_of_heading(heading)));
    }

    #[rstest]
    #[case::plain("so_vao_so", true)]
    #[case::capital("So", false)]
    #[case::marks("số", false)]
    #[case::digit_first("2so", false)]
    #[case::quote("so'", false)]
    #[case::nothing("", false)]
    fn a_name_is_of_small_letters(#[case] name: &str, #[case] is: bool) {
        assert_eq!(is_name(name), is);
    }
}
