//! Who asks, and what they may see and do.

use crate::{
    domain::sight::{DataScope, UserRole},
    state::access::{session::UserSession, token::TokenBearer},
};

/// What a page needs of who asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoutePermission {
    /// Numbers of agencies.
    Numbers,
    /// Single dossiers.
    Rows,
    /// What is of the office: exports, what was refused of them.
    Office,
    /// Somebody who came in, whatever they are.
    Known,
    /// Taking exports in, building anew.
    Work,
    /// Who else may come in.
    Admin,
}

/// Whoever asks.
#[derive(Debug, Clone, Default)]
pub struct RequestPrincipal {
    who: PrincipalKind,
    pub sight: DataScope,
}

#[derive(Debug, Clone, Default)]
enum PrincipalKind {
    /// No users are defined: the office's own machine, to look at.
    #[default]
    Anyone,
    In(UserSession),
    /// A program with a user's key: it looks, and changes nothing.
    Program(TokenBearer),
}

impl RequestPrincipal {
    /// Makes the principal of a browser session.
    pub fn of_session(session: UserSession) -> Self {
        Self { sight: session.user.data_scope(), who: PrincipalKind::In(session) }
    }

    /// Makes the principal of a program with an API token; a token of one agency narrows what its owner
    /// sees. `None` of a token of an agency that is not its owner's: it was made when they saw more.
    pub fn of_key(bearer: TokenBearer) -> Option<Self> {
        // A key shows less than its user sees, never more.
        let sight = match (bearer.user.data_scope(), &bearer.agency_code) {
            (sight, None) => sight,
            (DataScope::All, Some(agency)) => DataScope::Within(agency.clone()),
            (DataScope::Within(own), Some(agency)) if own == *agency => DataScope::Within(own),
            (DataScope::Within(_) | DataScope::Aggregates, Some(_)) => return None,
        };
        Some(Self { sight, who: PrincipalKind::Program(bearer) })
    }

    fn effective_role(&self) -> Option<UserRole> {
        match &self.who {
            PrincipalKind::Anyone => None,
            PrincipalKind::In(session) => Some(session.user.role),
            // What a narrowed key shows is no longer the office's.
            PrincipalKind::Program(bearer) if bearer.agency_code.is_some() => {
                Some(UserRole::Commune)
            }
            PrincipalKind::Program(bearer) => Some(bearer.user.role),
        }
    }

    /// Names the role that is answered; `None` for an anonymous request.
    pub fn role_id(&self) -> Option<&'static str> {
        self.effective_role().map(UserRole::id)
    }

    /// Tells whether the principal may do what a route needs.
    pub fn has_permission(&self, need: RoutePermission) -> bool {
        let is_office = self.effective_role().is_none_or(UserRole::is_office);
        match need {
            RoutePermission::Numbers => true,
            RoutePermission::Rows => self.sight.has_rows(),
            RoutePermission::Office => is_office,
            RoutePermission::Known => self.session().is_some(),
            RoutePermission::Work => self.session().is_some() && is_office,
            RoutePermission::Admin => {
                self.session().is_some() && self.effective_role() == Some(UserRole::Admin)
            }
        }
    }

    /// Returns the browser session; `None` for an anonymous request or a program.
    pub fn session(&self) -> Option<&UserSession> {
        match &self.who {
            PrincipalKind::In(session) => Some(session),
            PrincipalKind::Anyone | PrincipalKind::Program(_) => None,
        }
    }

    /// Returns the name of the user; `None` for an anonymous request.
    pub fn name(&self) -> Option<&str> {
        match &self.who {
            PrincipalKind::Anyone => None,
            PrincipalKind::In(session) => Some(&session.user.name),
            PrincipalKind::Program(bearer) => Some(&bearer.user.name),
        }
    }

    /// Whether the password is to be changed before anything else.
    pub fn must_change(&self) -> bool {
        self.session().is_some_and(|session| session.user.must_change)
    }

    /// Two with one key are shown the same; part of the key of whatever is kept.
    pub fn cache_key(&self) -> String {
        let kind = match &self.who {
            PrincipalKind::Anyone => "anyone",
            PrincipalKind::In(_) => "in",
            PrincipalKind::Program(_) => "program",
        };
        format!(
            "{kind} {} {}",
            self.effective_role().map_or("", UserRole::id),
            self.sight.cache_key()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::user::UserAccount;
    use rstest::rstest;

    fn within(agency: &str) -> Option<DataScope> {
        Some(DataScope::Within(agency.to_owned()))
    }

    #[rstest]
    #[case::all_of_an_officer(UserRole::Officer, None, None, Some(DataScope::All))]
    #[case::one_agency_of_an_officer(UserRole::Officer, None, Some("a"), within("a"))]
    #[case::of_a_commune(UserRole::Commune, Some("a"), None, within("a"))]
    #[case::of_a_commune_by_name(UserRole::Commune, Some("a"), Some("a"), within("a"))]
    #[case::of_another_commune(UserRole::Commune, Some("a"), Some("b"), None)]
    #[case::of_a_viewer(UserRole::Viewer, None, None, Some(DataScope::Aggregates))]
    #[case::one_agency_of_a_viewer(UserRole::Viewer, None, Some("a"), None)]
    fn a_key_never_shows_what_its_owner_does_not_see(
        #[case] role: UserRole,
        #[case] own: Option<&str>,
        #[case] of_key: Option<&str>,
        #[case] sight: Option<DataScope>,
    ) {
        let user = UserAccount {
            id: 1,
            name: "lan".to_owned(),
            role,
            agency_code: own.map(str::to_owned),
            must_change: false,
            is_disabled: false,
            created_at: String::new(),
            is_external: true,
            is_expelled: false,
        };
        let bearer = TokenBearer { user, agency_code: of_key.map(str::to_owned) };
        assert_eq!(RequestPrincipal::of_key(bearer).map(|it| it.sight), sight);
    }
}
