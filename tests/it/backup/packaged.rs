//! Where a package lets backups be made.

use std::fs;

use motcua::catalog::settings::ProgramSettings;

#[test]
fn the_folder_of_backups_that_the_settings_name_is_made_by_the_package_and_a_volume_of_the_image() {
    let text = fs::read_to_string("packaging/motcua.toml").expect("settings");
    let settings = ProgramSettings::parse_text("motcua.toml", &text).expect("well");
    let folder = settings.backup.expect("backups are made").folder.display().to_string();
    let name = folder.rsplit('/').next().expect("a name");
    for (file, line) in [
        (
            "packaging/deb/postinst",
            format!("install -d -o motcua -g motcua -m 0750 /var/lib/motcua {folder}"),
        ),
        ("packaging/Dockerfile", format!("VOLUME [\"/var/lib/motcua\", \"{folder}\"]")),
        ("packaging/motcua.service", format!("StateDirectory=motcua {name}")),
    ] {
        let text = fs::read_to_string(file).expect("a file");
        assert!(text.lines().any(|it| it.trim() == line), "{file}: no `{line}`");
    }
}
