//! What must not stand in a note: a number or an address by which a person is reached or known.

pub use crate::domain::name::personal_trace::PersonalTrace;

/// Holds a text without any number or address of a person: it cannot be made of another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainNote(String);

impl PlainNote {
    /// Takes a text. Fails where it holds what may be a phone number, a number of identity or a mail address.
    pub fn parse(text: &str) -> Result<Self, PersonalTrace> {
        if let Some(trace) = PersonalTrace::find_in(text) {
            return Err(trace);
        }
        Ok(Self(text.trim().to_owned()))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Puts stars for a dossier's code, where it stands for itself and is no part of a longer one.
pub fn blank_code(text: &str, code: &str) -> String {
    let is_of_code = |one: char| one.is_alphanumeric() || "-/".contains(one);
    let (mut blanked, mut done) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices(code) {
        let end = at + code.len();
        let goes_on = text[..at].ends_with(is_of_code) || text[end..].starts_with(is_of_code);
        blanked.push_str(&text[done..at]);
        blanked.push_str(if goes_on { code } else { "***" });
        done = end;
    }
    blanked + &text[done..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing("")]
    #[case::a_sentence(
        "Đề nghị Xã An Sơn giải quyết 12 hồ sơ quá hạn, báo cáo trước ngày 05/01/2024"
    )]
    #[case::a_dossier("Nhắc hồ sơ 000.26.18.H37-230228-00264 và H37.26-2023/0001234567")]
    #[case::money("Thu 1.250.000 đồng, 100.000.000 đồng")]
    #[case::days("Từ 02/01/2024 đến 08/01/2024, công văn 123/UBND-VP")]
    #[case::a_time("Giao ban 16:30 ngày 31/12/2023")]
    fn what_names_no_person_is_kept(#[case] text: &str) {
        assert_eq!(PlainNote::parse(text).map(|note| note.0), Ok(text.to_owned()));
    }

    #[rstest]
    #[case::mail("gửi an.nguyen@example.vn", PersonalTrace::MailAddress)]
    #[case::mobile("gọi anh Ba 0912345678", PersonalTrace::PhoneNumber)]
    #[case::apart("ĐT: 0912 345 678", PersonalTrace::PhoneNumber)]
    #[case::dots("0912.345.678", PersonalTrace::PhoneNumber)]
    #[case::abroad("+84 912 345 678", PersonalTrace::PhoneNumber)]
    #[case::behind_a_dash("SĐT-0912345678", PersonalTrace::PhoneNumber)]
    #[case::desk("(0205) 3812 345", PersonalTrace::PhoneNumber)]
    #[case::behind_a_word("ĐT/Zalo/0912345678", PersonalTrace::PhoneNumber)]
    #[case::before_a_stop("gọi anh Ba,0912345678.", PersonalTrace::PhoneNumber)]
    #[case::new_card("CCCD 020085001234", PersonalTrace::IdentityNumber)]
    #[case::before_a_comma("Ông Ba CCCD 120085001234, hẹn thứ Hai", PersonalTrace::IdentityNumber)]
    #[case::in_dots("CCCD 120.085.001.234", PersonalTrace::IdentityNumber)]
    #[case::in_fours("CCCD 1200 8500 1234", PersonalTrace::IdentityNumber)]
    #[case::old_card("CMND 123456789", PersonalTrace::IdentityNumber)]
    #[case::in_groups("CCCD 120 085 001 234", PersonalTrace::IdentityNumber)]
    #[case::beside_a_code("H37-230228-00264 của CMND 123456789", PersonalTrace::IdentityNumber)]
    fn what_names_a_person_is_refused(#[case] text: &str, #[case] trace: PersonalTrace) {
        let found = PlainNote::parse(text);
        // A number of identity that begins with 0 may be a phone number too: refused all the same.
        match (found, trace) {
            (Err(PersonalTrace::PhoneNumber), PersonalTrace::IdentityNumber) => {
                assert!(text.contains(" 0"), "{text}");
            }
            (found, trace) => assert_eq!(found, Err(trace), "{text}"),
        }
    }
}
