//! Digests as people copy them.

use std::fmt::Write;

/// Two small digits a byte.
pub fn encode_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::encode_hex;

    #[test]
    fn every_byte_takes_two_digits() {
        assert_eq!(encode_hex(&[0, 10, 255]), "000aff");
    }
}
