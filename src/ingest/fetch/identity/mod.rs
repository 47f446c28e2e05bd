//! What a server is asked at which people log in.

mod identity_client;
mod identity_probe;

pub use super::exchange::{IdentityReply, IdentityRequest};
pub use identity_client::{IdentityClient, IdentityFault};
pub use identity_probe::greet_identity_server;
