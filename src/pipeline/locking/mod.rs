//! Reported periods: locking them, and taking a lock off.

mod lock_period;

pub use lock_period::{LockActor, LockRequest};
