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
    /// sees.
    pub fn of_key(bearer: TokenBearer) -> Self {
        // A key shows less than its user sees, never more.
        let sight = match (bearer.user.data_scope(), &bearer.agency_code) {
            (DataScope::All, Some(agency)) => DataScope::Within(agency.clone()),
            (sight, _) => sight,
        };
        Self { sight, who: PrincipalKind::Program(bearer) }
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
