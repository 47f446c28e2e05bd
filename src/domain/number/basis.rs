//! Whose numbers: computed from dossiers, or as a portal published them.

/// Tells whose numbers of a metric are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MetricBasis {
    /// Computed here, from the rows of exports.
    #[default]
    Computed,
    /// As a portal published them.
    Published,
}

impl MetricBasis {
    /// Names the basis that an option or an address asks for by a flag.
    pub fn from_published_flag(is_published: bool) -> Self {
        if is_published { Self::Published } else { Self::Computed }
    }

    /// Tells whether a portal's figures are meant.
    pub fn is_published(self) -> bool {
        self == Self::Published
    }
}
