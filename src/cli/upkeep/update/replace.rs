//! Puts new files where old ones are, each at once; the old ones stay beside them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::disk::{remove_patiently, rename_patiently, sync_file, sync_folder};

/// A file to be replaced: its name in the folder, and what it is to hold.
pub type NewFile<'f> = (&'f str, &'f [u8]);

/// Says at which path a file could not be replaced.
#[derive(Debug)]
pub struct ReplaceError {
    pub path: PathBuf,
    pub source: io::Error,
}

/// Replaces files of a folder; what each held stays as `NAME.old`. All are written aside first. Where one cannot be replaced, those before it
/// are as they were.
pub fn replace_files(folder: &Path, files: &[NewFile]) -> Result<(), ReplaceError> {
    replace_synced_by(folder, files, sync_folder)
}

/// As `replace_files`, with how the names of the folder are made to last. Where that fails all are replaced already: it is only warned of.
fn replace_synced_by(
    folder: &Path,
    files: &[NewFile],
    sync: impl Fn(&Path) -> io::Result<()>,
) -> Result<(), ReplaceError> {
    let written = files.iter().try_for_each(|file| write_aside(folder, file));
    let replaced = written.and_then(|()| {
        let mut done = Vec::new();
        for (name, _) in files {
            match replace_one(folder, name) {
                Ok(()) => done.push(*name),
                Err(failed) => {
                    // As good as it goes: whoever reads the error has the old files beside the new ones.
                    for name in done {
                        let _ =
                            rename_patiently(&with_ending(folder, name, "old"), &folder.join(name));
                    }
                    return Err(failed);
                }
            }
        }
        Ok(())
    });
    for (name, _) in files {
        let _ = fs::remove_file(with_ending(folder, name, "new"));
    }
    if let Err(error) = sync(folder) {
        tracing::warn!(error = %error, folder = %folder.display(), "the new names may not outlast a loss of power");
    }
    replaced
}

fn write_aside(folder: &Path, (name, bytes): &NewFile) -> Result<(), ReplaceError> {
    let (aside, held) = (with_ending(folder, name, "new"), folder.join(name));
    let write = || {
        fs::write(&aside, bytes)?;
        if let Ok(held) = fs::metadata(&held) {
            fs::set_permissions(&aside, held.permissions())?;
        }
        sync_file(&aside)
    };
    write().map_err(|source| ReplaceError { path: aside.clone(), source })
}

fn replace_one(folder: &Path, name: &str) -> Result<(), ReplaceError> {
    let held = folder.join(name);
    let [aside, old] = ["new", "old"].map(|ending| with_ending(folder, name, ending));
    let replace = || {
        if old.exists() {
            remove_patiently(&old)?;
        }
        if held.exists() {
            keep_old(&held, &old)?;
        }
        let placed = rename_patiently(&aside, &held);
        if placed.is_err() && !held.exists() {
            let _ = rename_patiently(&old, &held);
        }
        placed
    };
    replace().map_err(|source| ReplaceError { path: held.clone(), source })
}

/// Windows lets a program that runs be renamed, not replaced; elsewhere there is no moment without it.
fn keep_old(held: &Path, old: &Path) -> io::Result<()> {
    if cfg!(windows) { rename_patiently(held, old) } else { fs::hard_link(held, old) }
}

fn with_ending(folder: &Path, name: &str, ending: &str) -> PathBuf {
    folder.join(format!("{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    #[test]
    fn what_was_there_stays_beside_what_is_new() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        for (name, held) in [("a", "one"), ("b", "two"), ("a.old", "long ago")] {
            fs::write(folder.join(name), held).expect("written");
        }
        replace_files(folder, &[("a", b"new one"), ("b", b"new two")]).expect("replaced");
        let held = ["a", "a.old", "b", "b.old"].map(|name| text(folder, name));
        assert_eq!(held, ["new one", "one", "new two", "two"]);
        assert_eq!(fs::read_dir(folder).expect("listed").count(), 4, "nothing is left aside");
    }

    #[test]
    fn what_is_replaced_stays_so_where_the_folder_cannot_be_synced() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        for (name, held) in [("a", "one"), ("b", "two")] {
            fs::write(folder.join(name), held).expect("written");
        }
        let new: [NewFile; 2] = [("a", b"new one"), ("b", b"new two")];
        let replaced = replace_synced_by(folder, &new, |_| Err(io::Error::other("no room")));
        replaced.expect("both are in their places");
        let held = ["a", "a.old", "b", "b.old"].map(|name| text(folder, name));
        assert_eq!(held, ["new one", "one", "new two", "two"], "never one new and one old");
    }

    #[test]
    fn where_one_cannot_be_replaced_all_are_as_they_were() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        fs::write(folder.join("a"), "one").expect("written");
        // No file can take the place of a folder that holds something.
        fs::create_dir_all(folder.join("b/inside")).expect("made");
        let failed = replace_files(folder, &[("a", b"new one"), ("b", b"new two")]);
        assert_eq!(failed.expect_err("refused").path, folder.join("b"));
        assert_eq!(text(folder, "a"), "one");
        assert!(!folder.join("a.new").exists() && !folder.join("b.new").exists());
    }
}
