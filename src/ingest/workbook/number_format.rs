//! Whether a number format shows a day or a time.

/// Formats that have a number in place of a code: days and times, those of East Asia and Thailand too.
pub fn is_builtin_day(id: u16) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58 | 71..=81)
}

/// Reads the section for positive numbers, whatever stands in it in quotes or brackets: `"ngày "dd" tháng "mm`, `[$-42A]d/m/yy h:mm;@`.
pub fn is_day(code: &str) -> bool {
    let mut letters = code.chars().peekable();
    let (mut is_day, mut is_number, mut last) = (false, false, ' ');
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|next| *next == '"');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|next| *next != ']').collect();
                let unit = inside.to_ascii_lowercase();
                is_day |=
                    !unit.is_empty() && unit.chars().all(|one| matches!(one, 'h' | 'm' | 's'));
            }
            ';' => break,
            // `General`, and the exponent of a number.
            'G' if letters.clone().take(6).eq("eneral".chars()) => {
                letters.by_ref().take(6).for_each(drop);
            }
            'E' | 'e' if matches!(letters.peek(), Some('+' | '-')) => is_number = true,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => is_day = true,
            // Parts of a second stand behind its point.
            '0' if matches!(last, '.' | ',' | '0') && is_day => {}
            '0' | '#' | '?' => is_number = true,
            _ => {}
        }
        last = letter;
    }
    is_day && !is_number
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("dd/mm/yyyy hh:mm", true)]
    #[case("\"ngày \"dd\" tháng \"mm\" năm \"yyyy;@", true)]
    #[case("[$-42A]dd/mm/yyyy\\ h:mm:ss.000", true)]
    #[case("[$-409]m/d/yy h:mm AM/PM;@", true)]
    #[case("[h]:mm:ss", true)]
    #[case("[$-1010000]d/m/yyyy;@", true)]
    #[case("General", false)]
    #[case("General\" ngày\"", false)]
    #[case("#,##0 \"đồng\"", false)]
    #[case("#,##0\\ \"hồ sơ\";[Red]-#,##0", false)]
    #[case("_-* #,##0.00\\ [$₫-42A]_-", false)]
    #[case("0.00E+00", false)]
    #[case("0 \"ngày\";dd", false)]
    #[case("0 days", false)]
    #[case("[Red]0", false)]
    #[case("@", false)]
    #[case("", false)]
    fn a_format_shows_a_day_or_not(#[case] code: &str, #[case] is: bool) {
        assert_eq!(is_day(code), is);
    }
}
