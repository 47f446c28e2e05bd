//! How far a delivery got.

use super::stored::word::stored_word;

/// Tells how far a delivery got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeliveryState {
    /// It is to be sent, now or later.
    Due,
    /// Its content may be with the receiver already.
    Sending,
    Sent,
    /// It may have reached them, and nobody knows.
    Uncertain,
    /// It will not reach them.
    Dead,
}

impl DeliveryState {
    /// Lists every state.
    pub const ALL: [Self; 5] = [Self::Due, Self::Sending, Self::Sent, Self::Uncertain, Self::Dead];

    /// Names it as it is stored, and as phrases are.
    pub fn id(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Uncertain => "uncertain",
            Self::Dead => "dead",
        }
    }

    /// Tells whether nothing more happens to it by itself.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Sent | Self::Uncertain | Self::Dead)
    }

    /// Tells whether somebody should look at it.
    pub fn is_wrong(self) -> bool {
        matches!(self, Self::Uncertain | Self::Dead)
    }
}

stored_word!(DeliveryState, "state of a delivery");
