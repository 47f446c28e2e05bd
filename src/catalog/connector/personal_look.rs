//! What may be of a person, and so is neither proposed to be kept nor written into a file of the content.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::name::{bare_key, private_text::may_be_person};

/// Whether a heading names something of a person: a birth day, a number of identity, how somebody is reached. What stands under it
/// is nothing to guess from.
pub fn is_personal_heading(heading: &str) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        let words = "sinh|birth|birthday|dob|namsinh|ngaysinh|cccd|cmnd|cmt|cmtnd|can cuoc|chung minh|dinh danh|ho chieu|passport|\
            identity|ho ten|ho va ten|hoten|ten|name|fullname|nguoi|chu ho so|owner|applicant|citizen|dien thoai|sdt|dt|so dt|phone|tel|\
            mobile|di dong|email|mail|thu dien tu|dia chi|diachi|address|noi o|thuong tru|tam tru|que quan|gioi tinh|gender|dan toc|\
            ton giao|mst|ma so thue|tai khoan|bhxh|bhyt|bao hiem|bien so|ngay cap|noi cap";
        Regex::new(&format!(r"(?:^|[^\p{{L}}\p{{N}}])(?:{words})(?:$|[^\p{{L}}\p{{N}}])"))
            .expect("well-formed")
    });
    WORDS.is_match(&bare_key(heading))
}

/// Whether a value may be a number of a person: a telephone, a number of identity, of tax or insurance, however its digits are
/// parted, or one with a letter or three before it, as passports and cards have.
pub fn may_be_personal_number(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_parted = |it: char| matches!(it, '.' | '-' | '/' | ' ' | '+' | '(' | ')');
    if value.chars().all(|it| it.is_ascii_digit() || is_parted(it)) {
        return (8..=14).contains(&digits);
    }
    let letters = value.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &value[letters..];
    (1..=3).contains(&letters)
        && (6..=13).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text in a column of few values may be one of them: a telephone, a mail address, the name of somebody in the wrong column
/// is nothing to be written into a file of the content.
pub fn may_be_status(text: &str) -> bool {
    let is_plain = text.chars().all(|letter| !letter.is_numeric() && letter != '@');
    let is_name = text.contains(' ')
        && text.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    is_plain && text.contains(char::is_alphabetic) && !is_name && !may_be_person(text)
}

/// Whether days lie so far apart that they are of births: what an export tells of dossiers lies within a few years.
pub fn may_be_births(days: &[u64]) -> bool {
    const YEARS: u64 = 8;
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) => last / 10_000 - first / 10_000 > YEARS,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn what_may_be_of_a_person_is_no_status() {
        let said = [
            "Đã trả",
            "chờ bổ sung",
            "0912345678",
            "bia@example.org",
            "Nguyễn Văn Bịa",
            "nguyễn văn bịa",
            "—",
        ];
        let taken: Vec<&str> = said.into_iter().filter(|text| may_be_status(text)).collect();
        assert_eq!(taken, ["Đã trả", "chờ bổ sung"]);
    }

    #[rstest]
    #[case::passport("C1234567", true)]
    #[case::insurance("GD4010123456789", true)]
    #[case::telephone("091.234.5678", true)]
    #[case::abroad("+84912345678", true)]
    #[case::tax("0101234567-001", true)]
    #[case::code("VS-1", false)]
    #[case::code_of_a_portal("000.26.18.H37-231204-0001", false)]
    #[case::short("12345", false)]
    fn numbers_of_a_person_are_told(#[case] value: &str, #[case] may_be: bool) {
        assert_eq!(may_be_personal_number(value), may_be, "{value}");
    }

    #[rstest]
    #[case("Ngày sinh", true)]
    #[case("NGÀY/THÁNG/NĂM SINH", true)]
    #[case("Số CCCD", true)]
    #[case("Điện thoại", true)]
    #[case("applicant.birth", true)]
    #[case("Ngày vào sổ", false)]
    #[case("Ký hiệu", false)]
    #[case("Nơi làm", false)]
    #[case("Hình thức", false)]
    fn headings_of_a_person_are_told(#[case] heading: &str, #[case] is: bool) {
        assert_eq!(is_personal_heading(heading), is, "{heading}");
    }
}
