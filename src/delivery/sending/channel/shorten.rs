//! What is too long for where it goes.

use crate::catalog::content::text_template::TextTemplate;

/// Room for what is said in place of the rest.
const TAIL: usize = 40;

/// Whole lines of a text, so many letters at most; `more` says how many things are left out, `{count}`. Of a text that was shortened before, those
/// left out then are counted too, in the words of then.
pub fn shorten_text(text: &str, most: usize, more: &str) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let (body, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let before = read_tail(last);
    let (text, more, mut left_out) = match &before {
        Some((count, words)) => (body, words.as_str(), *count),
        None => (text, more, 0),
    };
    let room = most.saturating_sub(TAIL.max(more.chars().count() + 2));
    let (mut kept, mut length) = (Vec::new(), 0);
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

/// Reads how many things an earlier tail says are left out, and its words with `{count}` for them.
fn read_tail(line: &str) -> Option<(usize, String)> {
    let from = line.strip_prefix('…')?.find(|it: char| it.is_ascii_digit())? + '…'.len_utf8();
    let digits = line[from..].split(|it: char| !it.is_ascii_digit()).next()?;
    let words = format!("{}{{count}}{}", &line[..from], &line[from + digits.len()..]);
    Some((digits.parse().ok()?, words))
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
    fn what_was_left_out_before_is_counted_with_what_is_left_out_now() {
        let lines: Vec<String> = (0..100).map(|number| format!("- việc số {number}")).collect();
        let text = format!("MỚI\n{}", lines.join("\n"));
        let first = shorten_text(&text, 150, "… và {count} hồ sơ nữa");
        assert!(first.ends_with("- việc số 7\n… và 92 hồ sơ nữa"), "{first}");
        let second = shorten_text(&first, 100, "… và {count} việc khác");
        assert_eq!(
            second,
            "MỚI\n- việc số 0\n- việc số 1\n- việc số 2\n- việc số 3\n… và 96 hồ sơ nữa"
        );
        // What fits is not touched.
        assert_eq!(shorten_text(&first, 150, "{count}"), first);
    }

    #[test]
    fn a_line_that_is_too_long_by_itself_is_left_out() {
        assert_eq!(shorten_text(&"x".repeat(99), 50, "{count}"), "…");
    }
}
