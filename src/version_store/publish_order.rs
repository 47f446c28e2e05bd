//! What is to be published, and what is done besides.

use std::path::Path;

use jiff::civil::DateTime;

use crate::catalog::{Catalog, settings::versions::VersionSettings};

/// Says of which data folder, into which store, and when.
#[derive(Clone, Copy)]
pub struct PublishOrder<'a> {
    pub catalog: &'a Catalog,
    pub data: &'a Path,
    pub address: &'a str,
    pub settings: &'a VersionSettings,
    pub now: DateTime,
}

/// Says what is done besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublishOptions {
    /// A version is published though nothing changed, and every object is put there anew: what lies there may be damaged.
    pub uploads_all: bool,
    /// The store is this office's, though this data folder does not know it.
    pub takes_over: bool,
    /// The store is asked though nothing is new: what was published may be gone from it.
    pub checks_store: bool,
    pub content: ContentChange,
}

/// Says whether pages may be laid out and worded otherwise than in the version before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ContentChange {
    /// A command that was run without the office's content would publish the built-in one.
    #[default]
    Refused,
    /// By whoever the office's content is given to.
    Taken,
}
