//! A key that nobody knows is an error with its line, and with the name that was probably meant.

use crate::catalog::{CatalogError, content::toml_text::explain_toml, phrases::PhraseBook};

/// Below this two names are not alike.
const ALIKE: f64 = 0.75;

/// Tells what is wrong with the text of a settings file, where, and what to write instead.
pub(super) fn explain_error(path: &str, text: &str, error: &toml::de::Error) -> CatalogError {
    let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
    let place = |told: &str| {
        let phrases = PhraseBook::built_in();
        if let Some(line) = line.map(|line| line.to_string()) {
            let said = [("path", path), ("line", &line), ("told", told)];
            return phrases.format_phrase("settings.in_line", &said);
        }
        phrases.format_phrase("settings.in_file", &[("path", path), ("told", told)])
    };
    let Some((unknown, known)) = parse_message(error.message()) else {
        let (told, _) = explain_toml(error.message());
        let told = PhraseBook::built_in().tell_place(&told.into());
        let told = CatalogError::at_place(path, text, error.span(), place(&told));
        return told.with_hint(PhraseBook::built_in().format_phrase("settings.mend_place", &[]));
    };
    let told = PhraseBook::built_in().format_phrase("settings.unknown_key", &[("key", unknown)]);
    let error = CatalogError::at_place(path, text, error.span(), place(&told));
    error.with_hint(suggest_name(unknown, &known))
}

/// Says which of the known names is nearest, or all of them.
pub(super) fn suggest_name(unknown: &str, known: &[&str]) -> String {
    let likeness = |name: &&&str| strsim::jaro_winkler(name, unknown);
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let phrases = PhraseBook::built_in();
    match nearest.filter(|name| likeness(name) > ALIKE) {
        Some(name) => phrases.format_phrase("settings.nearest", &[("name", name)]),
        None => phrases.format_phrase("settings.known_names", &[("names", &known.join(", "))]),
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
