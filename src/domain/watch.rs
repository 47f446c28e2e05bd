//! One thing that may go wrong, looked at again and again: in order, wrong, in order again. Who was told is told once.

/// What a look shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Good,
    /// Better than the limit, not yet by enough to say that it is over.
    Nearly,
    Bad,
    /// No value, or of too few.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// In order, and nobody is waiting to hear so.
    Over,
    /// Wrong, and nobody knows.
    New,
    /// Wrong, and they know.
    Told,
    /// In order again, and those who know that it was wrong do not know it.
    Recovered,
}

impl Watch {
    /// Where it stands after a look. What was wrong and right again before anybody was told was never worth a word; what is wrong
    /// again before they heard it was right is what they know already.
    #[must_use]
    pub fn after(self, look: Look) -> Self {
        match (self, look) {
            (Self::Over, Look::Bad) => Self::New,
            (Self::Recovered, Look::Bad) => Self::Told,
            (Self::New, Look::Good | Look::Nearly) => Self::Over,
            (Self::Told, Look::Good) => Self::Recovered,
            (same, _) => same,
        }
    }

    pub fn id(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::New => "new",
            Self::Told => "told",
            Self::Recovered => "recovered",
        }
    }

    pub fn is_news(self) -> bool {
        matches!(self, Self::New | Self::Recovered)
    }
}

/// What is kept under another name was never noted: it is in order.
impl From<&str> for Watch {
    fn from(id: &str) -> Self {
        let all = [Self::New, Self::Told, Self::Recovered];
        all.into_iter().find(|watch| watch.id() == id).unwrap_or(Self::Over)
    }
}

#[cfg(test)]
mod tests {
    use super::{Look::*, Watch::*, *};
    use rstest::rstest;

    #[rstest]
    #[case::all_is_well(Over, Good, Over)]
    #[case::just_above_is_well_where_nothing_was_wrong(Over, Nearly, Over)]
    #[case::it_goes_wrong(Over, Bad, New)]
    #[case::no_value_is_no_breach(Over, Unknown, Over)]
    #[case::still_wrong_and_not_yet_told(New, Bad, New)]
    #[case::gone_before_anybody_heard(New, Good, Over)]
    #[case::nearly_gone_before_anybody_heard(New, Nearly, Over)]
    #[case::told_once(Told, Bad, Told)]
    #[case::just_above_is_not_over_yet(Told, Nearly, Told)]
    #[case::no_value_does_not_end_it(Told, Unknown, Told)]
    #[case::over_by_enough(Told, Good, Recovered)]
    #[case::wrong_again_before_they_heard_it_was_over(Recovered, Bad, Told)]
    #[case::still_over(Recovered, Nearly, Recovered)]
    fn a_look_moves_it_on(#[case] was: Watch, #[case] look: Look, #[case] is: Watch) {
        assert_eq!(was.after(look), is);
    }

    #[test]
    fn a_rate_that_trembles_at_its_limit_is_told_once() {
        let mut watch = Over;
        let mut told = 0;
        for look in [Bad, Nearly, Bad, Bad, Nearly, Bad, Nearly, Good] {
            watch = watch.after(look);
            // A digest goes out after every look.
            if watch == New {
                told += 1;
                watch = Told;
            }
        }
        assert_eq!((told, watch), (1, Recovered));
    }

    #[test]
    fn names_read_back() {
        for watch in [Over, New, Told, Recovered] {
            assert_eq!(Watch::from(watch.id()), watch);
        }
    }
}
