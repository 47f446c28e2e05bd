//! What systems export in a year: each week all dossiers of the last weeks, as they stand on Friday.

use std::{io::Write as _, path::Path};

use fastrand::Rng;
use flate2::{Compression, write::GzEncoder};
use jiff::{
    ToSpan,
    civil::{Date, date},
};

/// Communes of one district.
pub const AGENCIES: [&str; 2] = ["06283", "06274"];

/// The first Friday of the year.
const FIRST: Date = date(2023, 1, 6);

/// What one row says.
#[derive(Debug, Clone)]
pub struct DossierRow {
    pub code: String,
    pub agency: &'static str,
    pub received: Date,
    pub due: Date,
    pub ended: Option<Date>,
}

/// An export as it was handed in.
#[derive(Debug, Clone)]
pub struct HandedExport {
    pub name: String,
    pub rows: Vec<DossierRow>,
    /// Whether it is as it was exported.
    pub is_whole: bool,
    pub bytes: Vec<u8>,
}

/// All dossiers of a year, as they will turn out.
pub struct Register(Vec<DossierRow>);

impl Register {
    pub fn draw(random: &mut Rng) -> Self {
        let one = |number: i32, random: &mut Rng| {
            let received = FIRST + (random.i32(-4..360)).days();
            let ended = received + random.i32(0..20).days();
            DossierRow {
                code: format!("H{number:04}"),
                agency: AGENCIES[random.usize(..2)],
                received,
                due: received + random.i32(2..12).days(),
                ended: (random.u32(..8) > 0).then_some(ended),
            }
        };
        Self((0..120).map(|number| one(number, random)).collect())
    }

    /// The export of a week. `version` is of one that was corrected afterwards: some ends are others.
    pub fn export(&self, week: i32, version: u32, random: &mut Rng) -> HandedExport {
        let day = FIRST + (7 * week).days();
        let from = day - 28.days();
        let told = self.0.iter().filter(|row| from <= row.received && row.received <= day);
        let rows = told.cloned().map(|row| {
            let moved = i32::from(version > 0 && row.code.ends_with(['3', '7']));
            let ended = row.ended.map(|ended| ended + (3 * moved).days());
            DossierRow { ended: ended.filter(|ended| *ended <= day), ..row }
        });
        let rows: Vec<DossierRow> = rows.collect();
        let text = rows.iter().fold(HEADING.to_owned(), |text, row| text + &row.line());
        // A note nobody reads, so that no two exports are one.
        let text = format!("{text}H9999-{week}-{version},06283,registered,,,\n");
        let name = format!("ho-so-{}-{day}.csv", ["a", "b", "c", "d"][version as usize % 4]);
        let export = HandedExport { name, rows, is_whole: true, bytes: text.into_bytes() };
        if random.bool() { export } else { export.packed() }
    }

    /// The code of some dossier.
    pub fn code(&self, random: &mut Rng) -> String {
        self.0[random.usize(..self.0.len())].code.clone()
    }
}

/// Whether a file's name says that it is packed.
pub fn is_packed(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
}

impl HandedExport {
    /// The same, packed.
    pub fn packed(self) -> Self {
        if is_packed(&self.name) {
            return self;
        }
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&self.bytes).expect("in memory");
        let bytes = gzip.finish().expect("in memory");
        Self { name: format!("{}.gz", self.name), bytes, ..self }
    }
}

const HEADING: &str = "dossier_code,solving_agency,status,received_at,due_at,ended_at\n";

impl DossierRow {
    fn line(&self) -> String {
        let (status, ended) = match self.ended {
            Some(day) => ("finished", day.to_string()),
            None => ("in_progress", String::new()),
        };
        let Self { code, agency, received, due, .. } = self;
        format!("{code},{agency},{status},{received},{due},{ended}\n")
    }
}
