//! How the text of a canonical column becomes its value, and when it cannot.

use super::{
    dress::Dress,
    engine::{ident, literal},
    own_day::Stretched,
    text_match::TABLE,
    witness,
};

/// A column of the canonical table and how its text becomes its value.
pub struct TypedColumn {
    pub name: String,
    pub data_type: String,
    pub required: bool,
    /// The text: a canonical column, a constant of the connector, or nothing.
    pub text: String,
    pub coded: bool,
    /// How its texts are written one way, where rows are told apart by them.
    pub dress: Option<Dress>,
    /// The column of the agency that this one, which is not kept, names once more.
    pub witness_of: Option<String>,
    /// Whether what its texts mean hangs on the row's own days.
    pub dated: bool,
    /// Whether day numbers of the export begin in 1904.
    pub days_from_1904: bool,
}

impl TypedColumn {
    /// The text read, once: what `value` then looks at.
    pub fn read(&self) -> String {
        let text = if self.coded { format!("{}.value", self.matched()) } else { self.text.clone() };
        match self.data_type.as_str() {
            "VARCHAR" => self.dress.as_ref().map_or(text.clone(), |dress| dress.read(&text)),
            "TIMESTAMP" if self.days_from_1904 => {
                format!("coalesce(day_number_1904({text}), parse_timestamp({text}))")
            }
            "TIMESTAMP" => format!("parse_timestamp({text})"),
            "BIGINT" => format!("parse_count({text})"),
            "BOOLEAN" => format!("try_cast({text} as boolean)"),
            other => format!("cast(parse_number({text}) as {other})"),
        }
    }

    /// What was read, where it can be: a day of an office's work is none of the year 1 or 9999, which systems write for none.
    fn value(&self) -> String {
        let read = self.read_as();
        if self.data_type == "TIMESTAMP" {
            in_our_time(&read, "date_trunc('second', {})")
        } else {
            read
        }
    }

    /// Of a timestamp: its day, read from the text.
    pub fn day(&self) -> String {
        in_our_time(&self.read(), "cast({} as date)")
    }

    pub fn text_as(&self) -> String {
        ident(&format!("text of {}", self.name))
    }

    /// What a clerk is told besides: agencies that may be meant; of a witness, what the other column says.
    pub fn hint(&self) -> String {
        match &self.witness_of {
            Some(agency) => ident(&format!("text of {agency}")),
            None if self.coded => self.hint_as(),
            None => "null".to_owned(),
        }
    }

    fn hint_as(&self) -> String {
        ident(&format!("hint for {}", self.name))
    }

    /// The rows of the match table that are of this column.
    fn matched(&self) -> String {
        ident(&format!("match of {}", self.name))
    }

    fn reason_as(&self) -> String {
        ident(&format!("reason of {}", self.name))
    }

    fn read_as(&self) -> String {
        ident(&format!("read {}", self.name))
    }

    /// When a row cannot be used because of this column.
    pub fn is_bad(&self) -> Option<String> {
        let value = ident(&self.name);
        if let Some(agency) = &self.witness_of {
            return Some(witness::contradicts(&value, &ident(agency)));
        }
        match (self.required, self.coded || self.data_type != "VARCHAR") {
            (true, _) => Some(format!("{value} is null")),
            (false, true) => Some(format!("{} is not null and {value} is null", self.text_as())),
            (false, false) => {
                let dress = self.dress.as_ref()?;
                Some(dress.is_unreadable(&self.text_as(), &value))
            }
        }
    }

    pub fn reason(&self) -> String {
        let problem = match self.data_type.as_str() {
            _ if self.witness_of.is_some() => literal(witness::CONTRADICTS),
            // More texts than are looked at have none.
            _ if is_agency(&self.name) => {
                format!("coalesce({}, 'unknown_agency')", self.reason_as())
            }
            _ if self.coded => format!("coalesce({}, 'unknown_value')", self.reason_as()),
            "VARCHAR" if let Some(dress) = &self.dress => dress.problem(&self.text_as()),
            "TIMESTAMP" => literal("bad_date"),
            _ => literal("bad_number"),
        };
        format!("case when {} is null then 'missing' else {problem} end", self.text_as())
    }
}

fn in_our_time(read: &str, told: &str) -> String {
    format!(
        "case when {read} between timestamp '1945-09-02 00:00:00' and timestamp '2199-12-31 23:59:59' then {} end",
        told.replace("{}", read)
    )
}

/// Behind `canonical`: `typed`, its rows with, per column, the text, what was read of it, and the value. Each text is read once.
/// Columns that are `dated` are matched by the stretches of a row's own days.
pub fn typed_rows(canonical: &str, columns: &[TypedColumn], own: &Stretched) -> String {
    let is_dated = columns.iter().any(|column| column.dated);
    let from = if is_dated { own.from.as_str() } else { "canonical" };
    let (mut read, mut values, mut joins) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        read.push(format!("{} as {}", column.text, column.text_as()));
        read.push(format!("{} as {}", column.read(), column.read_as()));
        if column.coded {
            let matched = column.matched();
            read.push(format!("{matched}.hint as {}", column.hint_as()));
            read.push(format!("{matched}.reason as {}", column.reason_as()));
            let then = if column.dated {
                format!(" and {matched}.stretches = {}", own.number)
            } else {
                String::new()
            };
            let join = format!(
                " left join {TABLE} as {matched} on {matched}.text = {} and {matched}.column_name = {}{then}",
                column.text,
                literal(&column.name),
            );
            // What is matched by the period of a row comes after it.
            joins.insert(if column.dated { joins.len() } else { 0 }, join);
        }
        let is_witness = |other: &&TypedColumn| other.witness_of.as_ref() == Some(&column.name);
        let value = match columns.iter().find(is_witness) {
            Some(also) => witness::together(&also.read_as(), &column.value()),
            None => column.value(),
        };
        values.push(format!("{value} as {}", ident(&column.name)));
    }
    format!(
        "{canonical}, read as (select source_sheet, source_row, {} from {from}{}), \
         typed as (select *, {} from read)",
        read.join(", "),
        joins.concat(),
        values.join(", "),
    )
}

/// Columns that hold an agency are named for it.
pub fn is_agency(column: &str) -> bool {
    column == "agency_code" || column.ends_with("_agency")
}
