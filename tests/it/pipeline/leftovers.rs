//! What a process that died left behind goes at the next start; what others use, or is not ours, stays.

use std::{fs, fs::File};

use motcua::pipeline::ScratchFolder;

use crate::support::office::Office;

#[test]
fn the_next_run_removes_what_never_got_its_name() {
    let office = Office::new();
    let put = |name: &str| {
        let path = office.data().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, "half of it").expect("written");
        path
    };
    let left = [
        "archive/generic_dossiers/0123456789abcdef.parquet.new",
        "archive/generic_dossiers/0123456789abcdef.json.new",
        "fetch/progress_json/2023.json.new",
        "build/.tmpAbCdEf/decoded-1.csv",
    ]
    .map(put);
    // Not ours, or about to get its name in another process.
    let others = ["archive/generic_dossiers/ghi-chu.new", "state.AbCdEf.new"].map(put);
    office.run_again();
    for path in left {
        assert!(!path.exists(), "{}", path.display());
    }
    for path in others {
        assert!(path.exists(), "{}", path.display());
    }
}

#[test]
fn a_temporary_folder_goes_with_its_process_and_no_sooner() {
    let used = ScratchFolder::make().expect("made");
    // A process that died let go of its lock.
    let dead = tempfile::Builder::new().prefix("motcua-scratch-").tempdir().expect("made").keep();
    File::create(dead.join("in-use")).expect("made");
    let begun = tempfile::Builder::new().prefix("motcua-scratch-").tempdir().expect("made");
    Office::new().run_again();
    assert!(used.path().exists() && begun.path().exists());
    assert!(!dead.exists());
}
