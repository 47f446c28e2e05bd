//! The folders of an office's own content, and how one lies over the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::super::{CatalogError, phrases::wording::ErrorWording};

/// Files by their paths from the content root.
pub(super) type FileBytes<'f> = BTreeMap<&'f str, &'f [u8]>;

/// Names the office's own content in its data folder: there goes what is described on a page.
pub const OWN_CONTENT: &str = "content";

/// Holds the folders that are laid over the built-in content, the lower one first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnFolders {
    /// `content` of the data folder. The exports of that folder were taken in by its connectors, so it is read whatever is named besides.
    pub of_data: Option<PathBuf>,
    /// The folder that `--content` names. It lies on top.
    pub named: Option<PathBuf>,
}

impl OwnFolders {
    /// The folder that is named, and that of a data folder where it is there. One folder is read once.
    pub fn find(named: Option<&Path>, data: Option<&Path>) -> Self {
        let of_data = data.map(|data| data.join(OWN_CONTENT)).filter(|folder| folder.is_dir());
        let place = |folder: &Path| fs::canonicalize(folder).ok();
        let is_same = |named: &&Path| {
            of_data.as_deref().and_then(place).is_some_and(|own| Some(own) == place(named))
        };
        let named = named.filter(|named| !is_same(named)).map(Path::to_owned);
        Self { of_data, named }
    }

    /// Only the folder that is named.
    pub fn only_named(named: Option<&Path>) -> Self {
        Self { of_data: None, named: named.map(Path::to_owned) }
    }

    /// Fails where both say in two ways what a kind of export is: whoever took the exports in went by one of them, and nobody knows by
    /// which.
    pub(super) fn ensure_agree(
        &self,
        of_data: &FileBytes,
        named: &FileBytes,
    ) -> Result<(), CatalogError> {
        let (Some(data_folder), Some(named_folder)) = (&self.of_data, &self.named) else {
            return Ok(());
        };
        let in_both: BTreeSet<&str> =
            of_data.keys().filter_map(|path| connector_id(path)).collect();
        let in_both = in_both.into_iter().filter(|id| !files_of(named, id).is_empty());
        for id in in_both {
            let held = files_of(of_data, id);
            if held != files_of(named, id) {
                let below =
                    |folder: &Path| folder.join("connectors").join(id).display().to_string();
                let path = format!("connectors/{id}/connector.toml");
                let text = named.get(&*path).and_then(|it| std::str::from_utf8(it).ok());
                let text = text.unwrap_or_default();
                let told = ErrorWording::new("content.described_twice")
                    .with("id", &id.to_owned())
                    .with("data", &below(data_folder))
                    .with("named", &below(named_folder));
                let hint = ErrorWording::new("content.described_twice_hint");
                return Err(CatalogError::worded_at(&path, text, None, told).with_hint(hint));
            }
        }
        Ok(())
    }
}

/// `so_cua_xa` of `connectors/so_cua_xa/connector.toml`; `None` of what is no part of one connector.
fn connector_id(path: &str) -> Option<&str> {
    let (id, file) = path.strip_prefix("connectors/")?.split_once('/')?;
    // A sample changes nothing.
    let is_read = [".toml", ".sql"].iter().any(|ending| file.ends_with(ending));
    is_read.then_some(id)
}

/// What is read of a connector.
fn files_of<'f>(files: &FileBytes<'f>, id: &str) -> FileBytes<'f> {
    let of_it = files.iter().filter(|(path, _)| connector_id(path) == Some(id));
    of_it.map(|(path, bytes)| (*path, *bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::super::Catalog, *};

    const BOOK: &str = "id = \"so_cua_xa\"\nname = \"Sổ của xã\"\nyields = \"dossier\"\nformats = [\"csv\"]\nbasis = \"Sổ của xã\"\n\
        [[column]]\nheading = \"Số\"\nis = \"dossier_code\"\nrequired = true\n[constant]\nsolving_agency = \"Xã An Sơn\"\nstatus = \"finished\"\n";
    const PATH: &str = "connectors/so_cua_xa/connector.toml";

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn load(named: &Path, data: &Path) -> Result<Catalog, CatalogError> {
        Catalog::load_folders(OwnFolders::find(Some(named), Some(data)))
    }

    #[test]
    fn what_was_described_in_the_data_folder_is_read_whatever_folder_is_named() {
        let (named, data) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        write(data.path(), &format!("content/{PATH}"), BOOK);
        write(data.path(), "content/samples/note.txt", "of the data folder");
        write(named.path(), "samples/note.txt", "named");
        let catalog = load(named.path(), data.path()).expect("well");
        assert_eq!(catalog.find_connector("so_cua_xa").expect("there").name, "Sổ của xã");
        // Of anything else the folder that is named has the last word.
        assert_eq!(catalog.content.file_text("samples/note.txt").expect("there"), "named");
        let folders = catalog.content.own_folders();
        assert_eq!(folders.of_data, Some(data.path().join("content")));
        assert_eq!(folders.named.as_deref(), Some(named.path()));
    }

    #[test]
    fn one_folder_named_by_another_path_is_read_once() {
        let data = tempfile::tempdir().expect("a folder");
        write(data.path(), &format!("content/{PATH}"), BOOK);
        let folders = OwnFolders::find(Some(&data.path().join("./content")), Some(data.path()));
        assert_eq!(folders, OwnFolders::find(None, Some(data.path())));
        assert!(Catalog::load_folders(folders).expect("well").find_connector("so_cua_xa").is_ok());
    }

    #[test]
    fn a_kind_of_export_described_in_two_ways_is_refused_with_both_places() {
        let (named, data) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        write(data.path(), &format!("content/{PATH}"), BOOK);
        write(named.path(), PATH, BOOK);
        write(named.path(), "connectors/so_cua_xa/sample.csv", "Số\nVS-1\n");
        load(named.path(), data.path()).expect("the same twice is one");
        write(named.path(), PATH, &BOOK.replace("finished", "returned"));
        let told = load(named.path(), data.path()).expect_err("refused").to_string();
        for place in [named.path().join("connectors/so_cua_xa"), data.path().join("content")] {
            assert!(told.contains(&place.display().to_string()), "{told}");
        }
        // A part of one beside a part of the other would be a third.
        write(named.path(), PATH, BOOK);
        write(named.path(), "connectors/so_cua_xa/staging.sql", "select 1");
        assert!(load(named.path(), data.path()).is_err());
    }
}
