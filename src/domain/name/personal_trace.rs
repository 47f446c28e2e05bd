//! Numbers and addresses by which a person is reached or known, told within a text.
//!
//! The patterns are written for every engine that reads them: a column of an export is looked through by the warehouse's.

use std::sync::LazyLock;

use regex::Regex;

/// Lists what of a person a text may not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalTrace {
    MailAddress,
    PhoneNumber,
    IdentityNumber,
}

/// Something with an `@` between letters.
pub const MAIL: &str = r"[^\s@]@[^\s@]+\.[^\s@]";

/// A dossier's code has a letter, then a year or a day, then a number: its digits are no number of a person.
pub const CODE: &str = r"[\w.]*[A-Za-z][\w.]*[-/](?:\d{6}|20\d\d)[-/]\d+";

/// Ten digits after 0, or nine after 84, apart as people write them.
pub const PHONE: &str = r"(?:^|\D)(?:\+?84|0)(?:[ .\-()]{0,2}\d){9,10}(?:$|\D)";

/// Nine digits of the old card, twelve of the new one. Nine with dots between are so much money.
pub const IDENTITY: &str = r"(?:^|\D)(?:\d{3}(?:[ \-]?\d{3}){2}|\d{3}(?:[ .\-]?\d{3}){3}|\d{4}(?:[ .\-]?\d{4}){2})(?:$|\D)";

static PATTERNS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [MAIL, CODE, PHONE, IDENTITY].map(|text| Regex::new(text).expect("a pattern of this file"))
});

impl PersonalTrace {
    /// Returns the name of the kind in phrases.
    pub fn id(self) -> &'static str {
        match self {
            Self::MailAddress => "mail_address",
            Self::PhoneNumber => "phone_number",
            Self::IdentityNumber => "identity_number",
        }
    }

    /// Finds what may be a mail address, a phone number or a number of identity in a text; `None` where there is nothing of the kind.
    pub fn find_in(text: &str) -> Option<Self> {
        let [mail, code, phone, identity] = &*PATTERNS;
        if mail.is_match(text) {
            return Some(Self::MailAddress);
        }
        let without_codes = code.replace_all(text, " # ");
        // Dots and dashes between digits tell a phone number as well; days have too few digits.
        if phone.is_match(&without_codes) {
            return Some(Self::PhoneNumber);
        }
        identity.is_match(&without_codes).then_some(Self::IdentityNumber)
    }
}
