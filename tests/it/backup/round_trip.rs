//! What was backed up is what is restored.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use motcua::{
    backup::{BackupError, forget_old_backups},
    catalog::{OwnFolders, content::ContentSet, settings::ProgramSettings},
    ingest::archive::Archive,
    state::StateDatabase,
};

use crate::backup::vault::{Vault, at, names};

#[test]
fn a_restored_office_answers_as_the_one_that_was_backed_up() {
    let vault = Vault::new();
    let made = vault.back_up(8);
    let restored = vault.restore("khac", None).expect("restored");
    assert_eq!(restored.manifest, made.manifest);
    let built = vault.build("khac");
    assert_eq!(built.data_version, vault.office.warehouse().data_version);
    assert_eq!(built.data_version, made.manifest.data_version);
    let users = StateDatabase::open(&vault.restored_path("khac")).expect("a state").list_users();
    let users: Vec<String> = users.expect("users").into_iter().map(|user| user.name).collect();
    assert_eq!(users, ["lan"]);
}

/// The office of the tests has a folder of content of its own; here it has a configuration too, with a password in a file.
#[test]
fn content_and_configuration_are_restored_beside_the_data_and_secrets_are_not_in_the_backup() {
    let mut vault = Vault::new();
    vault.office.file("mat-khau.txt", "rất bí mật");
    let secret = vault.office.folder().join("mat-khau.txt");
    let text = format!(
        "scope = \"184\"\n[mail]\nhost = \"127.0.0.1\"\nfrom = \"a@b.vn\"\nuser = \"a\"\npassword = {{ file = \"{}\" }}\n",
        secret.display()
    );
    let config = vault.office.file("van-quan.toml", &text);
    vault.settings = ProgramSettings::load_file(Some(&config)).expect("read");
    vault.back_up(8);
    let restored = vault.restore("khac", None).expect("restored");
    let beside = vault.restored_path("khac-office");
    assert_eq!(restored.config, Some(beside.join("motcua.toml")));
    assert_eq!(fs::read_to_string(beside.join("motcua.toml")).expect("a file"), text);
    let content = restored.content.expect("content");
    assert_eq!(
        fs::read(content.join("connectors/given/connector.toml")).expect("a file"),
        fs::read("tests/content/connectors/given/connector.toml").expect("a file")
    );
    for name in vault.objects() {
        let bytes = fs::read(vault.folder().join("objects").join(&name)).expect("an object");
        assert!(!bytes.windows(8).any(|part| part == &"rất bí mật".as_bytes()[..8]), "{name}");
    }
    // The published warehouse is built again: nobody needs a copy of it.
    let held: Vec<&str> = restored.manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert!(held.contains(&"data/state.sqlite"), "{held:?}");
    assert!(!held.iter().any(|path| path.contains("duckdb")), "{held:?}");
}

/// What was described on a page lies in the data folder, and is there again whether whoever restores thinks of `--content` or not.
#[test]
fn what_was_described_on_a_page_is_restored_into_the_data_folder() {
    let mut vault = Vault::new();
    let own = vault.office.data().join("content");
    let path = own.join("connectors/given_again/connector.toml");
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let text = fs::read_to_string("tests/content/connectors/given/connector.toml").expect("a file");
    fs::write(&path, text.replace("\"given\"", "\"given_again\"")).expect("written");
    vault.office.catalog.content = vault.office.catalog.content.with_data_folder(&own);
    let made = vault.back_up(8);
    let held: Vec<&str> = made.manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert!(held.contains(&"data/content/connectors/given_again/connector.toml"), "{held:?}");
    assert!(held.contains(&"content/connectors/given/connector.toml"), "{held:?}");
    let restored = vault.restore("khac", None).expect("restored");
    let data = vault.restored_path("khac");
    for folders in [restored.own_folders(&data), OwnFolders::find(None, Some(&data))] {
        let content = ContentSet::load_folders(folders).expect("well");
        assert!(content.find_file("connectors/given_again/connector.toml").is_some());
    }
    assert!(restored.content.expect("content").join("connectors/given").exists());
}

#[test]
fn a_second_backup_copies_what_is_new_and_nothing_else() {
    let vault = Vault::new();
    let first = vault.back_up(8);
    assert_eq!(first.copied_files, first.manifest.files.len());
    let again = vault.back_up(9);
    assert_eq!((again.copied_files, again.copied_bytes), (0, 0), "nothing had changed");
    vault.take_in(15, "A2");
    let third = vault.back_up(10);
    // The export and its note.
    assert_eq!(third.copied_files, 2);
    assert_eq!(third.manifest.files.len(), first.manifest.files.len() + 2);
}

#[test]
fn every_backup_made_while_exports_come_in_is_whole() {
    let vault = Vault::new();
    let is_done = AtomicBool::new(false);
    let made = thread::scope(|scope| {
        let (office, is_done) = (&vault, &is_done);
        let mut backups = vec![vault.back_up(8)];
        let ingesting = scope.spawn(move || {
            for day in 6..10 {
                office.take_in(day, &format!("B{day}"));
            }
            is_done.store(true, Ordering::SeqCst);
        });
        while !is_done.load(Ordering::SeqCst) && !ingesting.is_finished() {
            backups.push(vault.back_up(8));
            thread::park_timeout(Duration::from_millis(10));
        }
        ingesting.join().expect("all are taken in");
        backups.push(vault.back_up(9));
        backups
    });
    let mut held = Vec::new();
    for (number, backup) in made.iter().enumerate() {
        assert_eq!(backup.manifest.left_out, [], "backup {number}");
        let exports = backup.manifest.files.iter().filter(|file| file.path.ends_with(".parquet"));
        held.push(exports.count());
    }
    assert_eq!((held.first(), held.last()), (Some(&1), Some(&5)));
    assert!(held.is_sorted(), "{held:?}");
    vault.restore("khac", None).expect("restored");
    let archive = Archive::open_in(&vault.restored_path("khac")).expect("an archive");
    for source in archive.list_sources().expect("sealed notes") {
        archive.verify_parquet(&source).expect("as it was archived");
    }
    assert_eq!(vault.build("khac").data_version, vault.office.warehouse().data_version);
}

#[test]
fn the_backup_of_a_moment_is_restored_by_its_time() {
    let vault = Vault::new();
    let first = vault.back_up(8).manifest;
    vault.take_in(15, "A2");
    vault.back_up(10);
    let restored = vault.restore("luc-chin-gio", Some(at(9))).expect("restored");
    assert_eq!(restored.manifest, first);
    let before = vault.restore("luc-bay-gio", Some(at(7))).expect_err("there was none");
    assert!(before.to_string().contains("07:00 ngày 02/01/2024"), "{before}");
}

#[test]
fn nothing_is_restored_over_what_is_there() {
    let vault = Vault::new();
    vault.back_up(8);
    let before = fs::read(vault.office.data().join("state.sqlite")).expect("a state");
    let refused = vault.restore("data", None).expect_err("it holds an office");
    assert!(matches!(refused, BackupError::NotEmpty { .. }), "{refused}");
    assert_eq!(fs::read(vault.office.data().join("state.sqlite")).expect("a state"), before);
    fs::create_dir(vault.restored_path("trong")).expect("an empty folder");
    vault.restore("trong", None).expect("an empty folder holds nothing");
}

#[test]
fn a_backup_is_not_put_into_what_it_is_of() {
    let mut vault = Vault::new();
    let data = vault.office.data();
    let order = motcua::backup::BackupOrder {
        catalog: &vault.office.catalog,
        settings: &vault.settings,
        data: &data,
        folder: &data.join("sao-luu"),
        now: at(8),
    };
    let refused = motcua::backup::create_backup(&order, &mut |_| Ok(())).expect_err("refused");
    assert!(matches!(refused, BackupError::Inside { .. }), "{refused}");
    vault.settings = ProgramSettings::default();
}

#[test]
fn of_old_backups_only_what_newer_ones_need_is_kept() {
    let vault = Vault::new();
    vault.back_up(8);
    vault.take_in(15, "A2");
    let state = StateDatabase::open(&vault.office.data()).expect("a state");
    vault.back_up(9);
    let user = motcua::domain::sight::UserRole::Viewer;
    state.add_user("mai", user, None, "một hai ba bốn năm sáu", at(1)).expect("a user");
    let third = vault.back_up(10);
    let before = vault.objects().len();
    assert_eq!(forget_old_backups(&vault.folder(), 1, &mut |_| Ok(())).expect("forgotten"), 2);
    // The state of before `mai` came is nobody's any more.
    assert_eq!(vault.objects().len(), before - 1);
    assert_eq!(names(&vault.folder().join("backups")), [format!("{}.json", third.manifest.id)]);
    vault.restore("khac", None).expect("whole still");
}

#[cfg(unix)]
#[test]
fn nobody_else_of_the_machine_reads_a_backup_or_what_is_restored() {
    use std::os::unix::fs::PermissionsExt;
    let vault = Vault::new();
    vault.back_up(8);
    vault.restore("khac", None).expect("restored");
    let mut seen = 0;
    let mut open = vec![vault.folder(), vault.restored_path("khac")];
    while let Some(path) = open.pop() {
        let mode = fs::metadata(&path).expect("there").permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{}", path.display());
        if path.is_dir() {
            open.extend(names(&path).iter().map(|name| path.join(name)));
        }
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

/// The root of a disk cannot be renamed over, and a folder of the system belongs to whom could make none beside it.
#[cfg(unix)]
#[test]
fn an_empty_folder_that_is_there_is_filled_and_stays_the_one_it_was() {
    use std::os::unix::fs::MetadataExt;
    let vault = Vault::new();
    vault.back_up(8);
    let data = vault.restored_path("o-dia");
    // The root of a disk has a folder of its own from the beginning.
    fs::create_dir_all(data.join("lost+found")).expect("made");
    let number = || fs::metadata(&data).expect("there").ino();
    let before = number();
    vault.restore("o-dia", None).expect("restored");
    assert_eq!(number(), before);
    assert!(!data.join("restoring").exists());
    assert!(!names(vault.office.folder()).contains(&"o-dia-office".to_owned()));
    let version = vault.office.warehouse().data_version.clone();
    assert_eq!(vault.build("o-dia").data_version, version);
}

#[test]
fn a_folder_that_is_restored_by_half_is_used_by_nobody() {
    let vault = Vault::new();
    vault.back_up(8);
    let data = vault.restored_path("o-dia");
    vault.restore("o-dia", None).expect("restored");
    fs::create_dir(data.join("restoring")).expect("made");
    let refused = motcua::backup::check_layout(&data, 1).expect_err("it is not whole");
    assert!(matches!(refused, BackupError::HalfRestored { .. }), "{refused}");
}
