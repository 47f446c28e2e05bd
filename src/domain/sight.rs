//! Who may see what.

use serde::{Deserialize, Serialize};

/// Says what a user may see and do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    /// Everything, and who else may come in.
    Admin,
    /// All agencies, all dossiers; takes exports in.
    Officer,
    /// Its own agency and those below it, dossiers too.
    Commune,
    /// Numbers of all agencies, no dossier; small counts are withheld.
    Viewer,
}

impl UserRole {
    /// Lists all roles, the one that may do the most first.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Officer, Self::Commune, Self::Viewer];

    /// As a command and the state name it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Officer => "officer",
            Self::Commune => "commune",
            Self::Viewer => "viewer",
        }
    }

    /// Whether it answers for the office: what exports hold, checks, what was refused.
    pub fn is_office(self) -> bool {
        matches!(self, Self::Admin | Self::Officer)
    }
}

/// No role is called so.
#[derive(Debug, thiserror::Error)]
#[error("there is no role `{0}`; known: admin, officer, commune, viewer")]
pub struct UnknownRole(String);

impl std::str::FromStr for UserRole {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let known = Self::ALL.into_iter().find(|role| role.id() == text);
        known.ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// What of the data may be seen; every question to a warehouse is asked under one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum DataScope {
    #[default]
    All,
    /// An agency, what went into it, and those below it.
    Within(String),
    /// Numbers alone: no row of a subject, and no count that could name a person.
    Aggregates,
}

impl DataScope {
    /// Part of the key of whatever is kept.
    pub fn cache_key(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Within(agency) => format!("within {agency}"),
            Self::Aggregates => "aggregates".to_owned(),
        }
    }

    /// Whether single dossiers may be seen.
    pub fn has_rows(&self) -> bool {
        *self != Self::Aggregates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for role in UserRole::ALL {
            assert_eq!(role.id().parse::<UserRole>().expect("a role"), role);
        }
        assert!("root".parse::<UserRole>().is_err());
    }

    #[test]
    fn no_two_sights_share_a_key() {
        let sights = [
            DataScope::All,
            DataScope::Aggregates,
            DataScope::Within("1".into()),
            DataScope::Within("2".into()),
        ];
        let keys: std::collections::HashSet<String> =
            sights.iter().map(DataScope::cache_key).collect();
        assert_eq!(keys.len(), sights.len());
    }
}
