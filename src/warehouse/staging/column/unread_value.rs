//! When the text of a canonical column cannot become its value, and what is said of it.

use super::{
    super::raw::blank_cells::{is_empty_day, is_unreadable, why_unreadable},
    column_names::is_agency,
    personal_value::{self, is_extra},
    typed_column::TypedColumn,
    witness,
};
use crate::warehouse::engine::{quote_ident, quote_literal};

impl TypedColumn<'_> {
    /// When a row cannot be used because of this column.
    pub fn is_bad(&self) -> Option<String> {
        if let Some(agency) = &self.witness_of {
            return Some(witness::contradiction_condition(
                &quote_ident(&self.name),
                &quote_ident(agency),
            ));
        }
        let is_over = self.is_over();
        let is_bad = if self.required {
            Some(format!("{} is null", quote_ident(&self.name)))
        } else {
            self.is_unread().filter(|_| self.rejects_rows())
        };
        match (is_bad, is_over) {
            (Some(bad), Some(over)) => Some(format!("({bad} or {over})")),
            (bad, over) => bad.or(over),
        }
    }

    /// When the value of a row that stays is not known, though something stands there.
    pub fn stays_unread(&self) -> Option<String> {
        if self.witness_of.is_some() {
            return None;
        }
        self.is_unread().filter(|_| !self.rejects_rows())
    }

    /// Asked of values that are null alone: the rest is not worked out for the others.
    fn is_unread(&self) -> Option<String> {
        if !self.has_text {
            return None;
        }
        let (text, value) = (self.text_as(), quote_ident(&self.name));
        let is_dressed = self.dress.as_ref().is_some_and(|it| !it.is_plain || it.lost_digits);
        let is_looked_through = self.has_unreadable || is_extra(&self.name);
        let may_be = self.coded || self.data_type != "VARCHAR" || is_looked_through || is_dressed;
        let is_so = if self.is_day() {
            format!("{text} is not null and not {}", self.says_no_day())
        } else if let Some(dress) = &self.dress {
            let is_error = if self.has_unreadable {
                is_unreadable(&text, self.layout)
            } else {
                "false".to_owned()
            };
            dress.is_unreadable(&text, &value, &is_error)
        } else {
            format!("{text} is not null")
        };
        may_be.then(|| format!("case when {value} is null then {is_so} else false end"))
    }

    fn says_no_day(&self) -> String {
        let is_none =
            format!("coalesce({}, false)", is_empty_day(&self.read_as(), self.layout, |_| true));
        if self.zero_is_no_day {
            is_none
        } else {
            format!("({is_none} and {} <> '0')", self.text_as())
        }
    }

    fn is_over(&self) -> Option<String> {
        let most = self.most.as_ref().filter(|_| self.has_text)?;
        Some(format!("coalesce({} > {most}, false)", quote_ident(&self.name)))
    }

    /// Returns the SQL of the reason why a value cannot be used, such as `bad_date` or
    /// `unknown_agency`.
    pub fn reason_expression(&self) -> String {
        if !self.has_text {
            return quote_literal("missing");
        }
        let text = self.text_as();
        let problem = match self.data_type.as_str() {
            _ if self.witness_of.is_some() => quote_literal(witness::CONTRADICTS),
            // More texts than are looked at have none.
            _ if is_agency(&self.name) => {
                format!("coalesce({}, 'unknown_agency')", self.reason_as())
            }
            _ if self.coded => format!("coalesce({}, 'unknown_value')", self.reason_as()),
            "VARCHAR" if let Some(dress) = &self.dress => dress.problem(&text),
            "VARCHAR" if is_extra(&self.name) => quote_literal(personal_value::REASON),
            _ if self.named.is_some() => quote_literal("other_format"),
            "TIMESTAMP" => quote_literal("bad_date"),
            _ => quote_literal("bad_number"),
        };
        let is_missing = if self.is_day() {
            format!("{text} is null or {}", self.says_no_day())
        } else {
            format!("{text} is null")
        };
        let is_over =
            self.is_over().map_or(String::new(), |over| format!("when {over} then 'over_most' "));
        format!(
            "case when {is_missing} then 'missing' when {} then {} {is_over}else {problem} end",
            is_unreadable(&text, self.layout),
            why_unreadable(&text),
        )
    }

    /// The text as a list of problems may show it: none of what may be of a person.
    pub fn shown_expression(&self) -> String {
        let text = self.text_as();
        if is_extra(&self.name) {
            return format!("case when {} then {text} end", is_unreadable(&text, self.layout));
        }
        text
    }

    /// What a clerk is told besides: agencies that may be meant; of a witness, what the other column says.
    pub fn hint_expression(&self) -> String {
        match &self.witness_of {
            Some(agency) => quote_ident(&format!("text of {agency}")),
            None if self.coded && self.has_text => self.hint_as(),
            None => "null".to_owned(),
        }
    }
}
