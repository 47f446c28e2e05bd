//! What can go wrong with the state of an office.

use super::{
    access::password_rules::{LEAST, PasswordFault},
    connection::StoreError,
};
use crate::{catalog::phrases::telling::worded_errors, domain::sight::UnknownRole};

worded_errors! {
    /// Lists what can go wrong with the state of an office.
    #[derive(Debug)]
    pub enum StateError {
        "state.store" => Store { doing: &'static str, path: String, source: StoreError },
        /// Of a server that answers, and refuses.
        "state.server" => Server { doing: &'static str, server: String, source: Box<StoreError> },
        /// Of a server that cannot be asked: it is off, cannot be reached, or lets nobody in.
        "state.away" => Away { server: String, told: String },
        /// Others write, and go on writing.
        "state.busy" => Busy { path: String },
        "state.other" => OtherState { server: String, schema: String },
        /// It was carried out of the server, into a file of a machine.
        "state.moved_back" => MovedBack { server: String, schema: String },
        /// Somebody put a copy of it back.
        "state.older" => PutBack { server: String, schema: String },
        /// It is being carried into the server, or that was broken off.
        "state.coming" => Coming { server: String, schema: String },
        /// The file was carried into a server.
        "state.moved_away" => MovedAway { path: String },
        "state.sending" => Sending { path: String },
        "state.own_work" => OwnWork { path: String },
        /// Another machine of the office has a schedule of other times.
        "state.other_timing" => OtherTiming { schedule: String },
        "state.address" => Address { place: String, told: String },
        "state.place" => Place { path: String, told: String },
        "state.taken" => Taken { server: String, schema: String },
        /// Others may make tables in the schema.
        "state.not_owned" => NotOwned { server: String, schema: String },
        "state.own_users" => OwnUsers { path: String },
        "state.no_state" => NoState { server: String, schema: String },
        "state.already_moved" => AlreadyMoved { path: String },
        "state.differs" => Differs { table: String },
        "state.not_moved" => NotMoved { path: String },
        "state.encoding" => Encoding { server: String, encoding: String },
        "state.not_upgraded" => NotUpgraded { path: String },
        "state.newer" => Newer { path: String, found: usize, known: usize },
        "state.name_taken" => NameTaken { name: String },
        "state.no_user" => NoUser { name: String },
        "state.bad_name" => BadName { name: String },
        "state.agency_and_role" => AgencyAndRole,
        "state.guessed_password" => GuessedPassword { fault: PasswordFault, least: usize },
        "state.emptied" => Emptied { path: String },
        "state.damaged" => Damaged { path: String },
        "state.users_lost" => UsersLost { path: String, mark: String },
        "state.last_admin" => LastAdmin { name: String },
        "state.no_randomness" => NoRandomness { told: String },
        "state.role" => Role { told: String },
    }
}

impl From<PasswordFault> for StateError {
    fn from(fault: PasswordFault) -> Self {
        Self::GuessedPassword { fault, least: LEAST }
    }
}

impl From<UnknownRole> for StateError {
    fn from(unknown: UnknownRole) -> Self {
        Self::Role { told: unknown.to_string() }
    }
}

impl StateError {
    /// Tells whether nothing can be kept now, because the disk is full or may only be read, or the file is of an older program.
    pub fn is_unwritable(&self) -> bool {
        match self {
            Self::NotUpgraded { .. } => true,
            Self::Store { source, .. } => source.is_unwritable(),
            Self::Server { source, .. } => source.is_unwritable(),
            _ => false,
        }
    }

    /// Tells whether a rule of the schema refused it: a name that is there already, say.
    pub fn is_refused_by_rule(&self) -> bool {
        match self {
            Self::Store { source, .. } => source.is_refused_by_rule(),
            Self::Server { source, .. } => source.is_refused_by_rule(),
            _ => false,
        }
    }

    /// Tells whether the server that keeps the state cannot be asked now.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Away { .. })
    }

    /// Tells whether what was opened is not the state of this folder any more, or never was.
    pub fn is_elsewhere(&self) -> bool {
        matches!(
            self,
            Self::OtherState { .. }
                | Self::PutBack { .. }
                | Self::MovedBack { .. }
                | Self::MovedAway { .. }
                | Self::Coming { .. }
        )
    }

    /// Tells whether the file is no state, or one that is damaged.
    pub fn is_damaged(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match self {
            Self::Damaged { .. } => true,
            Self::Store { source, .. } => {
                matches!(source.file_code(), Some(DatabaseCorrupt | NotADatabase))
            }
            _ => false,
        }
    }

    /// Passes over what could not be noted while nothing can be kept: what was only to be noted stops nobody.
    pub fn pass_over_unwritable(noted: Result<(), Self>) -> Result<(), Self> {
        match noted {
            Err(error) if error.is_unwritable() => Ok(()),
            other => other,
        }
    }
}
