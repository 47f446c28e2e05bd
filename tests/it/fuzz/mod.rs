//! Small valid files of every format, damaged by chance: no panic, no hang, a sentence with a hint for what is refused, and of what is taken
//! every row is kept, set aside or rejected.
//!
//! `FUZZ_SECONDS=600 cargo test … fuzz::` goes on for so long with each parser; `SEED=17` reads one damaged file again. No file that did harm
//! to a library is kept here: what was found is in the words of docs/reliability.md.

#![expect(
    clippy::print_stdout,
    reason = "how much was read, and how a file is read again, is what is asked"
)]

mod bases;
mod mutation;
pub mod small_registry;
mod texts;
mod watch;

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use fastrand::Rng;
use jiff::civil::date;
use miette::Diagnostic;
use motcua::{
    catalog::connector::Connector,
    ingest::{self, Export},
    pipeline::{IngestOutcome, IngestOverrides},
};

use self::{bases::Base, mutation::damage, small_registry::keep_agencies, watch::Watch};
use crate::support::office::Office;

/// Files of each format that CI reads; of those that were taken, so many are built of.
const USUAL: u64 = 60;
const BUILT_OF: usize = 4;

/// Communes of the district that the files are of.
const AGENCIES: [&str; 5] = ["20,", "184,", "062", "063", "064"];

/// No small file may take longer, on however busy a machine.
const LONGEST: Duration = Duration::from_mins(2);

#[rstest::rstest]
#[case::xls(Base::Xls)]
#[case::xlsx(Base::Xlsx)]
#[case::ods(Base::Ods)]
#[case::html(Base::Html)]
#[case::xml_2003(Base::Xml2003)]
#[case::csv(Base::Csv)]
#[case::tsv(Base::Tsv)]
#[case::json(Base::Json)]
#[case::zip(Base::Zip)]
#[case::gzip(Base::Gzip)]
#[case::web_archive(Base::WebArchive)]
fn a_damaged_file_is_refused_with_a_hint_or_no_row_of_it_is_lost(#[case] base: Base) {
    let FuzzBudget { seconds, first, one } = FuzzBudget::of_environment();
    let office = office();
    let (watch, began) = (Watch::over(base, LONGEST), Instant::now());
    let (mut seed, mut taken, mut kept) = (first, 0_u64, Vec::new());
    loop {
        let (name, bytes) = damaged_file(base, seed);
        watch.begin(seed);
        let path = office.file(&name, bytes);
        if is_taken(&office, &path) {
            taken += 1;
            kept.push(path);
        } else {
            fs::remove_file(path).expect("removed");
        }
        watch.end();
        if kept.len() >= BUILT_OF && (seconds.is_some() || taken == BUILT_OF as u64) {
            build_of(&std::mem::take(&mut kept));
        } else if kept.len() > BUILT_OF {
            kept.clear();
        }
        let is_over = seconds.map_or(seed >= first + USUAL, |most| began.elapsed() >= most);
        if one || is_over {
            break;
        }
        seed += 1;
    }
    if taken > 0 && !kept.is_empty() {
        kept.truncate(BUILT_OF);
        build_of(&kept);
    }
    println!("{base:?}: {} files in {:?}, {taken} taken", seed - first + 1, began.elapsed());
}

/// What the environment says.
struct FuzzBudget {
    seconds: Option<Duration>,
    first: u64,
    one: bool,
}

impl FuzzBudget {
    fn of_environment() -> Self {
        let number =
            |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        Self {
            seconds: number("FUZZ_SECONDS").map(Duration::from_secs),
            first: number("SEED").or_else(|| number("FIRST_SEED")).unwrap_or(1),
            one: number("SEED").is_some(),
        }
    }
}

/// Its builds are quick.
fn office() -> Office {
    let mut office = Office::new();
    keep_agencies(&mut office.catalog, &AGENCIES);
    office
}

/// The same of a seed on every machine.
fn damaged_file(base: Base, seed: u64) -> (String, Vec<u8>) {
    let mut random = Rng::with_seed(seed);
    let bases = base.files();
    let (ending, bytes) = &bases[random.usize(..bases.len())];
    (format!("hong-{seed}-2023-12-31.{ending}"), damage(base, bytes, &mut random))
}

/// Reads a file as far as its rows; whether it is taken.
fn is_taken(office: &Office, path: &std::path::Path) -> bool {
    let connectors: Vec<&Connector> = office.catalog.connectors.iter().collect();
    let scratch = tempfile::tempdir().expect("a folder");
    let mut is_taken = true;
    for export in ingest::unpack_export(Export::from_path(path)) {
        let decoded = export.and_then(|(export, kind)| {
            let layout = &office.catalog.layout;
            ingest::decode_export(&export, kind, &connectors, layout, scratch.path()).map(drop)
        });
        if let Err(error) = decoded {
            is_taken = false;
            assert_told(&error);
        }
    }
    is_taken
}

fn assert_told(error: &dyn Diagnostic) {
    let hint = error.help().map(|hint| hint.to_string()).unwrap_or_default();
    assert!(!hint.is_empty(), "no hint: {error}");
    let told = error.to_string();
    assert!(!told.is_empty() && !told.contains("panicked"), "{told}");
}

/// Takes files in and builds of them: what was read is kept, set aside or rejected.
fn build_of(paths: &[PathBuf]) {
    let office = office();
    let said = IngestOverrides::default();
    let (taken, build) = office.ingest_all(paths, &said, date(2024, 1, 2).at(8, 0, 0, 0));
    for outcome in &taken {
        match outcome {
            Ok(IngestOutcome::New(_) | IngestOutcome::Known(_)) => {}
            Ok(other) => panic!("{other:?}"),
            Err(error) => assert_told(error),
        }
    }
    for source in build.into_iter().flat_map(|build| build.sources) {
        let sum = source.staged.kept
            + source.staged.layout
            + source.staged.rejected
            + source.staged.erased;
        assert_eq!(source.rows_read, sum, "rows lost of {}: {paths:?}", source.id);
    }
}
