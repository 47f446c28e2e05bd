//! `[serve]` of `motcua.toml`: how the server is reached.

use std::path::PathBuf;

use serde::Deserialize;

use super::{super::CatalogError, ProgramSettings};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServeSettings {
    /// Certificate chain and key, in PEM: with both it speaks TLS.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    #[serde(default)]
    pub key: Option<PathBuf>,
    /// A proxy of ours stands in front: what it says of the visitor is believed.
    #[serde(default)]
    pub behind_proxy: bool,
    /// Other sites that may show our pages in theirs: `https://dichvucong.example.gov.vn`
    #[serde(default)]
    pub frame_ancestors: Vec<String>,
}

impl ServeSettings {
    pub fn has_tls(&self) -> bool {
        self.certificate.is_some()
    }

    pub(super) fn check(&self, settings: &ProgramSettings) -> Result<(), CatalogError> {
        if self.certificate.is_some() != self.key.is_some() {
            let key = if self.certificate.is_some() { "certificate" } else { "key" };
            return Err(settings
                .at("serve", Some(key), "`certificate` and `key` belong together")
                .hint("name both files, or neither behind a proxy that speaks TLS".to_owned()));
        }
        let is_site = |text: &String| {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            host.is_some_and(|host| {
                !host.is_empty()
                    && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:*".contains(c))
            })
        };
        if let Some(wrong) = self.frame_ancestors.iter().find(|text| !is_site(text)) {
            let message = format!("`{wrong}` is no site that could show our pages");
            return Err(settings.at("serve", Some("frame_ancestors"), &message).hint(
                "write scheme and host alone: https://dichvucong.example.gov.vn".to_owned(),
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_certificate_without_its_key("[serve]\ncertificate = \"a.pem\"", "belong together")]
    #[case::a_path("[serve]\nframe_ancestors = [\"https://a.vn/b\"]", "`https://a.vn/b`")]
    #[case::more_than_one_directive(
        "[serve]\nframe_ancestors = [\"https://a; script-src *\"]",
        "no site"
    )]
    fn what_cannot_be_meant_is_refused_where_it_stands(#[case] text: &str, #[case] said: &str) {
        let settings = ProgramSettings::parse("motcua.toml", text).expect("read");
        let refused = settings.serve.check(&settings).expect_err("refused").to_string();
        assert!(refused.contains(said) && refused.contains("motcua.toml"), "{refused}");
    }
}
