//! Who asks, and what they may see and do.

use crate::{
    domain::sight::{Role, Sight},
    state::access::{session::Session, token::Bearer},
};

/// What a page needs of who asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
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
pub struct Visitor {
    who: Who,
    pub sight: Sight,
}

#[derive(Debug, Clone, Default)]
enum Who {
    /// No users are defined: the office's own machine, to look at.
    #[default]
    Anyone,
    In(Session),
    /// A program with a user's key: it looks, and changes nothing.
    Program(Bearer),
}

impl Visitor {
    pub fn of_session(session: Session) -> Self {
        Self { sight: session.user.sight(), who: Who::In(session) }
    }

    pub fn of_key(bearer: Bearer) -> Self {
        // A key shows less than its user sees, never more.
        let sight = match (bearer.user.sight(), &bearer.agency_code) {
            (Sight::All, Some(agency)) => Sight::Within(agency.clone()),
            (sight, _) => sight,
        };
        Self { sight, who: Who::Program(bearer) }
    }

    fn role(&self) -> Option<Role> {
        match &self.who {
            Who::Anyone => None,
            Who::In(session) => Some(session.user.role),
            // What a narrowed key shows is no longer the office's.
            Who::Program(bearer) if bearer.agency_code.is_some() => Some(Role::Commune),
            Who::Program(bearer) => Some(bearer.user.role),
        }
    }

    pub fn may(&self, need: Need) -> bool {
        let is_office = self.role().is_none_or(Role::is_office);
        match need {
            Need::Numbers => true,
            Need::Rows => self.sight.has_rows(),
            Need::Office => is_office,
            Need::Known => self.session().is_some(),
            Need::Work => self.session().is_some() && is_office,
            Need::Admin => self.session().is_some() && self.role() == Some(Role::Admin),
        }
    }

    pub fn session(&self) -> Option<&Session> {
        match &self.who {
            Who::In(session) => Some(session),
            Who::Anyone | Who::Program(_) => None,
        }
    }

    pub fn name(&self) -> Option<&str> {
        match &self.who {
            Who::Anyone => None,
            Who::In(session) => Some(&session.user.name),
            Who::Program(bearer) => Some(&bearer.user.name),
        }
    }

    /// Whether the password is to be changed before anything else.
    pub fn must_change(&self) -> bool {
        self.session().is_some_and(|session| session.user.must_change)
    }

    /// Two with one key are shown the same; part of the key of whatever is kept.
    pub fn key(&self) -> String {
        let kind = match &self.who {
            Who::Anyone => "anyone",
            Who::In(_) => "in",
            Who::Program(_) => "program",
        };
        format!("{kind} {} {}", self.role().map_or("", Role::id), self.sight.key())
    }
}
