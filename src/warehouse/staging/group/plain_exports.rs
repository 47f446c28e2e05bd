//! Which exports of a group are plain in every way: told of each, from its own rows alone.

use std::collections::BTreeSet;

use super::gathered_rows::export_place;
use crate::warehouse::{
    WarehouseError,
    engine::{quote_ident, quote_literal},
    judge::SampleRule,
    staging::{
        column::{column_names::is_agency, typed_column::TypedColumn, typed_rows::TABLE},
        raw::blank_cells::is_unreadable,
        staging_run::StagingRun,
    },
    writing::{NOT_AT_SIGHT, is_plain_order},
};

/// A code of an agency, by itself or between guards: whether it lost a zero is told by all texts of its export.
const NUMBER_ALONE: &str = r"^[^\pL0-9]*[0-9]{1,5}([.,]0)?[^\pL0-9]*$";

/// The places of exports that must be staged alone.
pub type OddExports = BTreeSet<u64>;

impl StagingRun<'_> {
    /// Finds the exports that hold a cell which is there and cannot be read.
    pub(super) fn find_unreadable(&self) -> Result<OddExports, WarehouseError> {
        let columns = self.connector().columns.iter().filter(|column| self.raw.has_text(column));
        let any: Vec<String> = columns
            .map(|column| is_unreadable(&quote_ident(&column.heading), self.raw.layout))
            .collect();
        if any.is_empty() {
            return Ok(OddExports::new());
        }
        self.find_exports(&format!(
            "{} select {} from archived where {}",
            self.raw.archived(),
            export_place("source_row"),
            any.join(" or ")
        ))
    }

    /// Finds the exports of which not every column is written as most are, and notes how the columns of the others are read.
    pub(super) fn find_unusual_exports(
        &self,
        targets: &mut [TypedColumn],
    ) -> Result<OddExports, WarehouseError> {
        let sights: Vec<(usize, String)> = (targets.iter().enumerate())
            .filter_map(|(place, target)| Some((place, target.sight_expression()?)))
            .collect();
        let marks = sights.iter().map(|(_, sight)| format!("bit_or({sight})"));
        let marks: Vec<String> = marks.collect();
        let signs: Vec<String> = targets.iter().filter_map(sign_of_more_rows).collect();
        let sign = if signs.is_empty() { "false".to_owned() } else { signs.join(" or ") };
        let marks = if marks.is_empty() {
            "cast([] as bigint[])".to_owned()
        } else {
            format!("[{}]", marks.join(", "))
        };
        let sql = format!(
            "{} select {} as place, coalesce(bool_or({sign}), false), {marks} from canonical group by place",
            self.canonical(),
            export_place("source_row"),
        );
        let failed = || WarehouseError::wrap_engine(self.doing());
        let mut query = self.connection.prepare(&sql).map_err(failed())?;
        let told = query.query_map([], |row| {
            let marks: duckdb::types::Value = row.get(2)?;
            Ok((row.get::<_, u64>(0)?, row.get::<_, bool>(1)?, read_marks(&marks)))
        });
        let told: Vec<(u64, bool, Vec<u32>)> = told.and_then(Iterator::collect).map_err(failed())?;
        let mut odd = OddExports::new();
        let mut all = vec![0_u32; sights.len()];
        for (place, has_sign, marks) in told {
            let columns = sights.iter().zip(&marks);
            let is_odd =
                |((at, _), marks): (&(usize, String), &u32)| is_odd_column(&targets[*at], *marks);
            if has_sign || columns.clone().any(is_odd) {
                odd.insert(place);
                continue;
            }
            all.iter_mut().zip(&marks).for_each(|(all, one)| *all |= one);
        }
        for ((at, _), marks) in sights.iter().zip(all) {
            let target = &mut targets[*at];
            // Others are odd: what is left looks usual in each.
            target.is_usual = target.is_judged() && target.is_day();
            if let Some(dress) = target.dress.as_mut() {
                dress.is_plain = marks == 0;
            }
        }
        Ok(odd)
    }

    /// Finds the exports whose days are not those in their codes.
    pub(super) fn find_other_days(
        &self,
        judge: &SampleRule,
        targets: &[TypedColumn],
    ) -> Result<OddExports, WarehouseError> {
        let mut odd = OddExports::new();
        for sql in judge.code_days_by(targets, &export_place("source_row")) {
            odd.extend(self.find_exports(&sql)?);
        }
        Ok(odd)
    }

    /// Finds the exports in which a column of yes and no has a mark, or says yes and never no.
    pub(super) fn find_unsaid(
        &self,
        targets: &[TypedColumn],
    ) -> Result<OddExports, WarehouseError> {
        let mut odd = OddExports::new();
        let is_asked = |target: &&TypedColumn| {
            target.data_type == "BOOLEAN" && target.coded && target.has_text && !target.required
        };
        for target in targets.iter().filter(is_asked) {
            let texts = self.matched_texts(&target.name)?;
            if texts.iter().all(|(_, value)| value != "true") {
                continue;
            }
            let marks = texts.iter().map(|(text, _)| text);
            let marks =
                marks.filter(|text| self.vocabulary.find_mark(&target.name, text).is_some());
            let marks: Vec<String> = marks.map(|text| quote_literal(text)).collect();
            let is_mark = if marks.is_empty() {
                "false".to_owned()
            } else {
                format!("bool_or({} in ({}))", target.text, marks.join(", "))
            };
            odd.extend(self.find_exports(&format!(
                "{canonical} select {place} as place from canonical join {TABLE} as said on said.text = {text} and said.column_name = {name} \
                 group by place having coalesce({is_mark}, false) \
                 or coalesce(bool_or(said.value = 'true'), false) and not coalesce(bool_or(said.value = 'false'), false)",
                canonical = self.canonical(),
                place = export_place("source_row"),
                text = target.text,
                name = quote_literal(&target.name),
            ))?);
        }
        Ok(odd)
    }

    /// Asks for places of exports.
    pub(super) fn find_exports(&self, sql: &str) -> Result<OddExports, WarehouseError> {
        let failed = || WarehouseError::wrap_engine(self.doing());
        let mut query = self.connection.prepare(sql).map_err(failed())?;
        let places = query.query_map([], |row| row.get(0));
        places.and_then(Iterator::collect).map_err(failed())
    }
}

/// Writes a condition: a text is of a kind that only all texts of its export together tell.
fn sign_of_more_rows(target: &TypedColumn) -> Option<String> {
    let text = &target.text;
    let is_of_agency = is_agency(&target.name) || target.witness_of.is_some();
    (is_of_agency && target.has_text).then(|| {
        format!("coalesce(regexp_matches({text}, {}), false)", quote_literal(NUMBER_ALONE))
    })
}

/// Whether the texts of an export's column ask for more than a look at sight; in a column of codes each is brought into its dress by itself.
fn is_odd_column(target: &TypedColumn, marks: u32) -> bool {
    if !target.is_judged() {
        return false;
    }
    marks & NOT_AT_SIGHT != 0 || if target.is_day() { !is_plain_order(marks) } else { marks != 0 }
}

fn read_marks(marks: &duckdb::types::Value) -> Vec<u32> {
    let duckdb::types::Value::List(marks) = marks else { return Vec::new() };
    let number = |value: &duckdb::types::Value| match value {
        duckdb::types::Value::Int(marks) => u32::try_from(*marks).unwrap_or(u32::MAX),
        duckdb::types::Value::BigInt(marks) => u32::try_from(*marks).unwrap_or(u32::MAX),
        duckdb::types::Value::Null => 0,
        // What cannot be read here is looked at alone.
        _ => u32::MAX,
    };
    marks.iter().map(number).collect()
}
