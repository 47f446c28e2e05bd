//! TCVN 5712:1993 (ABC fonts, .VnTime): one byte a letter.

/// The letters of the bytes from 0x80 on. From 0xB0 to 0xB4 stand tones to be put on the letter before.
const LETTERS: &str = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\
    \u{A0}ĂÂÊÔƠƯĐăâêôơưđẰ\u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴ\
    ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò\
    ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ";

/// Appends the letters of the bytes to `text`; every byte is one.
pub fn decode_bytes(bytes: &[u8], text: &mut String) {
    let letters: Vec<char> = LETTERS.chars().collect();
    text.extend(bytes.iter().map(|byte| match byte {
        0..0x80 => char::from(*byte),
        _ => letters[usize::from(*byte) - 0x80],
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_a_letter_and_words_read_right() {
        assert_eq!(LETTERS.chars().count(), 128);
        let mut text = String::new();
        decode_bytes(b"M\xB7 h\xE5 s\xAC, \xA7\xAC\xAAn v\xDE, \xAE\xF3ng h\xB9n", &mut text);
        assert_eq!(text, "Mã hồ sơ, Đơên vị, đúng hạn");
    }
}
