//! Published versions in a folder or an object store: put there by the office, taken from there by reading nodes (ADR 48).
//!
//! Invariant: what a version holds lies in the store before its manifest does, and a manifest is never written over. A node shows one
//! version it held against every digest, or the one it had, or none; of what it could not do it says why and since when.

mod error;
mod follow_status;
mod follower;
mod install;
mod manifest;
mod node;
mod own_files;
mod publish;
mod publish_checks;
mod publish_note;
mod publish_order;
mod sweep;

pub use error::{VersionDamage, VersionError};
pub use follow_status::{FollowProblem, FollowStatus, HeldVersion};
pub use follower::VersionFollower;
pub use node::held_check::load_held_catalog;
pub use publish::{PublishedVersion, publish_version};
pub use publish_checks::expect_version;
pub use publish_note::{PublishNote, PublishProblem};
pub use publish_order::{ContentChange, PublishOptions, PublishOrder};
