//! Files that lie beside exports and are none.

/// Whether a system or an office program left a file of that name: it is nobody's export.
pub fn is_litter(name: &str) -> bool {
    matches!(
        name.to_lowercase().as_str(),
        ".ds_store" | "thumbs.db" | "desktop.ini" | "ehthumbs.db"
    ) || name.starts_with("~$")
        || name.starts_with("._")
}

/// Whether a file of that name is hidden, or is still being written by a browser, an office or a copy program.
pub fn is_unfinished(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with(['.', '~'])
        || [".part", ".crdownload", ".tmp"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Thumbs.db", true)]
    #[case("desktop.ini", true)]
    #[case(".DS_Store", true)]
    #[case("~$so-theo-doi.xlsx", true)]
    #[case("._so-theo-doi.xlsx", true)]
    #[case("so.xlsx.crdownload", true)]
    #[case(".~lock.so.ods#", true)]
    #[case("so-theo-doi.xlsx", false)]
    #[case("ho-so.csv.gz", false)]
    #[case("thumbs.csv", false)]
    fn what_systems_leave_is_told_from_exports(#[case] name: &str, #[case] is_passed: bool) {
        assert_eq!(is_litter(name) || is_unfinished(name), is_passed, "{name}");
    }
}
