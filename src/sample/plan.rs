//! What a sample holds: `samples/<id>.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::catalog::{CatalogError, content::ContentSet, parse_toml};

/// Holds a sample as its file declares it: days, people, procedures, communes and exports.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplePlan {
    pub id: String,
    /// The office, as the page that offers the samples calls it.
    pub name: String,
    pub first_on: Date,
    pub snapshot_on: Date,
    /// Days between Monday and Friday on which nobody works, and others on which people do.
    #[serde(default)]
    pub days_off: Vec<Date>,
    #[serde(default)]
    pub days_worked: Vec<Date>,
    /// The agency above the communes, as exports name it behind them.
    pub parent: String,
    pub applicants: Vec<String>,
    pub addresses: Vec<String>,
    #[serde(default)]
    pub shipped: Vec<ShippedFile>,
    #[serde(rename = "procedure")]
    pub procedures: Vec<SampleProcedure>,
    #[serde(rename = "commune")]
    pub communes: Vec<SampleCommune>,
    #[serde(rename = "export")]
    pub exports: Vec<SampleExport>,
    pub standings: Option<SampleStandings>,
}

/// A content file that is an export as it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippedFile {
    pub content: String,
    pub file: String,
}

/// Describes a procedure of the sample, its term in working days and its fee in đồng.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleProcedure {
    pub code: String,
    pub name: String,
    pub sector: String,
    pub level: String,
    pub working_days: usize,
    pub fee: u64,
    /// How often it is asked for, against the others.
    pub weight: usize,
    /// The export that alone lists it; `None` where each does.
    pub only: Option<String>,
    /// The office that handles it, as messages of progress name it.
    pub office: Option<String>,
}

/// How many dossiers of each kind a commune has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCommune {
    pub name: String,
    pub export: String,
    pub finished: u64,
    /// Of the finished ones, by the day.
    pub on_time: u64,
    pub open_in_time: u64,
    pub open_overdue: u64,
    pub withdrawn: u64,
    pub refused: u64,
    pub registered: u64,
    /// The first and the last day on which anything happens to its dossiers but that they fall due; those of the plan where it says none.
    pub first_on: Option<Date>,
    pub last_on: Option<Date>,
    /// What its codes begin with.
    pub code: Option<String>,
    /// How many of those on time were what; by chance where it does not say.
    pub planted: Option<PlantedCounts>,
    /// Which other export lists some of its dossiers too.
    pub also: Option<SampleDoubles>,
    /// Whether what is open on its last day is done later: by its due day, or soon after where that has passed. What falls due after the plan's
    /// snapshot is open still.
    #[serde(default)]
    pub is_carried_on: bool,
}

/// Says of how many finished dossiers that were on time by the day something else holds as well.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlantedCounts {
    /// Ended on the due day after the due hour.
    pub after_hour: u64,
    /// Supplements were asked for so often.
    pub asked_once: u64,
    pub asked_twice: u64,
}

/// Says how many finished dossiers another export lists once more.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleDoubles {
    pub export: String,
    pub dossiers: usize,
    /// Of them, those whose end the other system has not been told.
    pub still_open: usize,
}

/// Describes one export to write: its file, format, headings and coded texts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleExport {
    pub id: String,
    pub file: String,
    pub format: String,
    /// How instants are written (strftime).
    pub instants: String,
    #[serde(default)]
    pub sheet: String,
    #[serde(default)]
    pub titles: Vec<String>,
    pub columns: Vec<SampleColumn>,
    /// The key of a JSON document that its rows stand under; it is a bare list where there is none.
    #[serde(default)]
    pub records: String,
    /// Whether instants are written in UTC, as systems do that write `+0000` behind them.
    #[serde(default)]
    pub is_utc: bool,
    /// Another export: this one tells the steps of its dossiers, a row each.
    pub steps_of: Option<String>,
    /// The office that takes dossiers in and hands results out, in steps.
    #[serde(default)]
    pub desk: String,
    #[serde(default)]
    pub dirt: Vec<SampleDirt>,
    /// How coded values are written.
    #[serde(default)]
    pub texts: BTreeMap<String, String>,
}

/// Says how every so many-th row writes a field otherwise, as real exports do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleDirt {
    pub field: String,
    pub every: usize,
    /// How instants are written; AM and PM as Windows writes them in Vietnamese.
    pub instants: Option<String>,
    /// What is written around a value, for `{}`.
    pub around: Option<String>,
    /// What is written where there is no value.
    pub empty: Option<String>,
}

/// Maps a field of a dossier to a column of an export.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleColumn {
    /// The merged heading above.
    #[serde(default)]
    pub group: String,
    /// The heading; in JSON the place of the value (`DanhSachLePhi/0/Gia`).
    pub heading: String,
    /// Of a dossier, or a text that is written as it stands, behind `=`.
    pub field: String,
}

/// Says what is published: of one agency as planted, of the others by chance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleStandings {
    pub publisher: String,
    /// What the total is published as.
    pub total: String,
    /// All agencies of the table, as the register calls them.
    pub agencies: Vec<String>,
    /// The one whose numbers are planted.
    pub own: String,
    /// Between what the points of the rows that are not told lie, in hundredths.
    pub rest: (i64, i64),
    #[serde(rename = "row")]
    pub rows: Vec<StandingRow>,
    #[serde(rename = "month")]
    pub months: Vec<StandingMonth>,
    /// `{period}` and `{told_on}` in its file name stand for those of a month.
    pub export: SampleExport,
}

/// Describes a row of points in proportion to a share of dossiers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingRow {
    pub indicator: String,
    pub points: i64,
    /// Between what the dossiers of an agency in a month lie, and its share in percent.
    pub dossiers: (i64, i64),
    pub shares: (i64, i64),
}

/// Says what is published of the one agency in a month.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingMonth {
    pub period: String,
    pub told_on: Date,
    /// Numerator and denominator of each row.
    pub own: Vec<(i64, i64)>,
    /// The points of the rows that are not told, in hundredths.
    pub rest: i64,
}

impl SampleStandings {
    /// Whether a table of one of its months has this name.
    pub fn names_file(&self, name: &str) -> bool {
        self.months.iter().any(|month| self.file_name(month) == name)
    }

    /// What the table of a month is called.
    pub fn file_name(&self, month: &StandingMonth) -> String {
        let file = self.export.file.replace("{period}", &month.period);
        file.replace("{told_on}", &month.told_on.to_string())
    }
}

impl SamplePlan {
    /// Loads `samples/<id>.toml`; fails when there is no such file or it does not parse.
    pub fn load_plan(content: &ContentSet, id: &str) -> Result<Self, CatalogError> {
        let path = format!("samples/{id}.toml");
        let text = content.file_text(&path)?;
        parse_toml(&path, text, text, |place| place)
    }

    /// Whether an export of the plan has this name.
    pub fn names_file(&self, name: &str) -> bool {
        let mut written = self.exports.iter().map(|export| &export.file);
        written.any(|file| file == name)
            || self.shipped.iter().any(|shipped| shipped.file == name)
            || self.standings.iter().any(|standings| standings.names_file(name))
    }

    /// Counts the dossiers of all communes.
    pub fn row_count(&self) -> u64 {
        let of = |c: &SampleCommune| {
            c.finished + c.open_in_time + c.open_overdue + c.withdrawn + c.refused + c.registered
        };
        self.communes.iter().map(of).sum()
    }
}
