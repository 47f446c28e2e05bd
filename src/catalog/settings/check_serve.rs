//! What `[serve]` and `[backup]` may not say.

use super::ProgramSettings;
use crate::catalog::{CatalogError, connector::http::parse_url};

impl ProgramSettings {
    /// Checks that the time of the nightly backup is one.
    pub(super) fn check_backup(&self) -> Result<(), CatalogError> {
        match &self.backup {
            Some(backup) if backup.parse_time().is_none() => {
                let place = self.place_in_table("backup", Some("at"));
                Err(self.refuse("settings.bad_time", &[("text", &backup.at)], place))
            }
            _ => Ok(()),
        }
    }

    /// Checks that messages of what is due come at a pace somebody can bear, and have room for a line.
    pub(super) fn check_due_windows(&self) -> Result<(), CatalogError> {
        let Some(due) = self.alerts.as_ref().and_then(|alerts| alerts.due_windows.as_ref()) else {
            return Ok(());
        };
        let refuse = |id, key| {
            let place = self.place_in_table("alerts.due_windows", Some(key));
            Err(self.refuse(id, &[], place))
        };
        if !(10..=480).contains(&due.every_minutes) {
            return refuse("settings.due_pace", "every_minutes");
        }
        if !(300..=4000).contains(&due.max_chars) {
            return refuse("settings.due_length", "max_chars");
        }
        Ok(())
    }

    /// Checks that certificate and key come together, and that the public address and every framing site are such;
    /// fails at the first that is not.
    pub(super) fn check_serve(&self) -> Result<(), CatalogError> {
        if self.serve.certificate.is_some() != self.serve.key.is_some() {
            let key = if self.serve.certificate.is_some() { "certificate" } else { "key" };
            let place = self.place_in_table("serve", Some(key));
            return Err(self.refuse("settings.half_certificate", &[], place));
        }
        if let Some(Err(problem)) = self.serve.public_url.as_deref().map(parse_url) {
            let place = self.place_in_table("serve", Some("public_url"));
            return Err(self.refuse("settings.bad_url", &[("problem", &problem)], place));
        }
        let is_site = |text: &String| {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            host.is_some_and(|host| {
                !host.is_empty()
                    && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:*".contains(c))
            })
        };
        if let Some(wrong) = self.serve.frame_ancestors.iter().find(|text| !is_site(text)) {
            let place = self.place_in_table("serve", Some("frame_ancestors"));
            return Err(self.refuse("settings.no_site", &[("text", wrong)], place));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_certificate_without_its_key("[serve]\ncertificate = \"a.pem\"", "phải đi cùng nhau")]
    #[case::no_address("[serve]\npublic_url = \"thongke.example.vn\"", "địa chỉ")]
    #[case::a_path("[serve]\nframe_ancestors = [\"https://a.vn/b\"]", "`https://a.vn/b`")]
    #[case::more_than_one_directive(
        "[serve]\nframe_ancestors = [\"https://a; script-src *\"]",
        "không phải trang"
    )]
    fn what_cannot_be_meant_is_refused_where_it_stands(#[case] text: &str, #[case] said: &str) {
        let settings = ProgramSettings::parse_text("motcua.toml", text).expect("read");
        let refused = settings.check_serve().expect_err("refused").to_string();
        assert!(refused.contains(said) && refused.contains("motcua.toml"), "{refused}");
    }
}
