//! What takes long to make and many tests begin with: made once a run, then copied.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub struct Kept(PathBuf);

impl Kept {
    /// `make` fills an empty folder of this name.
    pub fn of(name: &str, make: impl FnOnce(&Path)) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("what an earlier run left");
        }
        fs::create_dir_all(&folder).expect("made");
        make(&folder);
        Self(folder)
    }

    /// For who only reads.
    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn copy(&self, to: &Path) {
        copy(&self.0, to);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("listed"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}
