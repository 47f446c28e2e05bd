//! Types of agencies inside a text: "xã Tân Đoàn huyện Văn Quan" names a commune and its district without a comma between.

use std::sync::LazyLock;

use super::text_key::text_key;

/// Types of agencies on one tier, as keys.
struct TierTypes {
    /// In full and as people shorten them.
    written: Vec<String>,
    /// In full without marks: "quan" is a type in a text without any, and of a name in another.
    plain: Vec<String>,
}

static COMMUNES: LazyLock<TierTypes> = LazyLock::new(|| TierTypes {
    written: keys("xã|phường|thị trấn|đặc khu|x.|p.|tt.|tt"),
    plain: keys("xa|phuong|thi tran|dac khu"),
});
/// Of what communes stand under.
static ABOVE: LazyLock<TierTypes> = LazyLock::new(|| TierTypes {
    written: keys("huyện|quận|thị xã|thành phố|tỉnh|h.|q.|tx.|tx|tp.|tp|t."),
    plain: keys("huyen|quan|thi xa|thanh pho|tinh"),
});
/// The word before "xã" in the type of a town.
static TOWN: LazyLock<Vec<String>> = LazyLock::new(|| keys("thị|thi"));

fn keys(types: &str) -> Vec<String> {
    types.split('|').map(text_key).collect()
}

impl TierTypes {
    /// Whether a key begins with a type of the tier and a name behind it; `is_plain`: in a text without marks.
    fn begins(&self, key: &str, is_plain: bool) -> bool {
        let plain: &[String] = if is_plain { &self.plain } else { &[] };
        self.written.iter().chain(plain).any(|kind| {
            let rest = key.strip_prefix(kind.as_str());
            rest.is_some_and(|rest| {
                rest.starts_with(' ') || (kind.ends_with('.') && !rest.is_empty())
            })
        })
    }
}

/// Puts a comma before each type behind the first, in a key that begins with one. What has more marks than `most` then stays as it is.
pub fn mark_types(key: String, most: usize) -> String {
    let is_plain = key.is_ascii();
    if !COMMUNES.begins(&key, is_plain) && !ABOVE.begins(&key, is_plain) {
        return key;
    }
    let mut marked = String::with_capacity(key.len());
    let mut word_before = "";
    for word in key.split_inclusive(' ') {
        let rest = &key[marked.len()..];
        let is_town = TOWN.iter().any(|town| word_before.trim_end() == town);
        let is_type = ABOVE.begins(rest, is_plain) || (COMMUNES.begins(rest, is_plain) && !is_town);
        if is_type && marked.ends_with(' ') {
            marked.pop();
            marked.push(',');
        }
        marked.push_str(word);
        word_before = word;
    }
    let marks = marked.bytes().filter(|byte| matches!(byte, b'-' | b',')).count();
    if marks > most { key } else { marked }
}

/// Whether names stand from the highest to the lowest: the first is above communes and the last is one.
pub fn is_downward(parts: &[String]) -> bool {
    let [first, .., last] = parts else { return false };
    let is_plain = parts.iter().all(|part| part.is_ascii());
    ABOVE.begins(first, is_plain) && COMMUNES.begins(last, is_plain)
}
