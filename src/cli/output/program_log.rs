//! The program's log: on stderr, and in the data folder where a server asks for it.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
    sync::OnceLock,
};

use tracing_subscriber::{
    EnvFilter, Layer,
    fmt::{MakeWriter, format::Writer, layer, time::FormatTime},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use super::super::options::local_now;
use crate::web::DailyFile;

static FILE: OnceLock<DailyFile> = OnceLock::new();

/// Begins to log: `MOTCUA_LOG=info` tells each step with its time; without it only what is wrong is logged.
pub fn start_log() {
    let filter =
        || EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let to_stderr = layer()
        .with_timer(OfficeTime)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .with_filter(filter());
    let to_file = layer()
        .with_timer(OfficeTime)
        .with_ansi(false)
        .with_writer(FileWriter)
        .with_filter(filter());
    tracing_subscriber::registry().with(to_stderr).with(to_file).init();
}

/// Lets everything that is logged from now on stand in a file too; the first file holds.
pub fn log_to_file(file: DailyFile) {
    let _ = FILE.set(file);
}

/// The office's clock: UTC would put a Vietnamese morning into the day before.
struct OfficeTime;

impl FormatTime for OfficeTime {
    fn format_time(&self, out: &mut Writer<'_>) -> fmt::Result {
        write!(out, "{}", local_now().strftime("%Y-%m-%dT%H:%M:%S"))
    }
}

struct FileWriter;

impl MakeWriter<'_> for FileWriter {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

impl Write for FileWriter {
    /// An event comes in one piece. What cannot be written was said on stderr.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(file) = FILE.get() {
            let _ = file.write_line(String::from_utf8_lossy(bytes).trim_end());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
