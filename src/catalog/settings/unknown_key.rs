//! A key that nobody knows is an error with its line, and with the name that was probably meant.

use super::checking::error_place::in_file;
use crate::catalog::{
    CatalogError, content::toml_text::explain_toml, phrases::wording::ErrorWording,
};

/// Below this two names are not alike.
const ALIKE: f64 = 0.75;

/// Tells what is wrong with the text of a settings file, where, and what to write instead.
pub(super) fn explain_error(path: &str, text: &str, error: &toml::de::Error) -> CatalogError {
    let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
    let refused = |told: ErrorWording| {
        CatalogError::at_place(path, text, error.span(), in_file(path, line, told))
    };
    let Some((unknown, known)) = parse_message(error.message()) else {
        let (told, _) = explain_toml(error.message());
        return refused(told).with_hint(ErrorWording::new("settings.mend_place"));
    };
    let told = ErrorWording::filled_with("settings.unknown_key", &[("key", unknown)]);
    refused(told).with_hint(suggest_name(unknown, &known))
}

/// Says which of the known names is nearest, or all of them.
pub(super) fn suggest_name(unknown: &str, known: &[&str]) -> ErrorWording {
    let likeness = |name: &&&str| strsim::jaro_winkler(name, unknown);
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|name| likeness(name) > ALIKE) {
        Some(name) => ErrorWording::filled_with("settings.nearest", &[("name", name)]),
        None => ErrorWording::filled_with("settings.known_names", &[("names", &known.join(", "))]),
    }
}

/// The name nobody knows and those that are known: of "unknown field `a`, expected one of `b`, `c`".
fn parse_message(message: &str) -> Option<(&str, Vec<&str>)> {
    let mut names = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    Some((names.next()?, names.collect()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::catalog::settings::ProgramSettings;

    #[rstest]
    #[case::a_key(
        "[serve]\n\ncertifcate = \"a\"\n",
        "dòng 3: không có mục `certifcate`",
        "`certificate`"
    )]
    #[case::a_table("[serv]\n", "dòng 1: không có mục `serv`", "`serve`")]
    #[case::like_none("[inbox]\nfolder = \"a\"\nxyzw = 1\n", "dòng 3", "folder, keep_days")]
    #[case::in_a_list("[[schedule]]\nid = \"a\"\nreprot = \"b\"\n", "dòng 3", "`report`")]
    fn an_unknown_key_is_told_with_its_line_and_the_nearest_name(
        #[case] text: &str,
        #[case] said: &str,
        #[case] hint: &str,
    ) {
        let error = ProgramSettings::parse_text("motcua.toml", text).expect_err("refused");
        let help = miette::Diagnostic::help(&error).expect("a hint").to_string();
        assert!(error.to_string().contains(said), "{error}");
        assert!(help.contains(hint), "{help}");
    }
}
