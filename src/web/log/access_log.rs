//! The access log: a line for every request, with nothing in it that names a dossier or a person.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use jiff::civil::DateTime;

use super::daily_file::DailyFile;
use crate::catalog::settings::log::LogSettings;

/// Says what a line of the access log holds, in its order; docs/ho-so/nhat-ky.md is made of it.
pub const ACCESS_FIELDS: [(&str, &str); 7] = [
    ("time", "lúc trả lời xong, giờ Việt Nam"),
    ("method", "GET hoặc POST"),
    ("route", "khuôn của địa chỉ, ví dụ /dossiers/{code}; không ghi mã hồ sơ, không ghi phần hỏi"),
    ("status", "mã trả lời HTTP"),
    ("ms", "mất bao nhiêu phần nghìn giây"),
    ("bytes", "độ dài câu trả lời trước khi nén; - khi chưa biết trước"),
    ("role", "vai trò của người hỏi; - khi chưa đăng nhập"),
];

/// Holds what is noted of one request.
#[derive(Debug, Clone)]
pub struct AccessLine<'a> {
    pub method: &'a str,
    /// As the router names it: an address may name a dossier.
    pub route: &'a str,
    pub status: u16,
    pub milliseconds: u128,
    /// None where it was not known before it was sent.
    pub bytes: Option<u64>,
    /// None of who is not in.
    pub role: Option<&'static str>,
    pub address: &'a str,
}

/// Tells the role of who was answered, from the guard of a route to the log.
#[derive(Debug, Clone, Copy)]
pub struct AnsweredRole(pub &'static str);

/// Writes a line for every request.
pub struct AccessLog {
    file: DailyFile,
    clock: fn() -> DateTime,
    has_address: bool,
    /// Whether the last line could not be written, and that was told.
    is_failing: AtomicBool,
}

impl AccessLog {
    /// Makes the access log of a data folder.
    pub fn new(data: &Path, settings: &LogSettings, clock: fn() -> DateTime) -> Self {
        Self {
            file: DailyFile::new(data.join("log"), "access", settings.keep_days.get(), clock),
            clock,
            has_address: settings.address,
            is_failing: AtomicBool::new(false),
        }
    }

    /// Notes a request. One that cannot be noted is answered all the same; the program's log tells of the first.
    pub fn note_request(&self, line: &AccessLine) {
        let written = self.file.write_line(&self.format_line(line));
        let was_failing = self.is_failing.swap(written.is_err(), Ordering::Relaxed);
        if let (Err(error), false) = (written, was_failing) {
            tracing::error!(error = %error, "the access log cannot be written");
        }
    }

    fn format_line(&self, line: &AccessLine) -> String {
        let bytes = line.bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string());
        let (at, role) = ((self.clock)().strftime("%Y-%m-%dT%H:%M:%S"), line.role.unwrap_or("-"));
        let AccessLine { method, route, status, milliseconds, address, .. } = line;
        let text = format!("{at} {method} {route} {status} {milliseconds} {bytes} {role}");
        if self.has_address { format!("{text} {address}") } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    const LINE: AccessLine = AccessLine {
        method: "GET",
        route: "/dossiers/{code}",
        status: 200,
        milliseconds: 12,
        bytes: Some(3456),
        role: Some("officer"),
        address: "10.0.0.7",
    };

    #[rstest]
    #[case::plainly(LINE, false, "2026-11-28T21:30:05 GET /dossiers/{code} 200 12 3456 officer")]
    #[case::with_the_address(
        LINE,
        true,
        "2026-11-28T21:30:05 GET /dossiers/{code} 200 12 3456 officer 10.0.0.7"
    )]
    #[case::of_nobody(
        AccessLine { bytes: None, role: None, ..LINE },
        false,
        "2026-11-28T21:30:05 GET /dossiers/{code} 200 12 - -"
    )]
    fn a_line_has_an_address_only_where_that_is_set(
        #[case] line: AccessLine,
        #[case] address: bool,
        #[case] text: &str,
    ) {
        let settings = LogSettings { address, ..LogSettings::default() };
        let clock = || date(2026, 11, 28).at(21, 30, 5, 0);
        assert_eq!(AccessLog::new(Path::new(""), &settings, clock).format_line(&line), text);
    }

    #[test]
    fn a_line_has_the_fields_that_are_told_of() {
        let clock = || date(2026, 11, 28).at(21, 30, 5, 0);
        let log = AccessLog::new(Path::new(""), &LogSettings::default(), clock);
        assert_eq!(log.format_line(&LINE).split(' ').count(), ACCESS_FIELDS.len());
    }
}
