//! What a user can be called.

/// Tells whether somebody can be called so: two to forty letters, digits, dots, dashes and underscores.
pub fn is_user_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || ".-_".contains(letter);
    (2..=40).contains(&name.chars().count()) && name.chars().all(is_letter)
}
