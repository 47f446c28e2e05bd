//! VNI-Windows: a letter without marks, and behind it a byte for what stands above and below it.

/// What the bytes from 0xC0 on stand for: a letter of its own, or marks for the letter before. The small ones are 0x20 further.
const MARKS: [&str; 32] = [
    "\u{302}\u{300}",
    "\u{302}\u{301}",
    "\u{302}",
    "\u{302}\u{303}",
    "\u{302}\u{323}",
    "\u{302}\u{309}",
    "Ỉ",
    "",
    "\u{306}\u{300}",
    "\u{306}\u{301}",
    "\u{306}",
    "\u{306}\u{323}",
    "Ì",
    "Í",
    "Ỵ",
    "\u{323}",
    "",
    "Đ",
    "Ị",
    "Ĩ",
    "Ơ",
    "\u{303}",
    "Ư",
    "",
    "\u{300}",
    "\u{301}",
    "\u{306}\u{309}",
    "\u{309}",
    "\u{306}\u{303}",
    "",
    "",
    "",
];

/// Appends the letters of the bytes to `text`; a byte that stands for none becomes U+FFFD.
pub fn decode_bytes(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        let (is_small, place) = match byte {
            0..0x80 => {
                text.push(char::from(*byte));
                continue;
            }
            0x80..0xC0 => (false, None),
            0xC0..0xE0 => (false, Some(byte - 0xC0)),
            0xE0.. => (true, Some(byte - 0xE0)),
        };
        match place.map(|place| MARKS[usize::from(place)]) {
            None | Some("") => text.push(char::REPLACEMENT_CHARACTER),
            Some(marks) if is_small => text.extend(marks.chars().flat_map(char::to_lowercase)),
            Some(marks) => text.push_str(marks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use unicode_normalization::UnicodeNormalization;

    #[rstest]
    #[case(b"Ma\xF5 ho\xE0 s\xF4", "Mã hồ sơ")]
    #[case(b"\xD1\xF4n v\xF2 gia\xFBi quye\xE1t", "Đơn vị giải quyết")]
    #[case(b"Nga\xF8y he\xEFn tra\xFB, x\xF6\xFB ly\xF9", "Ngày hẹn trả, xử lý")]
    #[case(b"Va\xEAn ba\xE8ng, ba\xE9c, da\xFCn, ca\xEBp, va\xFAn", "Văn bằng, bắc, dẵn, cặp, vẳn")]
    #[case(b"l\xF3nh v\xF6\xEFc, k\xEC, ch\xE6, qu\xEE, t\xF6\xF5", "lĩnh vực, kì, chỉ, quỵ, tữ")]
    #[case(b"NGA\xD8Y TIE\xC1P NHA\xC4N", "NGÀY TIẾP NHẬN")]
    fn letters_and_their_marks_are_put_together(#[case] bytes: &[u8], #[case] text: &str) {
        let mut read = String::new();
        decode_bytes(bytes, &mut read);
        assert_eq!(read.nfc().collect::<String>(), text);
    }
}
