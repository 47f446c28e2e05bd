//! How the text of a canonical column becomes its value.

use super::{
    super::raw::blank_cells::{is_empty_day, is_unreadable},
    key_spelling::KeySpelling,
    personal_value::{is_extra, is_personal},
};
use crate::{
    catalog::connector::{column_format::ColumnFormat, layout::LayoutRules},
    warehouse::{
        engine::{quote_ident, quote_literal},
        writing::{ColumnWriting, NOT_AT_SIGHT},
    },
};

/// No day of an office's work is before the first or after the last.
const FIRST_DAY: (&str, i16) = ("1945-09-02 00:00:00", 1945);
const LAST_DAY: (&str, i16) = ("2199-12-31 23:59:59", 2199);

/// A column of the canonical table and how its text becomes its value.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about a column")]
pub struct TypedColumn<'a> {
    pub name: String,
    pub data_type: String,
    pub required: bool,
    /// The text: a canonical column, a constant of the connector, or nothing.
    pub text: String,
    pub coded: bool,
    /// Whether a blank cell of a column of yes and no means no: one mark alone is written in it.
    pub blank_is_no: bool,
    /// Whether any row of the export may have a text here; where none has, nothing is worked out.
    pub has_text: bool,
    /// How its texts are written one way, where rows are told apart by them.
    pub dress: Option<KeySpelling>,
    /// The column of the agency that this one, which is not kept, names once more.
    pub witness_of: Option<String>,
    /// Whether what its texts mean hangs on the row's own days.
    pub dated: bool,
    /// Whether day numbers of the export begin in 1904.
    pub days_from_1904: bool,
    pub writing: ColumnWriting,
    /// How it is written, where the connector names it: it is not judged.
    pub named: Option<ColumnFormat<'a>>,
    /// Whether all its days look as most systems write them: the many other writings are not tried.
    pub is_usual: bool,
    /// Whether its numbers are money.
    pub is_money: bool,
    /// What no value of it is over: a number, or another column.
    pub most: Option<String>,
    /// Whether a row stays whose value here cannot be read: its table says of each row which could not.
    pub may_stay_unread: bool,
    /// Whether any cell of the export is there and cannot be read.
    pub has_unreadable: bool,
    /// Whether 0 in a column of days is a spreadsheet's word for nothing; not where staging.sql asks whether a day is there.
    pub zero_is_no_day: bool,
    pub layout: &'a LayoutRules,
}

impl TypedColumn<'_> {
    /// Tells whether the column holds times.
    pub fn is_day(&self) -> bool {
        self.data_type == "TIMESTAMP"
    }

    /// Tells whether the column holds whole numbers.
    pub fn is_whole(&self) -> bool {
        self.data_type == "BIGINT"
    }

    /// Tells whether the column's texts tell how it is written.
    pub fn is_judged(&self) -> bool {
        let has_writings = !["VARCHAR", "BOOLEAN"].contains(&self.data_type.as_str());
        has_writings && self.has_text && !self.coded && self.named.is_none()
    }

    /// What a text tells at sight of how its column is written, of a judged column or one with a dress; `NOT_AT_SIGHT` among it where a
    /// closer look is due.
    pub fn sight_expression(&self) -> Option<String> {
        if let Some(dress) = self.dress.as_ref().filter(|_| self.has_text && !self.coded) {
            let is_plain = dress.is_plain_expression(&self.text);
            return Some(format!("case when not {is_plain} then {NOT_AT_SIGHT} else 0 end"));
        }
        self.is_judged().then(|| {
            if self.is_day() {
                format!("day_marks_at_sight({})", self.day_text())
            } else {
                format!("number_marks_at_sight({})", self.text)
            }
        })
    }

    /// What a closer look tells of the texts of a judged column of which sight did not.
    pub fn marks_expression(&self) -> String {
        if !self.is_day() {
            return format!("number_marks({})", self.text);
        }
        let text = self.day_text();
        let is_unseen = format!("day_marks_at_sight({text}) = {NOT_AT_SIGHT}");
        format!("case when {is_unseen} then day_marks({text}) else 0 end")
    }

    /// The text of a day, a number that counts from 1904 as the day it is.
    pub(in crate::warehouse) fn day_text(&self) -> String {
        let text = &self.text;
        if self.days_from_1904 {
            format!("coalesce(cast(day_number_1904({text}) as varchar), {text})")
        } else {
            text.clone()
        }
    }

    /// The text read, once: what `value` then looks at.
    pub(in crate::warehouse) fn read_expression(&self) -> String {
        let text =
            if self.coded { format!("{}.value", self.match_alias()) } else { self.text.clone() };
        let number = self.number_expression(&text);
        match self.data_type.as_str() {
            _ if self.is_contradictory() || !self.has_text => {
                format!("cast(null as {})", self.data_type)
            }
            "VARCHAR" if let Some(dress) = &self.dress => {
                let read = dress.read(&text);
                if self.has_unreadable {
                    format!("case when not {} then {read} end", self.is_unreadable())
                } else {
                    read
                }
            }
            "VARCHAR" if is_extra(&self.name) => {
                let bad = format!("{} or {}", self.is_unreadable(), is_personal(&text));
                format!("case when not ({bad}) then {text} end")
            }
            "VARCHAR" if self.has_unreadable => {
                format!("case when not {} then {text} end", self.is_unreadable())
            }
            "VARCHAR" => text,
            "TIMESTAMP" if let Some(ColumnFormat::Days(format)) = self.named => {
                format!("timestamp_by_format({text}, {})", quote_literal(format))
            }
            "TIMESTAMP" => {
                let read = match self.writing {
                    ColumnWriting::MonthFirst => {
                        format!("parse_timestamp(month_before_day({text}))")
                    }
                    _ if self.is_usual => format!("usual_timestamp({text})"),
                    _ => format!("parse_timestamp({text})"),
                };
                if self.days_from_1904 {
                    format!("coalesce(day_number_1904({text}), {read})")
                } else {
                    read
                }
            }
            "BIGINT" if self.writing == ColumnWriting::Usual && self.named.is_none() => {
                format!("parse_count({text})")
            }
            "BIGINT" => {
                format!("case when {number} = floor({number}) then cast({number} as bigint) end")
            }
            // A sheet without the column says nothing of its rows.
            "BOOLEAN" if self.blank_is_no => format!(
                "case when {0} is not null then try_cast({text} as boolean) \
                 when count({0}) over (partition by source_sheet) > 0 then false end",
                self.text
            ),
            "BOOLEAN" => format!("try_cast({text} as boolean)"),
            other => format!("cast({number} as {other})"),
        }
    }

    /// A text read as a number.
    pub(in crate::warehouse) fn number_expression(&self, text: &str) -> String {
        match (self.named, self.writing) {
            (Some(ColumnFormat::Numbers(mark)), _) => {
                format!("number_by_mark({text}, {})", quote_literal(mark))
            }
            (_, ColumnWriting::Decimals(marks)) => {
                format!("parse_decimal({text}, {})", quote_literal(marks))
            }
            _ => format!("parse_number({text})"),
        }
    }

    /// What was read, where it can be: a day of an office's work is none of the year 1 or 9999, which systems write for none.
    pub(in crate::warehouse) fn value_expression(&self) -> String {
        let read = self.read_as();
        if self.is_day() && self.has_text { self.within_plausible_days(&read, &read) } else { read }
    }

    /// Of a timestamp: its day, of what was read of the text.
    pub fn day_of(&self, read: &str) -> String {
        if !self.has_text {
            return "cast(null as date)".to_owned();
        }
        self.within_plausible_days(read, &format!("cast({read} as date)"))
    }

    fn within_plausible_days(&self, read: &str, told: &str) -> String {
        let is_near = |year: i16| (FIRST_DAY.1..=LAST_DAY.1).contains(&year);
        format!(
            "case when {read} between timestamp '{}' and timestamp '{}' and not {} then {told} end",
            FIRST_DAY.0,
            LAST_DAY.0,
            is_empty_day(read, self.layout, is_near),
        )
    }

    /// Names the SQL column that holds the text as it was read from the export, quoted.
    pub fn text_as(&self) -> String {
        quote_ident(&format!("text of {}", self.name))
    }

    /// Names the SQL column that holds the hint for a text that means no code, quoted.
    pub(super) fn hint_as(&self) -> String {
        quote_ident(&format!("hint for {}", self.name))
    }

    /// The rows of the match table that are of this column.
    pub(super) fn match_alias(&self) -> String {
        quote_ident(&format!("match of {}", self.name))
    }

    /// Names the SQL column that holds the reason why a text means no code, quoted.
    pub(super) fn reason_as(&self) -> String {
        quote_ident(&format!("reason of {}", self.name))
    }

    /// Names the SQL column that holds what was read of the text, before it is judged, quoted.
    pub(super) fn read_as(&self) -> String {
        quote_ident(&format!("read {}", self.name))
    }

    /// Names the SQL column that tells whether a text stays that cannot be read, quoted.
    pub fn unread_as(&self) -> String {
        quote_ident(&format!("unread {}", self.name))
    }

    fn is_unreadable(&self) -> String {
        is_unreadable(&self.text, self.layout)
    }

    /// Whether the file writes it so that none of its texts can be read.
    pub fn is_contradictory(&self) -> bool {
        matches!(self.writing, ColumnWriting::Contradictory(_))
    }

    /// Whether a value here that cannot be read costs its row.
    pub fn rejects_rows(&self) -> bool {
        self.required || !self.may_stay_unread
    }
}
