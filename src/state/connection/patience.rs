//! How long another who writes is waited for.

use std::time::Duration;

/// Another process writes for milliseconds; a slow disk is given more.
pub const PATIENCE: Duration = Duration::from_secs(10);
