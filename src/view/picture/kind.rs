//! The kinds of charts, as an address and a command name them.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PictureKind {
    #[default]
    Bar,
    Line,
    Dots,
    Heat,
    /// The heat of the weeks.
    Weeks,
    Parts,
    Multiples,
}

impl PictureKind {
    pub const ALL: [Self; 7] =
        [Self::Bar, Self::Line, Self::Dots, Self::Heat, Self::Weeks, Self::Parts, Self::Multiples];

    /// As an address and a command name it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Line => "line",
            Self::Dots => "dots",
            Self::Heat => "heat",
            Self::Weeks => "weeks",
            Self::Parts => "parts",
            Self::Multiples => "multiples",
        }
    }
}

/// No chart is called so.
#[derive(Debug)]
pub struct UnknownKind;

impl std::str::FromStr for PictureKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.id() == text).ok_or(UnknownKind)
    }
}
