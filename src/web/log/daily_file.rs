//! A log of which every day has its own file: `access-2026-11-28.log`. Old ones go when a new one begins.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};
use parking_lot::Mutex;

/// Appends lines to the file of the day, by the clock of the office.
pub struct DailyFile {
    folder: PathBuf,
    stem: &'static str,
    keep_days: u16,
    clock: fn() -> DateTime,
    /// The day whose file is open.
    open: Mutex<Option<(Date, File)>>,
}

impl DailyFile {
    /// Makes the log of a folder; no file is made before the first line.
    pub fn new(
        folder: PathBuf,
        stem: &'static str,
        keep_days: u16,
        clock: fn() -> DateTime,
    ) -> Self {
        Self { folder, stem, keep_days, clock, open: Mutex::default() }
    }

    /// Appends a line to the file of today. Fails where the folder cannot be written to; the next line is tried anew.
    pub fn write_line(&self, line: &str) -> io::Result<()> {
        let today = (self.clock)().date();
        let mut open = self.open.lock();
        if open.as_ref().is_none_or(|(day, _)| *day != today) {
            *open = None;
            *open = Some((today, self.begin_day(today)?));
        }
        let Some((_, file)) = open.as_mut() else { return Ok(()) };
        // In one piece: two processes may write to one file.
        file.write_all(format!("{line}\n").as_bytes())
    }

    fn begin_day(&self, today: Date) -> io::Result<File> {
        fs::create_dir_all(&self.folder)?;
        self.delete_old(today)?;
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o640);
        }
        options.open(self.folder.join(format!("{}-{today}.log", self.stem)))
    }

    fn delete_old(&self, today: Date) -> io::Result<()> {
        let first_kept = today.saturating_sub(i64::from(self.keep_days).days());
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if self.day_of(&path).is_some_and(|day| day < first_kept) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// The day of a file of this log; `None` of any other file.
    fn day_of(&self, path: &Path) -> Option<Date> {
        let name = path.file_name()?.to_str()?;
        let day = name.strip_prefix(self.stem)?.strip_prefix('-')?.strip_suffix(".log")?;
        day.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI8, Ordering};

    use jiff::civil::date;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_day_has_its_file_and_old_ones_go() {
        static DAY: AtomicI8 = AtomicI8::new(1);
        let folder = tempfile::tempdir().expect("a folder");
        let clock = || date(2026, 11, DAY.load(Ordering::Relaxed)).at(23, 59, 0, 0);
        let log = DailyFile::new(folder.path().join("log"), "access", 2, clock);
        for day in [1, 1, 2, 3, 4] {
            DAY.store(day, Ordering::Relaxed);
            log.write_line(&format!("day {day}")).expect("written");
        }
        let kept = ["access-2026-11-02.log", "access-2026-11-03.log", "access-2026-11-04.log"];
        assert_eq!(names(&folder.path().join("log")), kept);
    }

    #[test]
    fn a_file_of_somebody_else_stays_and_a_day_goes_on_where_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = || date(2026, 11, 28).at(8, 0, 0, 0);
        fs::write(folder.path().join("access-ghi-chu.log"), "").expect("written");
        fs::write(folder.path().join("motcua-2020-01-01.log"), "").expect("written");
        for line in ["one", "two"] {
            let log = DailyFile::new(folder.path().to_owned(), "access", 1, clock);
            log.write_line(line).expect("written");
        }
        let today = "access-2026-11-28.log";
        assert_eq!(fs::read_to_string(folder.path().join(today)).expect("read"), "one\ntwo\n");
        assert_eq!(names(folder.path()), [today, "access-ghi-chu.log", "motcua-2020-01-01.log"]);
    }
}
