//! Somebody at a terminal: types a line, sees exit code, stdout and stderr.

use std::{path::Path, sync::LazyLock};

use assert_cmd::Command;

use crate::support::kept::Kept;

pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn after_demo() -> Self {
        static DEMO: LazyLock<Kept> = LazyLock::new(|| {
            Kept::of("demo", |folder| {
                let mut demo = Command::cargo_bin("motcua").expect("built");
                demo.arg("demo").current_dir(folder).assert().success();
            })
        });
        let desk = Self::new();
        DEMO.copy(desk.path());
        desk
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    /// The transcript of a line with spaces between its arguments: what hangs on the day or the build is replaced.
    pub fn run(&self, line: &str) -> String {
        self.run_words(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// The same of words that may hold blanks.
    pub fn run_words(&self, words: &[&str]) -> String {
        let mut command = Command::cargo_bin("motcua").expect("built");
        let output = command.args(words).current_dir(self.path()).output().expect("run");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let transcript = format!(
            "exit {}\n--- stdout\n{}--- stderr\n{}",
            output.status.code().unwrap_or(-1),
            text(&output.stdout),
            text(&output.stderr)
        );
        let version = regex::Regex::new("[0-9a-f]{12}").expect("a pattern");
        let minute = r"\d{4}-\d\d-\d\d \d\d:\d\d|\d\d:\d\d ngày \d\d/\d\d/\d{4}";
        let minute = regex::Regex::new(minute).expect("a pattern");
        let folder = self.path().to_string_lossy();
        let transcript = transcript.replace(folder.as_ref(), "DESK");
        let transcript = minute.replace_all(&transcript, "MINUTE");
        version.replace_all(&transcript, "VERSION").into_owned()
    }
}
