//! `[login.oidc]`: the server at which people log in, and what its groups are here.

use serde::Deserialize;
use toml::Spanned;

use crate::{catalog::connector::http::TokenFrom, domain::sight::UserRole};

/// Says by which other servers people may log in; by none where nothing is said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginSettings {
    #[serde(default)]
    pub oidc: Option<OidcSettings>,
}

/// Describes a server that speaks OpenID Connect, and what it is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// As the server names itself, to the letter.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: TokenFrom,
    /// What the button says.
    #[serde(default)]
    pub label: Option<String>,
    /// Beside `openid`.
    #[serde(default = "profile")]
    pub scopes: Vec<String>,
    /// Which claim is the name of the account.
    #[serde(default = "preferred_username")]
    pub name_claim: String,
    /// Which claim lists the groups.
    #[serde(default = "groups")]
    pub groups_claim: String,
    /// `login` has the server ask for the password each time; with nothing, whoever logged in there last is in.
    #[serde(default = "login")]
    pub prompt: String,
    /// Further addresses of the server, where it answers at another host than the issuer's.
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default, rename = "group")]
    pub groups: Vec<LoginGroup>,
}

/// Says what a group of the server is here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginGroup {
    pub name: Spanned<String>,
    pub role: UserRole,
    /// Of the role `commune`: the code of its agency.
    #[serde(default)]
    pub agency: Option<String>,
}

/// Says why groups give no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupFault {
    /// None of them is named in the settings.
    Unnamed,
    /// They give roles of which none is within the other.
    Contradictory,
}

impl OidcSettings {
    /// Chooses the role of somebody who is in these groups: of several the narrowest, so that one more group never shows more. Of two
    /// that show different things, as two communes do, neither is chosen.
    pub fn choose_role(&self, member_of: &[String]) -> Result<&LoginGroup, GroupFault> {
        let named = |group: &&LoginGroup| member_of.contains(group.name.get_ref());
        let matching: Vec<&LoginGroup> = self.groups.iter().filter(named).collect();
        let narrowest = matching.iter().map(|group| narrowness(group.role)).max();
        let narrowest: Vec<&LoginGroup> = matching
            .into_iter()
            .filter(|group| Some(narrowness(group.role)) == narrowest)
            .collect();
        let first = *narrowest.first().ok_or(GroupFault::Unnamed)?;
        let is_same =
            |group: &&LoginGroup| (group.role, &group.agency) == (first.role, &first.agency);
        if narrowest.iter().all(is_same) { Ok(first) } else { Err(GroupFault::Contradictory) }
    }
}

/// An administrator may all that an officer may, who sees all that the others see; what a commune and a viewer see is not within one another.
fn narrowness(role: UserRole) -> u8 {
    match role {
        UserRole::Admin => 0,
        UserRole::Officer => 1,
        UserRole::Commune | UserRole::Viewer => 2,
    }
}

fn profile() -> Vec<String> {
    vec!["profile".to_owned()]
}
fn preferred_username() -> String {
    "preferred_username".to_owned()
}
fn groups() -> String {
    "groups".to_owned()
}
fn login() -> String {
    "login".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::settings::ProgramSettings;
    use rstest::rstest;

    const GROUPS: &str = r#"
        [login.oidc]
        issuer = "https://id.example.vn"
        client_id = "motcua"
        client_secret = { env = "OIDC_SECRET" }
        group = [
            { name = "quan-tri", role = "admin" },
            { name = "van-phong", role = "officer" },
            { name = "an-son", role = "commune", agency = "06283" },
            { name = "an-son-2", role = "commune", agency = "06283" },
            { name = "diem-he", role = "commune", agency = "06286" },
            { name = "xem", role = "viewer" },
        ]"#;

    #[rstest]
    #[case::one(&["van-phong"], Ok("van-phong"))]
    #[case::beside_groups_of_others(&["ke-toan", "xem"], Ok("xem"))]
    #[case::the_narrower_of_two(&["quan-tri", "van-phong"], Ok("van-phong"))]
    #[case::the_narrower_in_whatever_order(&["xem", "quan-tri"], Ok("xem"))]
    #[case::two_of_one_commune(&["an-son-2", "an-son"], Ok("an-son"))]
    #[case::two_communes(&["an-son", "diem-he"], Err(GroupFault::Contradictory))]
    #[case::a_commune_and_numbers_of_all(&["quan-tri", "an-son", "xem"], Err(GroupFault::Contradictory))]
    #[case::none_that_is_named(&["Van-Phong", "van-phong "], Err(GroupFault::Unnamed))]
    #[case::none(&[], Err(GroupFault::Unnamed))]
    fn one_more_group_never_shows_more(
        #[case] member_of: &[&str],
        #[case] chosen: Result<&str, GroupFault>,
    ) {
        let settings = ProgramSettings::parse_text("motcua.toml", GROUPS).expect("read");
        let oidc = settings.login.oidc.expect("set");
        let member_of: Vec<String> = member_of.iter().map(|&name| name.to_owned()).collect();
        let found = oidc.choose_role(&member_of).map(|group| group.name.get_ref().as_str());
        assert_eq!(found, chosen);
    }

    #[test]
    fn nobody_logs_in_elsewhere_where_nothing_is_said() {
        assert!(ProgramSettings::parse_text("motcua.toml", "").expect("read").login.oidc.is_none());
    }
}
