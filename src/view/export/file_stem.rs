//! What a file to take away is called.

use crate::domain::name::bare_key;

/// Joins what a file holds, whose it is and of which period into a name every system takes: `ho-so-xa-an-son-2023-w52`.
pub fn file_stem(parts: &[&str]) -> String {
    let plain = |part: &&str| {
        let kept = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let text: String = bare_key(part).chars().map(kept).collect();
        text.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    };
    let parts = parts.iter().map(plain).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_whose_and_when() {
        let stem = file_stem(&["Giải quyết quá hạn", "Thị trấn Văn Quan", "bc:2023-12"]);
        assert_eq!(stem, "giai-quyet-qua-han-thi-tran-van-quan-bc-2023-12");
        assert_eq!(file_stem(&["hồ sơ", "", "Xã Đề Thám / \"x\""]), "ho-so-xa-de-tham-x");
    }
}
