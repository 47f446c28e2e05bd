//! Looks at the typed columns of a file as wholes, before any row is read: see `writing`.

mod code_days;
mod look;
mod usual;

use duckdb::Connection;

use super::{
    engine::quote_ident,
    staging::column::typed_column::TypedColumn,
    writing::{
        self, ColumnWriting, DayOrder, KnownNumbers, WritingContradiction, marks_for_others,
    },
};

/// A column that says two things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDoubt {
    pub column: String,
    pub reason: &'static str,
    /// Texts that show it.
    pub examples: String,
    /// Whether no row of the file can be used: whoever swapped the days of one column did so in all.
    pub of_file: bool,
}

/// Judges how the typed columns of one file are written, from the texts of all its rows.
pub struct SampleRule<'a> {
    pub connection: &'a Connection,
    /// What SQL begins with: `canonical` holds the rows.
    pub canonical: &'a str,
    /// Of the day the export shows.
    pub year: i16,
}

impl SampleRule<'_> {
    /// Notes in every column how it is read; returns those that cannot be.
    pub fn judge_columns(&self, targets: &mut [TypedColumn]) -> duckdb::Result<Vec<ColumnDoubt>> {
        let marks = self.collect_marks(targets)?;
        for (target, marks) in targets.iter_mut().zip(&marks) {
            if let (Some(dress), Some(0)) = (target.dress.as_mut(), marks) {
                dress.is_plain = true;
            }
        }
        let judged: Vec<(usize, u32)> = (marks.into_iter().enumerate())
            .filter(|(place, _)| targets[*place].is_judged())
            .map(|(place, marks)| (place, marks.unwrap_or(0)))
            .collect();
        let numbers: Vec<(usize, u32)> = (judged.iter())
            .filter(|(place, _)| !targets[*place].is_day())
            .map(|(place, marks)| (*place, marks_for_others(*marks, targets[*place].is_whole())))
            .collect();
        let mut doubts = Vec::new();
        let mut orders: Vec<(usize, DayOrder)> = Vec::new();
        for (place, marks) in judged {
            if !targets[place].is_day() {
                let beside = (numbers.iter().filter(|(other, _)| *other != place))
                    .fold(0, |all, (_, told)| all | told);
                doubts.extend(self.judge_numbers(targets, place, marks, beside)?);
            } else if writing::is_untold(marks) && writing::is_plain_order(marks) {
                orders.push((place, DayOrder::Untold));
            } else if writing::is_plain_order(marks) {
                if writing::tells_day_first(marks) {
                    orders.push((place, DayOrder::DayFirst));
                }
            } else {
                orders.push((
                    place,
                    writing::judge_order(&self.count_by_marks(&targets[place])?, self.year),
                ));
            }
            targets[place].is_usual = targets[place].is_day() && writing::looks_usual(marks);
        }
        // What no text of a column tells, the other columns of the file do.
        let is_month_first = orders.iter().any(|(_, order)| *order == DayOrder::MonthFirst);
        let is_day_first = orders.iter().any(|(_, order)| *order == DayOrder::DayFirst);
        for (place, order) in orders {
            match order {
                DayOrder::Leaning(_) if is_month_first && !is_day_first => {
                    targets[place].writing = ColumnWriting::MonthFirst;
                }
                DayOrder::Leaning(_) if is_day_first && !is_month_first => {}
                DayOrder::Contradictory(why) | DayOrder::Leaning(why) => {
                    doubts.push(column_doubt(&targets[place], why, true));
                }
                DayOrder::MonthFirst => targets[place].writing = ColumnWriting::MonthFirst,
                DayOrder::Untold if is_month_first && is_day_first => {
                    let examples = vec![self.first_text(&targets[place])?];
                    let why = WritingContradiction { reason: "days_mixed", examples };
                    doubts.push(column_doubt(&targets[place], why, true));
                }
                DayOrder::Untold if is_month_first => {
                    targets[place].writing = ColumnWriting::MonthFirst;
                }
                DayOrder::Untold | DayOrder::DayFirst => {}
            }
        }
        if !doubts.iter().any(|doubt| doubt.of_file) {
            doubts.extend(self.judge_code_days(targets)?);
        }
        Ok(doubts)
    }

    /// Notes how a column of numbers is read, or why it cannot be. `beside` is what the other columns of the file tell.
    fn judge_numbers(
        &self,
        targets: &mut [TypedColumn],
        place: usize,
        marks: u32,
        beside: u32,
    ) -> duckdb::Result<Option<ColumnDoubt>> {
        let target = &targets[place];
        let known = KnownNumbers {
            is_whole: target.is_whole(),
            is_money: target.is_money,
            most: if marks == 0 { None } else { self.upper_bound(targets, target)? },
            beside,
        };
        let writing = writing::column_writing(marks, known);
        let found = if let ColumnWriting::Contradictory(reason) = writing {
            let examples = self.numbers_that_tell(target)?;
            Some(column_doubt(
                target,
                WritingContradiction { reason, examples },
                target.rejects_rows(),
            ))
        } else {
            None
        };
        targets[place].writing = writing;
        Ok(found)
    }

    /// What no value of a column is over: a number, or the most that stands in another column.
    fn upper_bound(
        &self,
        targets: &[TypedColumn],
        target: &TypedColumn,
    ) -> duckdb::Result<Option<i64>> {
        let Some(most) = &target.most else { return Ok(None) };
        if let Ok(most) = most.parse() {
            return Ok(Some(most));
        }
        match targets.iter().find(|other| quote_ident(&other.name) == *most) {
            Some(other) => self.largest_number(other),
            None => Ok(None),
        }
    }
}

fn column_doubt(target: &TypedColumn, why: WritingContradiction, of_file: bool) -> ColumnDoubt {
    let WritingContradiction { reason, mut examples } = why;
    examples.dedup();
    ColumnDoubt { column: target.name.clone(), reason, examples: examples.join("; "), of_file }
}
