//! What files are called.

use std::collections::BTreeSet;

use super::report_request::ReportRequest;

/// Names of files without their ending: of letters, digits and what every file system takes, none of them twice.
#[derive(Default)]
pub struct FileNames(BTreeSet<String>);

/// Bytes of what tells a paper from the others; a file system takes 255 for all.
const LONGEST: usize = 120;

impl FileNames {
    /// Makes a file name without its ending from report, period and part; a number is appended where
    /// the name is taken.
    pub fn stem(&mut self, asked: ReportRequest, part: Option<&str>) -> String {
        let kept = |letter: char| {
            if letter.is_alphanumeric() || "-_.".contains(letter) { letter } else { '-' }
        };
        // `bc:2023-12` would be a hidden part of a file `bc` on Windows.
        let mut name: String =
            format!("{}-{}", asked.report.id, asked.period).chars().map(kept).collect();
        if let Some(part) = part {
            let end = part.floor_char_boundary(LONGEST);
            name.extend(['-'].into_iter().chain(part[..end].chars().map(kept)));
        }
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = [name.clone()].into_iter().chain(numbered);
        // Some file systems do not tell A from a.
        let free = names.find(|name| self.0.insert(name.to_lowercase()));
        free.unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::report::ReportDefinition;

    #[test]
    fn no_name_is_given_twice_and_none_is_too_long() {
        let text = "id = \"x\"\nname = \"X\"\nsubject = \"X\"\nsection = []\n";
        let report: ReportDefinition = toml::from_str(text).expect("a report");
        let period = "2023".parse().expect("a period");
        let (asked, mut stems) =
            (ReportRequest { report: &report, period, agency: None }, FileNames::default());
        let mut stem = |part: &str| stems.stem(asked, Some(part));
        assert_eq!(stem("01/2023"), "x-2023-01-2023");
        assert_eq!(stem("01-2023"), "x-2023-01-2023-2");
        assert_eq!(stem("a"), "x-2023-a");
        assert_eq!(stem("A"), "x-2023-A-2");
        // 40 letters of three bytes each, and nothing cut in two.
        assert_eq!(stem(&"\u{1ea1}".repeat(300)), format!("x-2023-{}", "\u{1ea1}".repeat(40)));
        assert_eq!(stems.stem(asked, None), "x-2023");
        let period = "bc:2023-12".parse().expect("a period");
        let asked = ReportRequest { report: &report, period, agency: None };
        assert_eq!(stems.stem(asked, None), "x-bc-2023-12");
    }
}
