//! What `[login]` may not say.

use std::collections::HashMap;

use url::{Host, Url};

use crate::catalog::{CatalogError, connector::http::parse_url, settings::ProgramSettings};
use crate::domain::sight::UserRole;

impl ProgramSettings {
    /// Checks that people can come back from the server they log in at, and that each of its groups is a role. Fails at the first fault.
    pub(in crate::catalog::settings) fn check_login(&self) -> Result<(), CatalogError> {
        let Some(oidc) = &self.login.oidc else { return Ok(()) };
        let place = |key: &str| self.place_in_table("login.oidc", Some(key));
        let addresses = std::iter::once(("issuer", &oidc.issuer));
        for (key, text) in addresses.chain(oidc.hosts.iter().map(|text| ("hosts", text))) {
            let url = parse_url(text).map_err(|problem| {
                self.refuse("settings.bad_url", &[("problem", &problem)], place(key))
            })?;
            // Whom `[http] allow_private` names may be asked in the clear; who says who somebody is may not.
            if !is_safe_address(&url) {
                return Err(self.refuse("settings.oidc_no_tls", &[("text", text)], place(key)));
            }
            if key == "issuer" && (url.query().is_some() || url.fragment().is_some()) {
                return Err(self.refuse("settings.oidc_issuer", &[("text", text)], place(key)));
            }
        }
        if oidc.client_secret.find_problem().is_some() {
            return Err(self.refuse("settings.secret_place", &[], place("client_secret")));
        }
        let public = self.serve.public_url.as_deref().and_then(|text| parse_url(text).ok());
        let Some(public) = public.filter(is_safe_address) else {
            return Err(self.refuse("settings.oidc_public_url", &[], place("issuer")));
        };
        // Pages stand at the root of a host, and so does the one that people come back to.
        if public.path() != "/" || public.query().is_some() || public.fragment().is_some() {
            let place = self.place_in_table("serve", Some("public_url"));
            return Err(self.refuse(
                "settings.oidc_public_path",
                &[("text", public.as_str())],
                place,
            ));
        }
        if oidc.groups.is_empty() {
            return Err(self.refuse("settings.oidc_no_group", &[], place("issuer")));
        }
        let mut roles = HashMap::new();
        for group in &oidc.groups {
            if group.name.get_ref().trim().is_empty() {
                let place = Some(group.name.span());
                return Err(self.refuse("settings.oidc_group_name", &[], place));
            }
            let role = (group.role, &group.agency);
            if *roles.entry(group.name.get_ref()).or_insert(role) != role {
                let (name, place) = (group.name.get_ref(), Some(group.name.span()));
                return Err(self.refuse("settings.oidc_group_twice", &[("name", name)], place));
            }
            if (group.role == UserRole::Commune) != group.agency.is_some() {
                let (name, place) = (group.name.get_ref(), Some(group.name.span()));
                return Err(self.refuse("settings.oidc_group_agency", &[("name", name)], place));
            }
        }
        Ok(())
    }
}

/// Tells whether what is sent to an address goes over TLS, or leaves the machine at no time: what lets somebody in goes that way.
pub fn is_safe_address(url: &Url) -> bool {
    let is_this_machine = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || is_this_machine
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const SOUND: &str = r#"
[serve]
public_url = "https://thongke.example.vn"
[login.oidc]
issuer = "https://id.example.vn/realms/tinh"
client_id = "motcua"
client_secret = { env = "OIDC_SECRET" }
[[login.oidc.group]]
name = "van-phong"
role = "officer"
"#;

    fn check(text: &str) -> Result<(), CatalogError> {
        ProgramSettings::parse_text("motcua.toml", text).expect("read").check_login()
    }

    #[test]
    fn what_is_whole_is_taken() {
        check(SOUND).expect("well");
        check(&SOUND.replace("https://thongke.example.vn", "http://127.0.0.1:8686")).expect("well");
        check(&SOUND.replace("https://id.example.vn", "http://[::1]:8080")).expect("well");
        let again = "[[login.oidc.group]]\nname = \"van-phong\"\nrole = \"officer\"\n";
        check(&format!("{SOUND}{again}")).expect("it says nothing else");
    }

    #[rstest]
    #[case::no_way_back("public_url = \"https://thongke.example.vn\"", "", "public_url")]
    #[case::a_way_back_in_the_clear("https://thongke", "http://thongke", "public_url")]
    #[case::no_address("https://id.example.vn/realms/tinh", "id.example.vn", "https://")]
    #[case::an_address_with_a_query("realms/tinh", "?realm=tinh", "issuer")]
    #[case::a_server_in_the_clear("https://id.example.vn", "http://id.example.vn", "https://")]
    #[case::another_host_of_it_in_the_clear(
        "client_id",
        "hosts = [\"http://token.example.vn\"]\nclient_id",
        "`http://token.example.vn`"
    )]
    #[case::a_server_in_the_clear_that_may_be_private(
        "[login.oidc]\nissuer = \"https",
        "[http]\nallow_private = [\"id.example.vn\"]\n[login.oidc]\nissuer = \"http",
        "https://"
    )]
    #[case::a_way_back_to_a_folder("thongke.example.vn", "thongke.example.vn/motcua", "/motcua")]
    #[case::a_way_back_with_a_query("thongke.example.vn", "thongke.example.vn/?a=b", "?a=b")]
    #[case::a_way_back_to_a_place("thongke.example.vn", "thongke.example.vn/#a", "#a")]
    #[case::a_group_without_a_name("\"van-phong\"", "\" \"", "tên nhóm")]
    #[case::a_group_of_two_roles(
        "[[login.oidc.group]]",
        "[[login.oidc.group]]\nname = \"van-phong\"\nrole = \"viewer\"\n[[login.oidc.group]]",
        "`van-phong`"
    )]
    #[case::a_secret_in_two_places(
        "{ env = \"OIDC_SECRET\" }",
        "{ env = \"A\", file = \"b\" }",
        "`env`"
    )]
    #[case::a_commune_of_no_agency("\"officer\"", "\"commune\"", "`van-phong`")]
    #[case::an_officer_of_an_agency(
        "\"officer\"",
        "\"officer\"\nagency = \"06283\"",
        "`van-phong`"
    )]
    #[case::no_group(
        "[[login.oidc.group]]\nname = \"van-phong\"\nrole = \"officer\"\n",
        "",
        "group"
    )]
    fn what_would_let_nobody_in_or_anybody_is_refused(
        #[case] of: &str,
        #[case] by: &str,
        #[case] said: &str,
    ) {
        assert!(SOUND.contains(of), "{of}");
        let refused = check(&SOUND.replacen(of, by, 1)).expect_err("refused");
        let hint = miette::Diagnostic::help(&refused).map(|hint| hint.to_string());
        let told = format!("{refused} {}", hint.unwrap_or_default());
        assert!(told.contains(said) && told.contains("dòng"), "{told}");
    }
}
