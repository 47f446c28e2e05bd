//! What of a text matters when it is compared with another.

use unicode_normalization::UnicodeNormalization;

/// Reduces a text to what matters: case, spaces, punctuation at the ends, NFC or NFD and
/// the place of a tone mark within its syllable (hoà, hòa) do not.
pub fn text_key(text: &str) -> String {
    // Codes, of which registries have ten thousands: nothing else of them can differ.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
        return text.to_ascii_lowercase();
    }
    let lower = text.nfc().filter(|letter| is_seen(*letter)).collect::<String>().to_lowercase();
    let words =
        lower.split(|c: char| c.is_whitespace() || matches!(c, '_' | ',' | ';' | ':' | '"' | '*'));
    words
        .filter(|word| !matches!(*word, "" | "(" | ")"))
        .map(tone_last)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a letter is seen: pages and programs leave others between words.
fn is_seen(letter: char) -> bool {
    !matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// Moves the tone of a syllable behind it, so that "hoà" and "hòa" are written alike.
fn tone_last(word: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    // Half the words have no mark that could be moved.
    if word.is_ascii() {
        return word.to_owned();
    }
    let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(|c| TONES.contains(c));
    letters.into_iter().nfc().chain(tones).collect()
}
