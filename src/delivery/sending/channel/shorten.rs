//! What is too long for where it goes.

use crate::catalog::content::text_template::TextTemplate;

/// Room for what is said in place of the rest.
const TAIL: usize = 40;

/// Whole lines of a text, so many letters at most; `more` says how many things are left out, `{count}`.
pub fn shorten_text(text: &str, most: usize, more: &str) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(TAIL);
    let (mut kept, mut length, mut left_out) = (Vec::new(), 0, 0);
    for line in text.lines() {
        length += line.chars().count() + 1;
        if length <= room {
            kept.push(line);
        } else {
            left_out += usize::from(line.starts_with("- "));
        }
    }
    let count = left_out.to_string();
    let more = TextTemplate::parse(more).render(&[("count", &count)]);
    let tail = more.ok().filter(|_| left_out > 0).unwrap_or_else(|| "…".to_owned());
    kept.push(&tail);
    kept.join("\n").chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_kept_and_the_rest_is_counted() {
        let lines: Vec<String> = (0..100).map(|number| format!("- việc số {number}")).collect();
        let text = format!("MỚI\n{}\n\nHết", lines.join("\n"));
        let short = shorten_text(&text, 100, "… và {count} việc khác");
        assert_eq!(
            short,
            "MỚI\n- việc số 0\n- việc số 1\n- việc số 2\n- việc số 3\n… và 96 việc khác"
        );
        assert_eq!(shorten_text("ngắn", 4, "…"), "ngắn");
    }

    #[test]
    fn a_line_that_is_too_long_by_itself_is_left_out() {
        assert_eq!(shorten_text(&"x".repeat(99), 50, "{count}"), "…");
    }
}
