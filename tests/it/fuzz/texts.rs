//! The same of small texts that the program reads: settings, connectors, metrics, layouts, notes, ledgers, periods, addresses.

use std::{fs, path::Path, time::Instant};

use fastrand::Rng;
use motcua::{
    catalog::{
        Catalog,
        connector::{Connector, http::parse_url, layout::LayoutRules},
        content::ContentSet,
        metric::Metric,
        settings::ProgramSettings,
    },
    domain::{period::Period, source::Source},
    ingest::archive::{Archive, seal},
};

use super::{FuzzBudget, assert_told, mutation::damage_bytes};

/// Texts of each kind that CI reads.
const USUAL: u64 = 300;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadText {
    Settings,
    Connector,
    Layout,
    Metric,
    Note,
    Ledger,
    Period,
    Address,
}

const SETTINGS: &str = "scope = \"184\"\n\n[serve]\nbehind_proxy = false\n\n[inbox]\nfolder = \"/srv/motcua/hop-thu\"\nkeep_days = 30\n\n\
    [backup]\nfolder = \"/var/lib/motcua-backup\"\nat = \"02:30\"\nkeep = 14\n";

const PERIODS: [&str; 8] = [
    "2023",
    "2023-H1",
    "2023-Q3",
    "2023-08",
    "2023-W34",
    "2023-08-01..2023-08-15",
    "bc:2023-Q3",
    "2023-08-01",
];

/// Words of the grammars.
const WORDS: [&str; 22] = [
    "[[column]]\n",
    "heading = ",
    "is = \"",
    "= 9999999999999999999999",
    "\"\"\"",
    "'''",
    "\\u0000",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "..",
    "-W53",
    "-02-30",
    "bc:",
    "9999",
    "%00",
    "@",
    "\u{202E}",
    "\u{0}",
    "inf",
];

#[rstest::rstest]
#[case::settings(ReadText::Settings)]
#[case::connector(ReadText::Connector)]
#[case::layout(ReadText::Layout)]
#[case::metric(ReadText::Metric)]
#[case::note(ReadText::Note)]
#[case::ledger(ReadText::Ledger)]
#[case::period(ReadText::Period)]
#[case::address(ReadText::Address)]
fn a_damaged_text_is_refused_with_a_hint_or_means_something(#[case] kind: ReadText) {
    let FuzzBudget { seconds, first, one } = FuzzBudget::of_environment();
    let content = ContentSet::load_layers(None).expect("the content is well");
    let catalog = Catalog::load_content(None).expect("the content is well");
    let folder = tempfile::tempdir().expect("a folder");
    let bases = kind.bases(&content);
    let (began, mut taken, mut seed) = (Instant::now(), 0_u64, first);
    loop {
        let mut random = Rng::with_seed(seed);
        let (path, base) = bases[random.usize(..bases.len())].clone();
        let bytes = damage_bytes(&WORDS, base.into_bytes(), &mut random);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let read = std::panic::catch_unwind(|| {
            kind.is_read((&path, &text), &content, &catalog, folder.path())
        });
        match read {
            Ok(is_read) => taken += u64::from(is_read),
            Err(panic) => {
                println!("again: SEED={seed} cargo test … fuzz::texts, {kind:?}: {text:?}");
                std::panic::resume_unwind(panic);
            }
        }
        let is_over = seconds.map_or(seed >= first + USUAL, |most| began.elapsed() >= most);
        if one || is_over {
            break;
        }
        seed += 1;
    }
    println!("{kind:?}: {} texts in {:?}, {taken} taken", seed - first + 1, began.elapsed());
}

impl ReadText {
    /// Texts that are well, with their paths.
    fn bases(self, content: &ContentSet) -> Vec<(String, String)> {
        let of = |folder: &str, ending: &str| -> Vec<(String, String)> {
            let files = content.list_files(folder, ending);
            files
                .map(|file| (file.path.clone(), file.to_text().expect("text").to_owned()))
                .collect()
        };
        let alone = |text: &str| vec![(String::new(), text.to_owned())];
        match self {
            Self::Settings => alone(SETTINGS),
            Self::Connector => of("connectors/", "/connector.toml"),
            Self::Layout => of("connectors/layout", ".toml"),
            Self::Metric => of("queries/metrics/", ".sql"),
            Self::Note => alone(&seal::seal_text(&note())),
            Self::Ledger => {
                let mut ledger = motcua::domain::erasure::ErasureLedger::default();
                ledger.add_code("A1", "theo đơn", note().ingested_at, "0a");
                alone(&seal::seal_text(&ledger))
            }
            Self::Period => PERIODS.into_iter().flat_map(alone).collect(),
            Self::Address => {
                alone("https://dvc.langson.gov.vn:8443/api/v1/ho-so?tu=2023-01-01&den=2023-12-31#a")
            }
        }
    }

    /// Reads a text; whether it means something. What it means must be what is written: a sealed text is whole or refused.
    fn is_read(
        self,
        (path, text): (&str, &str),
        content: &ContentSet,
        catalog: &Catalog,
        folder: &Path,
    ) -> bool {
        let with = |path: &str| content.with_file(path, text.as_bytes().to_vec());
        match self {
            Self::Settings => told(
                ProgramSettings::parse_text("motcua.toml", text)
                    .and_then(|read| read.check_content(catalog)),
            ),
            // What contradicts itself in a connector is told at its place, and not always with a hint.
            Self::Connector => Connector::parse_folder(&with(path), path).is_ok(),
            Self::Layout => told(LayoutRules::load_rules(&with("connectors/layout.toml"))),
            Self::Metric => {
                let content = with(path);
                told(Metric::parse_file(content.find_file(path).expect("laid over")))
            }
            Self::Note => {
                let archive = Archive::open_in(folder).expect("a folder");
                let path = archive.note_path(&note().id);
                fs::create_dir_all(path.parent().expect("in the archive")).expect("made");
                fs::write(&path, text).expect("written");
                let read = archive.find_note(&note().id);
                if let Ok(Some(read)) = &read {
                    assert_eq!(*read, note(), "a note that says something else: {text}");
                }
                told(read)
            }
            Self::Ledger => {
                let path = folder.join("erasures.json");
                fs::write(&path, text).expect("written");
                let read = Archive::read_ledger(&path);
                assert!(
                    read.as_ref().is_ok_and(|read| read.holds_code("A1")) || read.is_err(),
                    "{text}"
                );
                told(read)
            }
            Self::Period => text.parse::<Period>().is_ok_and(|period| {
                let again = period.to_string().parse::<Period>();
                assert!(period.start() <= period.end() && again == Ok(period), "{text}: {period}");
                true
            }),
            Self::Address => parse_url(text).is_ok_and(|url| {
                assert!(url.username().is_empty() && url.password().is_none(), "{text}");
                true
            }),
        }
    }
}

/// Whether it is read; what is not is told with a hint.
fn told<T, E: miette::Diagnostic>(read: Result<T, E>) -> bool {
    match read {
        Ok(_) => true,
        Err(error) => {
            assert_told(&error);
            false
        }
    }
}

fn note() -> Source {
    serde_json::from_str(
        r#"{"id": "given/0123456789abcdef", "connector": "given", "file_name": "ho-so-2023-12-31.csv", "sha256": "00", "parquet_sha256": "11",
        "snapshot_on": "2023-12-31", "snapshot_from": "file_name", "ingested_at": "2024-01-02T08:00:00", "number": 1, "period": null,
        "row_count": 12, "columns": ["Mã hồ sơ", "Trạng thái"], "ignored_headings": [], "ignored_sheets": []}"#,
    )
    .expect("a note")
}
