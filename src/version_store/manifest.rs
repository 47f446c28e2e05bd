//! What a version holds: one sealed file that names all others. It comes from outside, and nothing it says is taken without a look.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::Path,
};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::error::{VersionDamage, VersionError};
use crate::{
    catalog::target::office_target,
    domain::name::portable_name,
    ingest::archive::seal::{is_seal_whole, seal_text},
    period_lock::LOCKS,
    shared_store::{digest_reader, is_digest},
    warehouse::LAYOUT,
};

/// The shape of manifests that this program writes and reads.
const FORMAT: u32 = 1;
/// Longer than that no manifest is.
pub(super) const LONGEST: u64 = 16 << 20;
/// Of a province that locks every month with every paper, in twenty years.
const MOST_FILES: usize = 50_000;
/// More digits a number has not.
const DIGITS: usize = 10;
/// After it there is none.
pub(super) const HIGHEST: u64 = 9_999_999_999;

/// Names the build in a version.
pub(super) const WAREHOUSE: &str = "warehouse.duckdb";
/// Begins the names of the office's own content, both of its folders as one lies over the other.
pub(super) const CONTENT: &str = "content/";

/// Names every file of a version with its digest. It is written last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VersionManifest {
    pub format: u32,
    pub number: u64,
    /// Whose store it is: one office's for ever.
    pub office: String,
    /// Local civil time.
    pub published_at: DateTime,
    /// The version of the program that published it.
    pub program: String,
    /// The relations a program must know to read the build.
    pub layout: String,
    pub data_version: String,
    /// Of all content, built-in and own.
    pub content_version: String,
    /// What the office's ledger knows the dossiers by that were erased by then: digests, of which no code can be told without its salts.
    pub erased: BTreeSet<String>,
    pub files: Vec<VersionFile>,
}

/// Names one file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct VersionFile {
    /// With slashes on every system.
    pub path: String,
    pub sha256: String,
    pub size: u64,
}

impl VersionFile {
    /// Whether what lies in a place is this file, to the byte.
    pub fn is_at(&self, place: &Path) -> bool {
        let is_long = fs::metadata(place).is_ok_and(|it| it.len() == self.size);
        let digest = || digest_reader(File::open(place)?).map(|(digest, _)| digest);
        is_long && digest().is_ok_and(|digest| digest == self.sha256)
    }
}

/// Where a store says whose it is.
pub(super) const OWNER: &str = "office.json";
/// The folder of manifests.
pub(super) const VERSIONS: &str = "versions";
/// The folder of what they name.
pub(super) const OBJECTS: &str = "objects";

impl VersionManifest {
    /// Makes a manifest of this program; its number is not known yet.
    pub fn new(office: String, published_at: DateTime) -> Self {
        Self {
            format: FORMAT,
            number: 0,
            office,
            published_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            layout: LAYOUT.to_owned(),
            data_version: String::new(),
            content_version: String::new(),
            erased: BTreeSet::new(),
            files: Vec::new(),
        }
    }

    /// Reads what a store gives as the manifest of a number. Fails where it is not as it was written, or names what no version holds.
    pub fn parse(number: u64, bytes: &[u8]) -> Result<Self, VersionError> {
        let name = manifest_name(number);
        let damaged = |problem| VersionError::Damaged { name: name.clone(), problem };
        let text = std::str::from_utf8(bytes).map_err(|_| damaged(VersionDamage::Unread))?;
        if is_seal_whole(text) != Some(true) {
            return Err(damaged(VersionDamage::Unread));
        }
        let format = serde_json::from_str::<FormatOnly>(text).map(|only| only.format);
        if format.is_ok_and(|format| format != FORMAT) {
            return Err(damaged(VersionDamage::Format));
        }
        let read: Self = serde_json::from_str(text).map_err(|_| damaged(VersionDamage::Unread))?;
        match read.find_problem(number) {
            Some(problem) => Err(damaged(problem)),
            None => Ok(read),
        }
    }

    /// The digest of the build.
    pub fn build_digest(&self) -> &str {
        self.files.iter().find(|file| file.path == WAREHOUSE).map_or("", |file| &file.sha256)
    }

    /// The text of the manifest, sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        seal_text(self).into_bytes()
    }

    fn find_problem(&self, number: u64) -> Option<VersionDamage> {
        let mut paths = BTreeSet::new();
        // Of two names that differ by case alone Windows has one.
        let is_twice = self.files.iter().any(|file| !paths.insert(file.path.to_lowercase()));
        if self.number != number {
            Some(VersionDamage::Number)
        } else if self.files.iter().any(|file| !is_version_path(&file.path)) {
            Some(VersionDamage::Path)
        } else if is_twice
            || self.files.len() > MOST_FILES
            || !self.files.iter().any(|file| file.path == WAREHOUSE && file.size > 0)
            || !self.files.iter().all(|file| is_digest(&file.sha256))
        {
            Some(VersionDamage::Files)
        } else {
            None
        }
    }
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

/// Whether a version may hold a file of that path: of a known kind, below the node's own folders, by names every system has.
pub(super) fn is_version_path(path: &str) -> bool {
    if path == WAREHOUSE || path == office_target::FILE {
        return true;
    }
    let locks = format!("{LOCKS}/");
    let Some(rest) = [&*locks, CONTENT].iter().find_map(|folder| path.strip_prefix(folder)) else {
        return false;
    };
    // A script of a page runs as whoever looks at it.
    let is_script = path.starts_with(CONTENT) && path.to_lowercase().ends_with(".js");
    let is_name = |part: &str| {
        let is_aside = part.starts_with('.') || part.to_lowercase().ends_with(".new");
        !part.is_empty() && !is_aside && part.len() <= 255 && portable_name(part) == part
    };
    !is_script && rest.split('/').all(is_name)
}

/// Where the manifest of a number lies.
pub(super) fn manifest_name(number: u64) -> String {
    format!("{VERSIONS}/{number:0DIGITS$}.json")
}

/// The number of a manifest by its name below the folder of manifests; `None` of what is none.
pub(super) fn manifest_number(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".json")?;
    let is_number = digits.len() == DIGITS && digits.bytes().all(|it| it.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}

/// Where an object lies.
pub(super) fn object_name(sha256: &str) -> String {
    format!("{OBJECTS}/{sha256}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn manifest(path: &str) -> VersionManifest {
        let file =
            |path: &str| VersionFile { path: path.to_owned(), sha256: "0a".repeat(32), size: 1 };
        let mut manifest =
            VersionManifest::new("van-quan".to_owned(), date(2024, 1, 2).at(8, 0, 0, 0));
        (manifest.number, manifest.files) = (7, vec![file(WAREHOUSE), file(path)]);
        manifest
    }

    fn problem_of(number: u64, bytes: &[u8]) -> Option<VersionDamage> {
        match VersionManifest::parse(number, bytes) {
            Ok(_) => None,
            Err(VersionError::Damaged { problem, .. }) => Some(problem),
            Err(other) => panic!("{other}"),
        }
    }

    #[rstest]
    #[case::a_lock("locks/2023-11/papers/weekly.docx", None)]
    #[case::what_was_described("content/connectors/so/connector.toml", None)]
    #[case::targets("targets.csv", None)]
    #[case::a_folder_above("locks/../../state.sqlite", Some(VersionDamage::Path))]
    #[case::a_path_from_the_root("/etc/passwd", Some(VersionDamage::Path))]
    #[case::a_path_of_another_system("locks/a\\..\\x", Some(VersionDamage::Path))]
    #[case::a_drive("locks/C:x", Some(VersionDamage::Path))]
    #[case::a_device("locks/nul.csv", Some(VersionDamage::Path))]
    #[case::a_script("content/dashboards/assets/motcua.js", Some(VersionDamage::Path))]
    #[case::what_is_not_there_yet("locks/2023-11/lock.json.new", Some(VersionDamage::Path))]
    #[case::a_hidden_name("locks/.git/config", Some(VersionDamage::Path))]
    #[case::an_empty_name("locks//a", Some(VersionDamage::Path))]
    #[case::another_kind("state.sqlite", Some(VersionDamage::Path))]
    #[case::the_build_twice("warehouse.duckdb", Some(VersionDamage::Files))]
    fn a_version_holds_files_of_the_known_kinds_below_its_folders(
        #[case] path: &str,
        #[case] problem: Option<VersionDamage>,
    ) {
        assert_eq!(problem_of(7, &manifest(path).to_bytes()), problem);
    }

    #[test]
    fn a_manifest_is_read_where_it_is_whole_and_of_its_number() {
        let whole = manifest("targets.csv").to_bytes();
        assert_eq!(problem_of(8, &whole), Some(VersionDamage::Number));
        assert_eq!(problem_of(7, &whole[..whole.len() / 2]), Some(VersionDamage::Unread));
        let mut newer = manifest("targets.csv");
        newer.format = 2;
        assert_eq!(problem_of(7, &newer.to_bytes()), Some(VersionDamage::Format));
        let mut short = manifest("targets.csv");
        short.files[1].sha256 = "0a".to_owned();
        assert_eq!(problem_of(7, &short.to_bytes()), Some(VersionDamage::Files));
    }

    #[rstest]
    #[case("0000000007.json", Some(7))]
    #[case("7.json", None)]
    #[case("0000000000.json", None)]
    #[case("+000000007.json", None)]
    #[case("0000000007.json.new", None)]
    fn a_manifest_is_called_by_ten_digits(#[case] name: &str, #[case] number: Option<u64>) {
        assert_eq!(manifest_number(name), number);
    }
}
